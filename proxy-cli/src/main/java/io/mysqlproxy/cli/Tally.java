package io.mysqlproxy.cli;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.SessionListener;
import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts what a run sees; may be told and asked from any thread. */
final class Tally implements SessionListener {
    /** A day; what takes longer counts as a day. */
    private static final long LONGEST_MICROS = 86_400_000_000L;

    private final LongAdder sessions = new LongAdder();
    private final LongAdder packets = new LongAdder();
    private final LongAdder undecoded = new LongAdder();
    private final Map<OpaqueReason, LongAdder> opaque = new ConcurrentHashMap<>();
    private final LongAdder exchanges = new LongAdder();
    private final LongAdder errors = new LongAdder();
    /** In microseconds; whatever was answered. */
    private final Histogram latencies = new ConcurrentHistogram(LONGEST_MICROS, 3);

    private final LongAdder compressed = new LongAdder();
    private final AtomicReference<CompressionFigures> compression = new AtomicReference<>(CompressionFigures.NONE);
    private final LongAdder bytesClient = new LongAdder();
    private final LongAdder bytesServer = new LongAdder();
    private final Map<Long, TracedSession> open = new ConcurrentHashMap<>();

    @Override
    public void onOpen(Session session) {
        onOpen(TracedSession.of(session));
    }

    void onOpen(TracedSession session) {
        sessions.increment();
        open.put(session.id(), session);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        onClose(TracedSession.of(session));
    }

    void onClose(TracedSession session) {
        bytesClient.add(session.byteCounts(Direction.CLIENT_TO_SERVER).received());
        bytesServer.add(session.byteCounts(Direction.SERVER_TO_CLIENT).received());
        open.remove(session.id());
    }

    void exchange(Exchange exchange) {
        exchanges.increment();
        switch (exchange.outcome()) {
            case OK -> latencies.recordValue(micros(exchange));
            case ERROR -> {
                errors.increment();
                latencies.recordValue(micros(exchange));
            }
            case NO_REPLY, UNANSWERED -> {}
        }
    }

    private static long micros(Exchange exchange) {
        return Math.clamp(exchange.totalMicros(), 0, LONGEST_MICROS);
    }

    void packet(boolean decoded) {
        packets.increment();
        if (!decoded) {
            undecoded.increment();
        }
    }

    void opaque(OpaqueReason reason) {
        opaque.computeIfAbsent(reason, key -> new LongAdder()).increment();
    }

    /** A compressed session is over. */
    void compression(CompressionFigures figures) {
        compressed.increment();
        compression.accumulateAndGet(figures, CompressionFigures::plus);
    }

    /** Sessions that are open at this moment. */
    long open() {
        return open.size();
    }

    /**
     * All that was counted, with what the open sessions have carried so far.
     *
     * @param openAtEnd how many sessions were open when the end began
     */
    Summary summary(long openAtEnd) {
        Map<OpaqueReason, Long> reasons = new EnumMap<>(OpaqueReason.class);
        opaque.forEach((reason, count) -> reasons.put(reason, count.sum()));
        return new Summary(
                sessions.sum(),
                openAtEnd,
                packets.sum(),
                undecoded.sum(),
                exchanges.sum(),
                errors.sum(),
                latency(),
                compressed.sum(),
                compression.get(),
                reasons,
                bytesClient.sum() + stillOpen(Direction.CLIENT_TO_SERVER),
                bytesServer.sum() + stillOpen(Direction.SERVER_TO_CLIENT));
    }

    private Optional<Summary.Latency> latency() {
        Histogram now = latencies.copy();
        return now.getTotalCount() == 0
                ? Optional.empty()
                : Optional.of(new Summary.Latency(
                        now.getValueAtPercentile(50), now.getValueAtPercentile(99), now.getMaxValue()));
    }

    private long stillOpen(Direction direction) {
        return open.values().stream()
                .mapToLong(session -> session.byteCounts(direction).received())
                .sum();
    }
}

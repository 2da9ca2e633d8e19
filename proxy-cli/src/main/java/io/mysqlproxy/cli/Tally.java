package io.mysqlproxy.cli;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.SessionListener;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a run sees; may be told and asked from any thread. */
final class Tally implements SessionListener {
    private final LongAdder sessions = new LongAdder();
    private final LongAdder packets = new LongAdder();
    private final LongAdder undecoded = new LongAdder();
    private final Map<OpaqueReason, LongAdder> opaque = new ConcurrentHashMap<>();
    private final LongAdder bytesClient = new LongAdder();
    private final LongAdder bytesServer = new LongAdder();
    private final Map<Long, Session> open = new ConcurrentHashMap<>();

    @Override
    public void onOpen(Session session) {
        sessions.increment();
        open.put(session.id(), session);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        bytesClient.add(session.byteCounts(Direction.CLIENT_TO_SERVER).received());
        bytesServer.add(session.byteCounts(Direction.SERVER_TO_CLIENT).received());
        open.remove(session.id());
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
                reasons,
                bytesClient.sum() + stillOpen(Direction.CLIENT_TO_SERVER),
                bytesServer.sum() + stillOpen(Direction.SERVER_TO_CLIENT));
    }

    private long stillOpen(Direction direction) {
        return open.values().stream()
                .mapToLong(session -> session.byteCounts(direction).received())
                .sum();
    }
}

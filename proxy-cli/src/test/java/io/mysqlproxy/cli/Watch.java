package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.Compression;
import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.ExchangeListener;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.PacketListener;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.message.Undecoded;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at every packet of some sessions as closely as can be: each is decoded and written again, and what is odd is remembered in words. Keeps no packet, so
 * that it watches results of any size.
 */
final class Watch implements PacketListener, ExchangeListener {
    /** A packet larger than this is not written again: it would only cost time. */
    private static final int LONGEST_REWRITTEN = 16 * 1024;

    private static final int MOST_COMPLAINTS = 20;

    /** A replica ends them by going away. */
    private static final Set<PacketKind> ENDLESS =
            EnumSet.of(PacketKind.COM_BINLOG_DUMP, PacketKind.COM_BINLOG_DUMP_GTID);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<PacketKind, Long> packets = new EnumMap<>(PacketKind.class);
    private final Map<PacketKind, Long> exchanges = new EnumMap<>(PacketKind.class);
    private final AtomicLong countedRows = new AtomicLong();
    private final AtomicLong countedAffected = new AtomicLong();
    private final AtomicLong countedErrors = new AtomicLong();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicLong longest = new AtomicLong();
    private final Queue<Compression> compressions = new ConcurrentLinkedQueue<>();

    @Override
    public void onPacket(PacketEvent event) {
        count(packets, event.kind());
        longest.accumulateAndGet(event.length(), Math::max);
        MySqlMessage message = event.message();
        if (!odd(event).isEmpty() || event.kind() == PacketKind.UNEXPECTED) {
            complain(event, "is odd: " + odd(event), message);
        }
        if (message instanceof Undecodable && !isCut(event)) {
            complain(event, "cannot be decoded", message);
        }
        if (message instanceof Undecoded && !isCut(event) && !isRowWithoutDefinitions(event)) {
            complain(event, "has no decoder", message);
        }
        if (event.payload().remaining() > PacketFramer.DEFAULT_KEEP_LIMIT) {
            complain(event, "is kept beyond the limit", message);
        }
        if (!isCut(event) && event.length() <= LONGEST_REWRITTEN && !isWrittenAgain(event, message)) {
            complain(event, "is written differently", message);
        }
    }

    /** Beyond being too long to be kept, which is no fault. */
    private static Set<Anomaly> odd(PacketEvent event) {
        if (event.anomalies().isEmpty()) {
            return Set.of();
        }
        EnumSet<Anomaly> odd = EnumSet.copyOf(event.anomalies());
        odd.remove(Anomaly.SHORTENED);
        return odd;
    }

    /** A row whose columns' definitions were left out of the result cannot be taken apart. */
    private static boolean isRowWithoutDefinitions(PacketEvent event) {
        return event.kind() == PacketKind.BINARY_ROW && event.columns().isEmpty();
    }

    private static boolean isCut(PacketEvent event) {
        return event.payload().remaining() < event.length();
    }

    private static boolean isWrittenAgain(PacketEvent event, MySqlMessage message) {
        return message.unsafeEncoded().asByteBuffer().mismatch(event.payload()) < 0;
    }

    @Override
    public void onOpaque(long sessionId, OpaqueReason reason) {
        complain("#" + sessionId + " is opaque: " + reason);
    }

    @Override
    public void onCompressed(long sessionId, Compression compression) {
        compressions.add(compression);
    }

    @Override
    public void onTruncated(long sessionId, Direction direction, long received) {
        complain("#" + sessionId + " " + direction.arrow() + " ends within a packet, after " + received + " bytes");
    }

    @Override
    public void onExchange(Exchange exchange) {
        count(exchanges, exchange.command());
        if (exchange.outcome() == Exchange.Outcome.UNANSWERED && !ENDLESS.contains(exchange.command())) {
            complain("#" + exchange.sessionId() + " " + exchange.command().manualName() + " is not answered");
        }
        String sql = exchange.sql().map(SqlText::toString).orElse("");
        if (sql.contains(Seen.MARK) || sql.contains("several()")) {
            countedRows.addAndGet(exchange.rows());
            countedAffected.addAndGet(exchange.affectedRows());
            countedErrors.addAndGet(exchange.outcome() == Exchange.Outcome.ERROR ? 1 : 0);
        }
    }

    private void count(Map<PacketKind, Long> counts, PacketKind kind) {
        lock.lock();
        try {
            counts.merge(kind, 1L, Long::sum);
        } finally {
            lock.unlock();
        }
    }

    private void complain(PacketEvent event, String what, MySqlMessage message) {
        complain("#" + event.sessionId() + " " + event.direction().arrow() + " " + event.sequenceId() + " "
                + event.kind().manualName() + " of " + event.length() + " bytes " + what + ": " + message);
    }

    private void complain(String line) {
        if (complaints.size() < MOST_COMPLAINTS) {
            complaints.add(line);
        }
    }

    /** The kinds of packets that passed. */
    Set<PacketKind> kinds() {
        lock.lock();
        try {
            return Set.copyOf(packets.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** How many packets of these kinds passed. */
    long count(PacketKind... kinds) {
        lock.lock();
        try {
            long sum = 0;
            for (PacketKind kind : kinds) {
                sum += packets.getOrDefault(kind, 0L);
            }
            return sum;
        } finally {
            lock.unlock();
        }
    }

    /** How many exchanges of this command were told. */
    long exchanges(PacketKind command) {
        lock.lock();
        try {
            return exchanges.getOrDefault(command, 0L);
        } finally {
            lock.unlock();
        }
    }

    /** Rows of the statements that count. */
    long countedRows() {
        return countedRows.get();
    }

    /** Affected rows of the statements that count. */
    long countedAffected() {
        return countedAffected.get();
    }

    /** Errors of the statements that count. */
    long countedErrors() {
        return countedErrors.get();
    }

    /** The compression of each compressed session. */
    List<Compression> compressions() {
        return List.copyOf(compressions);
    }

    /** Payload bytes of the longest packet. */
    long longest() {
        return longest.get();
    }

    /** Every packet was understood, in its place, and could be written again. */
    void assertAllUnderstood() {
        assertThat(complaints).isEmpty();
        assertThat(count(PacketKind.values())).isPositive();
        for (PacketKind kind : PacketKind.values()) {
            if (kind.name().startsWith("COM_")) {
                assertThat(exchanges(kind)).as("exchanges of " + kind).isEqualTo(count(kind));
            }
        }
    }
}

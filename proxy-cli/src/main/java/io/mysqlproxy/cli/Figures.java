package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Adds up exchanges in a bounded space; may be told and asked from any thread. */
final class Figures {
    /** Percentiles are right within one per cent, and a histogram takes a few kilobytes. */
    private static final int SIGNIFICANT_DIGITS = 2;

    /** A day: what takes longer counts as a day in percentiles, so that no clock that jumps makes a histogram large. */
    private static final long LONGEST_MICROS = 86_400_000_000L;

    private static final int MOST_NAMES = 10;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_EXAMPLE = 1000;

    /** Their replies last as long as somebody listens, which is no time that anybody waited. */
    private static final Set<PacketKind> STREAMS = EnumSet.of(
            PacketKind.COM_BINLOG_DUMP,
            PacketKind.COM_BINLOG_DUMP_GTID,
            PacketKind.COM_CLONE,
            PacketKind.COM_SUBSCRIBE_GROUP_REPLICATION_STREAM);

    private final ReportRow.Subject subject;
    private final ReentrantLock lock = new ReentrantLock();
    private final Histogram times = new Histogram(SIGNIFICANT_DIGITS);
    private final Set<String> users = new LinkedHashSet<>();
    private final Set<String> schemas = new LinkedHashSet<>();
    private long count;
    private long errors;
    private long unanswered;
    private long rows;
    private long affected;
    private long bytes;
    private long totalMicros;
    private long maxMicros = -1;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private ReportRow.@Nullable Example slowest;

    Figures(ReportRow.Subject subject) {
        this.subject = subject;
    }

    /**
     * Adds one.
     *
     * @param shown what may be seen of its statement, in its character set; an empty text for nothing
     */
    void add(Exchange exchange, BiFunction<SqlText, CharacterSet, String> shown) {
        lock.lock();
        try {
            count++;
            switch (exchange.outcome()) {
                case ERROR -> errors++;
                case UNANSWERED -> unanswered++;
                case OK, NO_REPLY -> {}
            }
            rows += exchange.rows();
            affected += exchange.affectedRows();
            bytes += exchange.requestBytes() + exchange.replyBytes();
            first = exchange.time().isBefore(first) ? exchange.time() : first;
            last = exchange.time().isAfter(last) ? exchange.time() : last;
            addName(users, exchange.user());
            addName(schemas, exchange.schema());
            if (exchange.outcome() != Exchange.Outcome.NO_REPLY && !STREAMS.contains(exchange.command())) {
                addTime(exchange, shown);
            }
        } finally {
            lock.unlock();
        }
    }

    private void addTime(Exchange exchange, BiFunction<SqlText, CharacterSet, String> shown) {
        long micros = Math.max(0, exchange.totalMicros());
        times.recordValue(Math.min(micros, LONGEST_MICROS));
        totalMicros += micros;
        if (micros > maxMicros) {
            maxMicros = micros;
            String sql = exchange.sql()
                    .map(text -> shown.apply(text, exchange.characterSet()))
                    .orElse("");
            if (!sql.isEmpty()) {
                slowest = new ReportRow.Example(
                        sql.length() > LONGEST_EXAMPLE ? sql.substring(0, LONGEST_EXAMPLE) + Visible.ELLIPSIS : sql,
                        micros,
                        exchange.sessionId(),
                        exchange.time());
            }
        }
    }

    private static void addName(Set<String> names, Bytes name) {
        if (!name.isEmpty() && names.size() <= MOST_NAMES) {
            String text = Visible.text(name, LONGEST_NAME);
            if (!names.contains(text)) {
                names.add(names.size() == MOST_NAMES ? Visible.ELLIPSIS : text);
            }
        }
    }

    ReportRow snapshot() {
        lock.lock();
        try {
            return new ReportRow(
                    subject,
                    count,
                    errors,
                    unanswered,
                    rows,
                    affected,
                    bytes,
                    new ReportRow.Times(
                            times.getTotalCount(),
                            totalMicros,
                            percentile(50),
                            percentile(95),
                            percentile(99),
                            Math.max(0, maxMicros)),
                    first,
                    last,
                    List.copyOf(users),
                    List.copyOf(schemas),
                    Optional.ofNullable(slowest));
        } finally {
            lock.unlock();
        }
    }

    /** At most the maximum, which the histogram's last bucket may exceed. */
    private long percentile(double percent) {
        return Math.min(times.getValueAtPercentile(percent), Math.max(0, maxMicros));
    }
}

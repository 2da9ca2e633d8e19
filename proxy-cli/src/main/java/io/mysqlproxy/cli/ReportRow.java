package io.mysqlproxy.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Exchanges, added up.
 *
 * @param count how many
 * @param errors how many of them ended in an error
 * @param unanswered to how many of them no whole reply came
 * @param rows of all result sets
 * @param affected rows that the statements changed
 * @param bytes payload both ways
 * @param first when the first was sent
 * @param last when the last one began
 * @param users who sent them, in the order of their appearance; {@code …} is the last where there are more
 * @param schemas where, likewise
 * @param slowest the one that took the longest; empty when none may be shown
 */
record ReportRow(
        Subject subject,
        long count,
        long errors,
        long unanswered,
        long rows,
        long affected,
        long bytes,
        Times times,
        Instant first,
        Instant last,
        List<String> users,
        List<String> schemas,
        Optional<Example> slowest) {

    /** What the exchanges have in common. */
    sealed interface Subject {
        /** For people. */
        String text();
    }

    /** A statement but for its values. */
    record Statement(String hash, String text) implements Subject {}

    /** Commands that have no statement. */
    record Kind(String text) implements Subject {}

    /**
     * All that came when there were as many rows as there may be.
     *
     * @param rows how many there are
     */
    record Other(int rows) implements Subject {
        @Override
        public String text() {
            return "(other: what first came when there were " + Quantity.count(rows) + " different ones)";
        }
    }

    /**
     * How long they took, in microseconds; percentiles within one per cent.
     *
     * @param count how many of them have a time: those without a reply by design have none, and neither have endless streams
     */
    record Times(long count, long totalMicros, long p50Micros, long p95Micros, long p99Micros, long maxMicros) {}

    /**
     * One of the exchanges.
     *
     * @param sql its beginning, without what must not be seen
     */
    record Example(String sql, long micros, long session, Instant time) {}
}

package io.mysqlproxy.cli;

/** By what the rows of a report are ranked. */
enum ReportOrder {
    total,
    count,
    errors,
    p99,
    rows,
    bytes;

    long of(ReportRow row) {
        return switch (this) {
            case total -> row.times().totalMicros();
            case count -> row.count();
            case errors -> row.errors();
            case p99 -> row.times().p99Micros();
            case rows -> row.rows();
            case bytes -> row.bytes();
        };
    }
}

package io.mysqlproxy.cli;

import java.util.Comparator;
import java.util.List;

/**
 * What a {@link Report} has added up.
 *
 * @param all every exchange, whatever it was
 * @param distinct how many rows there are, {@link ReportRow.Other} left out
 * @param rows in no order
 */
record ReportFigures(ReportRow all, int distinct, List<ReportRow> rows) {
    /** The first rows in that order, the largest first; rows that are alike in it by count, then by text. */
    List<ReportRow> top(int limit, ReportOrder order) {
        Comparator<ReportRow> largest = Comparator.comparingLong(order::of);
        return rows.stream()
                .sorted(largest.thenComparingLong(ReportRow::count)
                        .reversed()
                        .thenComparing(row -> row.subject().text()))
                .limit(limit)
                .toList();
    }

    /** Hundredths of the time of all exchanges. */
    double percent(ReportRow row) {
        return all.times().totalMicros() == 0
                ? 0
                : 100.0 * row.times().totalMicros() / all.times().totalMicros();
    }
}

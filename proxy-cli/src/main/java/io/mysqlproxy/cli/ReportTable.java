package io.mysqlproxy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The rows of a report, one per line: as many columns as the terminal has room for, and the statement last. */
final class ReportTable {
    /** What must be seen of a statement before a column of figures gets its room. */
    private static final int LEAST_STATEMENT = 30;

    /**
     * In the order in which they stand.
     *
     * @param rank 0 for what is always there; a greater one goes first when there is no room
     */
    private record Column(int rank, String head, int width, BiFunction<ReportFigures, ReportRow, String> cell) {}

    private static final List<Column> COLUMNS = List.of(
            new Column(0, "share", 7, (figures, row) -> ReportText.share(figures.percent(row))),
            new Column(0, "total", 8, (figures, row) -> time(row, row.times().totalMicros())),
            new Column(0, "count", 9, (figures, row) -> Quantity.count(row.count())),
            new Column(1, "errors", 7, (figures, row) -> Quantity.count(row.errors())),
            new Column(3, "p50", 8, (figures, row) -> time(row, row.times().p50Micros())),
            new Column(5, "p95", 8, (figures, row) -> time(row, row.times().p95Micros())),
            new Column(0, "p99", 8, (figures, row) -> time(row, row.times().p99Micros())),
            new Column(2, "max", 8, (figures, row) -> time(row, row.times().maxMicros())),
            new Column(4, "rows", 9, (figures, row) -> Quantity.count(row.rows())),
            new Column(6, "bytes", 7, (figures, row) -> Quantity.bytes(row.bytes())));

    private final List<Column> columns;
    private final int width;

    ReportTable(int width) {
        this.width = width;
        List<Column> fitting = new ArrayList<>(COLUMNS);
        for (int rank = 6; rank > 0 && taken(fitting) + LEAST_STATEMENT > width; rank--) {
            int least = rank;
            fitting.removeIf(column -> column.rank == least);
        }
        this.columns = List.copyOf(fitting);
    }

    String of(ReportFigures figures, List<ReportRow> rows) {
        StringBuilder text = new StringBuilder(right("#", 3));
        columns.forEach(column -> text.append(right(column.head, column.width + 1)));
        text.append("  statement\n");
        for (int i = 0; i < rows.size(); i++) {
            ReportRow row = rows.get(i);
            StringBuilder line = new StringBuilder(right(Integer.toString(i + 1), 3));
            columns.forEach(column -> line.append(right(column.cell.apply(figures, row), column.width + 1)));
            int room = Math.max(LEAST_STATEMENT, width - line.length() - 2);
            // One character of the room is for the mark of what was cut off.
            String statement = Visible.text(row.subject().text(), Integer.MAX_VALUE);
            String cut = statement.length() <= room ? statement : Visible.text(statement, room - 1);
            text.append(line).append("  ").append(cut).append('\n');
        }
        return text.toString();
    }

    private static int taken(List<Column> columns) {
        return 3 + columns.stream().mapToInt(column -> column.width + 1).sum() + 2;
    }

    private static String time(ReportRow row, long micros) {
        return row.times().count() == 0 ? "" : Quantity.micros(micros);
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}

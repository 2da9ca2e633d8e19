package io.mysqlproxy.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A report for people: what it is about, the rows ranked in a table, then each row in full. */
final class ReportText {
    private static final String INDENT = "    ";
    private static final Pattern SPACE = Pattern.compile(" ");
    private static final int LABEL_WIDTH = 10;
    /** Text is broken into lines there even where the terminal is wider: nobody reads longer ones. */
    private static final int LONGEST_LINE = 120;

    private final DateTimeFormatter dayAndTime;
    private final int width;

    /** @param width of the terminal in columns */
    ReportText(ZoneId zone, int width) {
        this.dayAndTime = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(zone);
        this.width = width;
    }

    /** The report, with its line ends. */
    String of(ReportFigures figures, int top, ReportOrder order) {
        if (figures.all().count() == 0) {
            return "no commands\n";
        }
        List<ReportRow> rows = figures.top(top, order);
        StringBuilder text = new StringBuilder();
        overview(text, figures);
        text.append('\n').append(new ReportTable(width).of(figures, rows));
        if (rows.size() < figures.rows().size()) {
            text.append("  … and ")
                    .append(Quantity.count(figures.rows().size() - rows.size()))
                    .append(" more (--top N shows more, --order-by ranks them otherwise)\n");
        }
        for (int i = 0; i < rows.size(); i++) {
            text.append('\n').append(block(i + 1, rows.get(i), figures));
        }
        return text.toString();
    }

    private void overview(StringBuilder text, ReportFigures figures) {
        ReportRow all = figures.all();
        Duration span = Duration.between(all.first(), all.last());
        text.append(Quantity.count(all.count(), "command")).append(" in ").append(Quantity.duration(span));
        perSecond(text, all.count(), span);
        text.append(", ").append(Quantity.count(figures.distinct())).append(" different, ");
        text.append(Quantity.count(all.errors(), "error"));
        if (all.unanswered() > 0) {
            text.append(", ").append(Quantity.count(all.unanswered())).append(" without an answer");
        }
        text.append('\n');
        line(text, "", "seen", seen(all));
        line(text, "", "time", times(all.times()));
        line(text, "", "result", result(all));
    }

    private String block(int rank, ReportRow row, ReportFigures figures) {
        StringBuilder text = new StringBuilder();
        text.append('#').append(rank);
        if (row.subject() instanceof ReportRow.Statement statement) {
            text.append("  ").append(statement.hash());
        }
        text.append('\n');
        wrap(Visible.text(row.subject().text(), Integer.MAX_VALUE), INDENT)
                .forEach(line -> text.append(line).append('\n'));
        StringBuilder count = new StringBuilder(Quantity.count(row.count()));
        perSecond(count, row.count(), Duration.between(row.first(), row.last()));
        count.append(", ").append(Quantity.count(row.errors(), "error"));
        if (row.unanswered() > 0) {
            count.append(", ").append(Quantity.count(row.unanswered())).append(" without an answer");
        }
        line(text, INDENT, "count", count.toString());
        if (row.times().count() > 0) {
            line(text, INDENT, "time", share(figures.percent(row)) + " of all: " + times(row.times()));
        }
        line(text, INDENT, "result", result(row));
        line(text, INDENT, "users", String.join(", ", row.users()));
        line(text, INDENT, "schemas", String.join(", ", row.schemas()));
        line(text, INDENT, "seen", seen(row));
        row.slowest().ifPresent(slowest -> {
            line(text, INDENT, "slowest", slowest(slowest));
            String indent = INDENT + " ".repeat(LABEL_WIDTH);
            wrap(Visible.text(oneLine(slowest.sql()), Integer.MAX_VALUE), indent)
                    .forEach(part -> text.append(part).append('\n'));
        });
        return text.toString();
    }

    private static void perSecond(StringBuilder text, long count, Duration span) {
        if (span.compareTo(Duration.ofSeconds(1)) >= 0) {
            text.append(String.format(Locale.ROOT, " (%.1f/s)", count * 1000.0 / span.toMillis()));
        }
    }

    private static String times(ReportRow.Times times) {
        return Quantity.micros(times.totalMicros())
                + ", p50 " + Quantity.micros(times.p50Micros())
                + ", p95 " + Quantity.micros(times.p95Micros())
                + ", p99 " + Quantity.micros(times.p99Micros())
                + ", max " + Quantity.micros(times.maxMicros());
    }

    private static String result(ReportRow row) {
        return Quantity.count(row.rows(), "row") + ", " + Quantity.count(row.affected()) + " affected, "
                + Quantity.bytes(row.bytes());
    }

    private String seen(ReportRow row) {
        return row.first().equals(row.last()) ? time(row.first()) : time(row.first()) + " to " + time(row.last());
    }

    private String slowest(ReportRow.Example slowest) {
        return Quantity.micros(slowest.micros()) + " in session " + slowest.session() + " at " + time(slowest.time());
    }

    private String time(Instant when) {
        return dayAndTime.format(when);
    }

    /** {@code 41.2 %}. */
    static String share(double percent) {
        return String.format(Locale.ROOT, "%.1f %%", percent);
    }

    /** Nothing where there is nothing to say. */
    private static void line(StringBuilder text, String indent, String label, String content) {
        if (!content.isEmpty()) {
            text.append(indent)
                    .append(label)
                    .append(" ".repeat(LABEL_WIDTH - label.length()))
                    .append(content)
                    .append('\n');
        }
    }

    private static String oneLine(String sql) {
        return sql.strip().replaceAll("[ \\t]*[\\r\\n]\\s*", " ");
    }

    /** Breaks between words; a word that is longer than a line stands on one of its own. */
    private List<String> wrap(String text, String indent) {
        int room = Math.max(20, Math.min(width, LONGEST_LINE) - indent.length());
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : SPACE.split(text, -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
                lines.add(indent + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(indent + line);
        return lines;
    }
}

package io.mysqlproxy.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** A report for programs: one JSON object on one line, an event like those of {@link JsonFormat}. */
final class ReportJson {
    /** Grows when a member changes its meaning or goes away; new members do not change it. */
    private static final int VERSION = 1;

    private static final DateTimeFormatter RFC_3339_MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonWriter json = new JsonWriter();
    private final ReportFigures figures;

    private ReportJson(ReportFigures figures) {
        this.figures = figures;
    }

    /** The line, with its end. */
    static String of(ReportFigures figures, int top, ReportOrder order) {
        return new ReportJson(figures).line(figures.top(top, order), order);
    }

    private String line(List<ReportRow> rows, ReportOrder order) {
        json.beginObject();
        json.name("v").value(VERSION);
        json.name("event").value("report");
        json.name("order_by").value(order.name());
        json.name("distinct").value(figures.distinct());
        figures(figures.all());
        json.name("statements").beginArray();
        for (int i = 0; i < rows.size(); i++) {
            row(i + 1, rows.get(i));
        }
        return json.endArray().endObject() + "\n";
    }

    private void row(int rank, ReportRow row) {
        json.beginObject();
        json.name("rank").value(rank);
        switch (row.subject()) {
            case ReportRow.Statement statement -> {
                json.name("digest_hash").value(statement.hash());
                json.name("digest").value(statement.text());
            }
            case ReportRow.Kind kind -> json.name("command").value(kind.text());
            case ReportRow.Other other -> json.name("other").value(true);
        }
        json.name("share_ppm").value(Math.round(figures.percent(row) * 10_000));
        figures(row);
        names("users", row.users());
        names("schemas", row.schemas());
        row.slowest().ifPresent(slowest -> {
            json.name("slowest").beginObject();
            json.name("sql").value(slowest.sql());
            json.name("total_us").value(slowest.micros());
            json.name("session").value(slowest.session());
            json.name("time").value(time(slowest.time()));
            json.endObject();
        });
        json.endObject();
    }

    private void figures(ReportRow row) {
        json.name("count").value(row.count());
        json.name("errors").value(row.errors());
        json.name("unanswered").value(row.unanswered());
        if (row.times().count() > 0) {
            json.name("timed").value(row.times().count());
            json.name("total_us").value(row.times().totalMicros());
            json.name("p50_us").value(row.times().p50Micros());
            json.name("p95_us").value(row.times().p95Micros());
            json.name("p99_us").value(row.times().p99Micros());
            json.name("max_us").value(row.times().maxMicros());
        }
        json.name("rows").value(row.rows());
        json.name("affected_rows").value(row.affected());
        json.name("bytes").value(row.bytes());
        if (row.count() > 0) {
            json.name("first").value(time(row.first()));
            json.name("last").value(time(row.last()));
        }
    }

    private void names(String name, List<String> names) {
        json.name(name).beginArray();
        names.forEach(json::value);
        json.endArray();
    }

    private static String time(Instant when) {
        return RFC_3339_MICROS.format(when);
    }
}

package io.mysqlproxy.cli;

import java.time.Instant;
import java.util.function.Consumer;

/** A trace that is added up and told at its end. */
final class ReportSink implements Sink {
    private final Report report;
    private final Consumer<ReportFigures> atEnd;

    ReportSink(Report report, Consumer<ReportFigures> atEnd) {
        this.report = report;
        this.atEnd = atEnd;
    }

    @Override
    public void exchange(TracedExchange exchange) {
        report.onExchange(exchange.exchange());
    }

    @Override
    public void finished(Instant time, Summary summary) {
        atEnd.accept(report.figures());
    }
}

package io.mysqlproxy.cli;

import static io.mysqlproxy.cli.Columns.pad;
import static io.mysqlproxy.cli.Columns.padLeft;

import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.conversation.Transaction;
import io.mysqlproxy.protocol.message.Err;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An exchange on one line:
 *
 * <pre>
 * 12:01:07.125  #1    query    0.9 ms  3 rows       412 B  SELECT * FROM orders WHERE customer = 42
 * time          session command  time  result       bytes  statement, and what the reply tells beyond the counts
 * </pre>
 */
final class ExchangeText {
    private static final int LONGEST_FILE_NAME = 200;

    private static final int COMMAND_WIDTH = 8;
    private static final int TIME_WIDTH = 8;
    private static final int RESULT_WIDTH = 11;
    private static final int BYTES_WIDTH = 7;
    private static final int FIGURES_COLUMN = 20;

    /** Columns of a statement that are shown even where the terminal is too narrow. */
    private static final int LEAST_STATEMENT = 20;

    private final Columns columns;
    private final Paint paint;
    private final Disclosure disclosure;
    private final CommandText commands;
    private final Duration slow;
    private final int width;

    ExchangeText(Columns columns, Paint paint, Disclosure disclosure, Duration slow, int width) {
        this.columns = columns;
        this.paint = paint;
        this.disclosure = disclosure;
        this.commands = new CommandText(disclosure);
        this.slow = slow;
        this.width = width;
    }

    String line(TracedExchange traced) {
        Exchange exchange = traced.exchange();
        String figures = figures(exchange);
        String notes = String.join(", ", notes(exchange));
        int taken = columnsBefore(figures) + (notes.isEmpty() ? 0 : notes.length() + 3);
        String statement =
                statement(traced, width == Integer.MAX_VALUE ? width : Math.max(LEAST_STATEMENT, width - taken));
        String text = (figures + "  " + statement + (notes.isEmpty() ? "" : "   " + notes)).stripTrailing();
        return columns.start(exchange.time(), exchange.sessionId(), "")
                + colour(exchange).apply(text) + "\n";
    }

    private static int columnsBefore(String figures) {
        return FIGURES_COLUMN + figures.length() + 2;
    }

    /** Errors red, slow ones yellow. */
    private UnaryOperator<String> colour(Exchange exchange) {
        if (exchange.outcome() == Exchange.Outcome.ERROR) {
            return paint::error;
        }
        boolean isSlow = exchange.totalMicros() >= slow.toNanos() / 1000;
        return isSlow || exchange.outcome() == Exchange.Outcome.UNANSWERED ? paint::warning : UnaryOperator.identity();
    }

    /** Everything in front of the statement. */
    private String figures(Exchange exchange) {
        String command = CommandName.ofPeople(exchange.command()) + " ";
        String time = exchange.outcome() == Exchange.Outcome.NO_REPLY ? "" : Quantity.micros(exchange.totalMicros());
        String start = pad(command, COMMAND_WIDTH);
        String timed = start + padLeft(time, COMMAND_WIDTH + TIME_WIDTH - start.length()) + "  ";
        if (exchange.outcome() == Exchange.Outcome.ERROR) {
            return timed + exchange.error().map(this::text).orElse("ERROR") + " ";
        }
        String bytes = exchange.results() == 0 && exchange.rows() == 0 ? "" : Quantity.bytes(exchange.rowBytes());
        String result = result(exchange) + " ";
        return timed
                + pad(result, RESULT_WIDTH)
                + padLeft(bytes, RESULT_WIDTH + BYTES_WIDTH - Math.max(RESULT_WIDTH, result.length()));
    }

    private static String result(Exchange exchange) {
        if (exchange.outcome() == Exchange.Outcome.UNANSWERED) {
            return "no answer";
        }
        // COM_STMT_FETCH gives rows of a result that an earlier exchange has begun.
        if (exchange.results() > 0 || exchange.rows() > 0) {
            return Quantity.count(exchange.rows(), "row");
        }
        return exchange.affectedRows() == 0 ? "" : Quantity.count(exchange.affectedRows()) + " affected";
    }

    private String text(Err err) {
        return MessageText.error(err, disclosure);
    }

    private String statement(TracedExchange traced, int room) {
        String text = traced.exchange()
                .sql()
                .map(sql ->
                        StatementText.of(sql, traced.exchange().characterSet(), disclosure, Exchange.STATEMENT_LIMIT))
                .orElse("");
        String cut = traced.exchange().isSqlCut() ? text + Visible.ELLIPSIS : text;
        String beyond = traced.command()
                .map(text.isEmpty() ? commands::of : commands::beyondStatement)
                .orElse("");
        String all = cut.isEmpty() || beyond.isEmpty() ? cut + beyond : cut + "  " + beyond;
        return room == Integer.MAX_VALUE ? all : Columns.cut(all, room);
    }

    private static List<String> notes(Exchange exchange) {
        List<String> notes = new ArrayList<>();
        if (exchange.results() > 1) {
            notes.add("in " + exchange.results() + " results");
        }
        if (exchange.results() > 0 && exchange.affectedRows() != 0) {
            notes.add(Quantity.count(exchange.affectedRows()) + " affected");
        }
        if (exchange.outcome() == Exchange.Outcome.ERROR && exchange.rows() > 0) {
            notes.add("after " + Quantity.count(exchange.rows(), "row"));
        }
        if (exchange.lastInsertId() != 0) {
            notes.add("id " + Long.toUnsignedString(exchange.lastInsertId()));
        }
        if (exchange.warnings() > 0) {
            notes.add(Quantity.count(exchange.warnings(), "warning"));
        }
        if (exchange.isFileUnasked()) {
            notes.add("! the server asked for the file "
                    + exchange.requestedFile()
                            .map(file -> Visible.text(file, LONGEST_FILE_NAME))
                            .orElse(""));
        }
        transaction(notes, exchange.transactionAfter());
        return notes;
    }

    private static void transaction(List<String> notes, Transaction after) {
        switch (after) {
            case READ_WRITE -> notes.add("in transaction");
            case READ_ONLY -> notes.add("in read-only transaction");
            case NONE, UNKNOWN -> {}
        }
    }
}

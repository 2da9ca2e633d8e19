package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.ExchangeListener;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.digest.SqlMode;
import io.mysqlproxy.protocol.digest.StatementDigest;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * Adds up exchanges by what they execute: statements that differ only in their values are one row, and so are all commands of a kind that have no statement,
 * as COM_PING.
 *
 * <ol>
 *   <li>What executes a statement counts for it: COM_QUERY, COM_STMT_EXECUTE, COM_STMT_BULK_EXECUTE, COM_STMT_FETCH. Preparing and closing are commands of
 *       their own kind.
 *   <li>At most so many rows are kept as the constructor was given; what comes after them goes into one more, {@link ReportRow.Other}. A row takes some 10
 *       to 40 kB.
 *   <li>All methods may be called from any thread. A session waits for another one only while both add to the same row.
 * </ol>
 */
final class Report implements ExchangeListener {
    /** Applications have a few hundred different statements; one that makes its statements' names up has no end of them. */
    static final int MOST_ROWS = 2000;

    private static final int MOST_TEXTS = 4096;
    private static final int LONGEST_TEXT = 1024;

    private static final Set<PacketKind> EXECUTING = EnumSet.of(
            PacketKind.COM_QUERY,
            PacketKind.COM_STMT_EXECUTE,
            PacketKind.COM_STMT_BULK_EXECUTE,
            PacketKind.COM_STMT_FETCH);

    private final int mostRows;
    private final BiFunction<SqlText, CharacterSet, String> shown;
    private final ConcurrentMap<String, Figures> rows = new ConcurrentHashMap<>();
    /** Rows of statements letter by letter: finding a digest takes some ten microseconds, and prepared statements come again and again. */
    private final ConcurrentMap<Bytes, Figures> texts = new ConcurrentHashMap<>();

    private final ReentrantLock growing = new ReentrantLock();
    private final Figures other;
    private final Figures all;

    /**
     * A report without rows.
     *
     * @param mostRows 1 or more
     * @param shown what may be seen of an example that is in the character set; an empty text for nothing
     */
    Report(int mostRows, BiFunction<SqlText, CharacterSet, String> shown) {
        this.mostRows = mostRows;
        this.shown = shown;
        this.other = new Figures(new ReportRow.Other(mostRows));
        this.all = new Figures(new ReportRow.Other(0));
    }

    @Override
    public void onExchange(Exchange exchange) {
        all.add(exchange, (sql, characterSet) -> "");
        row(exchange).add(exchange, shown);
    }

    /** What was added up so far: the whole, and all rows in no order. */
    ReportFigures figures() {
        List<ReportRow> snapshot = new ArrayList<>();
        rows.values().forEach(figures -> snapshot.add(figures.snapshot()));
        int distinct = snapshot.size();
        ReportRow rest = other.snapshot();
        if (rest.count() > 0) {
            snapshot.add(rest);
        }
        return new ReportFigures(all.snapshot(), distinct, List.copyOf(snapshot));
    }

    private Figures row(Exchange exchange) {
        Optional<SqlText> sql = EXECUTING.contains(exchange.command()) ? exchange.sql() : Optional.empty();
        if (sql.isEmpty()) {
            String name = exchange.command().manualName();
            return row(name, new ReportRow.Kind(name));
        }
        Bytes text = sql.get().unsafeReveal();
        Figures known = isReadAsUsual(exchange) ? texts.get(text) : null;
        return known == null ? digested(exchange, text) : known;
    }

    /** The same text in another SQL mode may be another statement. */
    private static boolean isReadAsUsual(Exchange exchange) {
        return exchange.sqlMode().equals(SqlMode.DEFAULT);
    }

    private Figures digested(Exchange exchange, Bytes text) {
        StatementDigest digest = StatementDigest.of(
                text, exchange.sqlMode(), exchange.characterSet().charset());
        Figures row = row(digest.hash(), new ReportRow.Statement(digest.hash(), digest.text()));
        if (text.length() <= LONGEST_TEXT && texts.size() < MOST_TEXTS && isReadAsUsual(exchange)) {
            texts.put(text, row);
        }
        return row;
    }

    private Figures row(String key, ReportRow.Subject subject) {
        Figures row = rows.get(key);
        return row == null ? newRow(key, subject) : row;
    }

    private Figures newRow(String key, ReportRow.Subject subject) {
        growing.lock();
        try {
            return rows.size() < mostRows || rows.containsKey(key)
                    ? rows.computeIfAbsent(key, absent -> new Figures(subject))
                    : other;
        } finally {
            growing.unlock();
        }
    }
}

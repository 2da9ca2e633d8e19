package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.Lexeme.Kind;
import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the data is in a statement: the literals that a {@link StatementDigest} shows as {@code ?}, so that they can be hidden where names and structure are
 * shown. Those are strings, numbers, hexadecimal and bit values, dates, and what stands behind {@code @}, host or variable; NULL, TRUE and FALSE are not.
 *
 * <p>When in doubt it is data: comments are, of which nobody knows what they hold, and so is all that follows what the server could not read. In doubt are
 * also double quotes: pass the session's {@code sql_mode}, or the default, which takes them for strings.
 */
public final class StatementLiterals {
    private interface Listener {
        /** A literal without its quotes; what is put in its place leaves the statement what it is. */
        void onLiteral(int start, int end, char placeholder);
    }

    private StatementLiterals() {}

    /** The literals' bytes, in order and without the quotes around them; empty ones are left out. */
    public static List<ByteRange> ranges(Bytes sql, SqlMode mode) {
        List<ByteRange> ranges = new ArrayList<>();
        find(sql, mode, (start, end, placeholder) -> ranges.add(new ByteRange(start, end)));
        return List.copyOf(ranges);
    }

    /** The statement, as long as before, with 0 for every byte of a number, x for those behind {@code @}, and ? for those of other literals and comments. */
    public static Bytes masked(Bytes sql, SqlMode mode) {
        byte[] masked = sql.toArray();
        find(sql, mode, (start, end, placeholder) -> Arrays.fill(masked, start, end, (byte) placeholder));
        return Bytes.of(masked);
    }

    private static void find(Bytes sql, SqlMode mode, Listener listener) {
        Listener some = (start, end, placeholder) -> {
            if (start < end) {
                listener.onLiteral(start, end, placeholder);
            }
        };
        SqlLexer lexer = new SqlLexer(sql, mode, (start, end) -> skipped(sql, start, end, some));
        Lexeme lexeme = lexer.next();
        while (lexeme.kind != Kind.END && lexeme.kind != Kind.BROKEN) {
            literal(sql, lexeme, some);
            lexeme = lexer.next();
        }
        some.onLiteral(lexeme.start, sql.length(), '?');
    }

    private static void literal(Bytes sql, Lexeme lexeme, Listener listener) {
        switch (lexeme.kind) {
            case INTEGER -> listener.onLiteral(lexeme.start, lexeme.end, '0');
            case NUMBER -> quoted(sql, lexeme, '0', listener);
            case TEXT -> quoted(sql, lexeme, '?', listener);
            case DOLLAR_TEXT -> {
                int tag = lexeme.textStart - lexeme.start;
                listener.onLiteral(lexeme.textStart, lexeme.end - tag, '?');
            }
            case HOST -> listener.onLiteral(lexeme.start, lexeme.end, 'x');
            case TOKEN -> forgotten(sql, lexeme, listener);
            case IDENTIFIER, IDENTIFIER_AT, PARAMETER, BROKEN, END -> {
                // no data
            }
        }
    }

    /** What is between the first quote and the last, if there are any. */
    private static void quoted(Bytes sql, Lexeme lexeme, char placeholder, Listener listener) {
        int start = lexeme.start;
        while (start < lexeme.end && !isQuote(sql.byteAt(start))) {
            start++;
        }
        if (start == lexeme.end) {
            listener.onLiteral(lexeme.start, lexeme.end, placeholder);
            return;
        }
        int quote = sql.byteAt(start++);
        boolean closed = lexeme.end > start && sql.byteAt(lexeme.end - 1) == quote;
        listener.onLiteral(start, closed ? lexeme.end - 1 : lexeme.end, placeholder);
    }

    private static boolean isQuote(int c) {
        return c == '\'' || c == '"';
    }

    /** The number in front of a character, where the server forgets the number. */
    private static void forgotten(Bytes sql, Lexeme lexeme, Listener listener) {
        int first = sql.byteAt(lexeme.start);
        if (Input.isDigit(first) || (first == '.' && lexeme.end > lexeme.start + 1)) {
            listener.onLiteral(lexeme.start, lexeme.end - 1, '0');
        }
    }

    /** A comment stays one: what makes it one is left as it is, which is white space behind two dashes, and a version. */
    private static void skipped(Bytes sql, int start, int end, Listener listener) {
        switch (sql.byteAt(start)) {
            case '#' -> listener.onLiteral(start + 1, end, '?');
            case '-' -> listener.onLiteral(start + 3, end, '?');
            case '/' -> {
                boolean versioned = sql.byteAt(start + 2) == '!';
                listener.onLiteral(versioned ? versionEnd(sql, start + 3) : start + 2, end - 2, '?');
            }
            default -> listener.onLiteral(start, end, '?');
        }
    }

    /** Behind the five or six digits of a version. */
    private static int versionEnd(Bytes sql, int start) {
        int end = start + 5;
        return Input.isDigit(sql.byteAt(end)) && Input.isSpace(sql.byteAt(end + 1)) ? end + 1 : end;
    }
}

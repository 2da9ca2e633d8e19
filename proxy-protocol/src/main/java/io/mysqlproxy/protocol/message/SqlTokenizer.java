package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;

/**
 * Cuts an SQL text into tokens, as far as it takes to find literals. What stands in executable comments ({@code /*! … *}{@code /}) counts as text. The session's SQL mode and character set are unknown, and with them whether a backslash before a quote
 * escapes it: such strings are {@link SqlToken.Kind#DOUBTFUL}.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/en/string-literals.html">String literals</a>
 * @see <a href="https://dev.mysql.com/doc/refman/en/comments.html">Comments</a>
 */
final class SqlTokenizer {
    private static final int NONE = -1;

    private final Bytes sql;
    private int at;
    private boolean inExecutableComment;

    /** Whether the text can be UTF-8: then no byte of a longer character is a backquote, as one may be in GBK or Shift-JIS. */
    private final boolean utf8;

    SqlTokenizer(Bytes sql) {
        this.sql = sql;
        this.utf8 = sql.isUtf8();
    }

    /** The next token; {@link SqlToken.Kind#END} again and again at the text's end. */
    SqlToken next() {
        while (true) {
            skipWhiteSpace();
            int start = at;
            if (startsLineComment()) {
                skipLine();
                return token(SqlToken.Kind.COMMENT, start);
            }
            if (startsBlockComment()) {
                if (!entersExecutableComment()) {
                    return blockComment(start);
                }
            } else if (inExecutableComment && peek(0) == '*' && peek(1) == '/') {
                inExecutableComment = false;
                at += 2;
            } else {
                return token(start);
            }
        }
    }

    private SqlToken token(int start) {
        int first = peek(0);
        if (first == NONE) {
            return token(SqlToken.Kind.END, start);
        }
        if (first == '\'' || first == '"' || first == '`') {
            return quoted(start, first);
        }
        if (isWordByte(first)) {
            while (isWordByte(peek(0))) {
                at++;
            }
            if (sql.byteAt(at - 1) >= 0x80 && peek(0) == '`' && !utf8) {
                return token(SqlToken.Kind.DOUBTFUL, start);
            }
            return token(wordKind(start), start);
        }
        at++;
        return token(SqlToken.Kind.MARK, start);
    }

    private SqlToken.Kind wordKind(int start) {
        if (!isDigit(sql.byteAt(start))) {
            return SqlToken.Kind.WORD;
        }
        boolean hex = at - start > 1 && sql.byteAt(start) == '0' && (sql.byteAt(start + 1) | 0x20) == 'x';
        return hex ? SqlToken.Kind.LITERAL : SqlToken.Kind.NUMBER;
    }

    private SqlToken quoted(int start, int quote) {
        at++;
        while (at < sql.length()) {
            int c = sql.byteAt(at++);
            if (c == '\\' && quote != '`') {
                while (peek(0) == '\\') {
                    at++;
                }
                if (peek(0) == quote) {
                    return token(SqlToken.Kind.DOUBTFUL, start);
                }
            } else if (c >= 0x80 && peek(0) == '`' && !utf8) {
                return token(SqlToken.Kind.DOUBTFUL, start);
            } else if (c == quote) {
                if (peek(0) != quote) {
                    return token(quote == '`' ? SqlToken.Kind.QUOTED_NAME : SqlToken.Kind.LITERAL, start);
                }
                at++; // a doubled quote is part of the string
            }
        }
        return token(SqlToken.Kind.DOUBTFUL, start);
    }

    private boolean startsBlockComment() {
        return peek(0) == '/' && peek(1) == '*';
    }

    private boolean entersExecutableComment() {
        int mark = peek(2) == 'M' ? 3 : 2; // MariaDB's own: /*M!
        if (peek(mark) != '!') {
            return false;
        }
        at += mark + 1;
        while (isDigit(peek(0))) {
            at++;
        }
        inExecutableComment = true;
        return true;
    }

    private SqlToken blockComment(int start) {
        at += 2;
        while (at < sql.length()) {
            if (peek(0) == '*' && peek(1) == '/') {
                at += 2;
                return token(SqlToken.Kind.COMMENT, start);
            }
            at++;
        }
        return token(SqlToken.Kind.DOUBTFUL, start);
    }

    private boolean startsLineComment() {
        // "--" begins a comment only before white space, a control character or at the end.
        return peek(0) == '#' || (peek(0) == '-' && peek(1) == '-' && (peek(2) <= ' ' || peek(2) == 0x7f));
    }

    private void skipLine() {
        while (at < sql.length() && sql.byteAt(at) != '\n') {
            at++;
        }
    }

    private void skipWhiteSpace() {
        while (at < sql.length() && sql.byteAt(at) <= ' ') {
            at++;
        }
    }

    private int peek(int ahead) {
        return at + ahead < sql.length() ? sql.byteAt(at + ahead) : NONE;
    }

    private SqlToken token(SqlToken.Kind kind, int start) {
        return new SqlToken(kind, start, at);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordByte(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_' || c == '$' || c >= 0x80;
    }
}

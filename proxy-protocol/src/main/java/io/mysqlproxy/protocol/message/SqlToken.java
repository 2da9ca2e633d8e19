package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One token of an SQL text.
 *
 * @param start offset of its first byte in the text
 * @param end offset after its last byte
 */
record SqlToken(Kind kind, int start, int end) {
    enum Kind {
        /** A keyword, a name, a variable's name without its {@code @}. */
        WORD,
        NUMBER,
        /** A string in single or double quotes, or {@code 0x…}. */
        LITERAL,
        /** A name in backquotes. */
        QUOTED_NAME,
        /** One byte of punctuation. */
        MARK,
        COMMENT,
        /** A string or comment whose end cannot be told for certain; it may be anywhere. */
        DOUBTFUL,
        END
    }

    boolean isQuoted(Bytes sql) {
        int first = sql.byteAt(start);
        return (kind == Kind.LITERAL && (first == '\'' || first == '"')) || kind == Kind.QUOTED_NAME;
    }

    /** Where the content begins: after the quote, if there is one. */
    int contentStart(Bytes sql) {
        return isQuoted(sql) ? start + 1 : start;
    }

    int contentEnd(Bytes sql) {
        return isQuoted(sql) ? end - 1 : end;
    }

    /** The content in upper case; what is not ASCII is no keyword and comes out as anything. */
    String upper(Bytes sql) {
        return sql.slice(contentStart(sql), contentEnd(sql))
                .text(StandardCharsets.ISO_8859_1)
                .toUpperCase(Locale.ROOT);
    }

    boolean isMark(Bytes sql, char mark) {
        return kind == Kind.MARK && sql.byteAt(start) == mark;
    }
}

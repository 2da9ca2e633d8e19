package io.mysqlproxy.cli.filter;

import java.util.Locale;

/**
 * A piece of a filter's text.
 *
 * @param text of a quoted string what is between the quotes
 * @param start offset of its first character
 * @param end offset behind its last character
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        /** A name, a number, an address: whatever needs no quotes. */
        WORD,
        QUOTED,
        /** A comparison or one of {@code ! && ||}. */
        OPERATOR,
        OPEN,
        CLOSE,
        COMMA,
        END
    }

    boolean is(Kind wanted, String... texts) {
        if (kind != wanted) {
            return false;
        }
        for (String wantedText : texts) {
            if (wantedText.equals(text.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}

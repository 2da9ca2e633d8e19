package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.Lexeme.Kind;

/**
 * What stands between quotes.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/literals.html">Literal Values</a>
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/identifiers.html">Schema Object Names</a>
 */
final class Quotes {
    private final Input input;
    private final boolean escapes;

    Quotes(Input input, SqlMode mode) {
        this.input = input;
        escapes = !mode.noBackslashEscapes();
    }

    /** A string from its opening quote on; without a closing one all that follows belongs to it. */
    Kind text() {
        int quote = input.peek();
        input.position++;
        while (!input.isAtEnd()) {
            int c = input.peek();
            input.position++;
            if (c == '\\' && escapes) {
                input.position++;
            } else if (c == quote) {
                if (input.peek() != quote) {
                    return Kind.TEXT;
                }
                input.position++;
            }
        }
        input.position = input.end;
        return Kind.TEXT;
    }

    /** A zero byte, as the end of the statement, is the end of all. */
    Kind identifier(Lexeme lexeme) {
        int quote = input.peek();
        lexeme.quote = quote;
        lexeme.textStart = ++input.position;
        while (true) {
            int c = input.peek();
            if (c == 0) {
                input.position = input.end;
                return Kind.BROKEN;
            }
            if (c == quote) {
                if (input.peek(1) != quote) {
                    lexeme.textEnd = input.position++;
                    return Kind.IDENTIFIER;
                }
                input.position++;
            }
            input.position++;
        }
    }

    /** {@code x'1F'} or {@code b'01'}. */
    Kind digits() {
        boolean hexadecimal = (input.peek() | 0x20) == 'x';
        input.position += 2;
        int start = input.position;
        while (hexadecimal ? Input.isHexDigit(input.peek()) : input.peek() == '0' || input.peek() == '1') {
            input.position++;
        }
        if (input.peek() != '\'' || (hexadecimal && (input.position - start) % 2 != 0)) {
            input.position = input.end;
            return Kind.BROKEN;
        }
        input.position++;
        return Kind.NUMBER;
    }

    /**
     * A text between two equal tags, as in {@code $js$ return 1 $js$}. A tag has no dollar inside, so the comparisons overlap nowhere.
     *
     * @param tag the length of the opening tag, dollars included
     */
    Kind dollarText(Lexeme lexeme, int tag) {
        int opening = input.position;
        input.position += tag;
        lexeme.textStart = input.position;
        while (!input.isAtEnd()) {
            if (input.peek() == '$' && closes(opening, tag)) {
                input.position += tag;
                return Kind.DOLLAR_TEXT;
            }
            input.position++;
        }
        return Kind.BROKEN;
    }

    private boolean closes(int opening, int tag) {
        if (input.end - input.position < tag) {
            return false;
        }
        for (int i = 0; i < tag; i++) {
            if (input.at(opening + i) != input.peek(i)) {
                return false;
            }
        }
        return true;
    }
}

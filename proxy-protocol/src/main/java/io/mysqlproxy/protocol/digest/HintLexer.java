package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.Lexeme.Kind;
import io.mysqlproxy.protocol.digest.SqlLexer.SkipListener;
import org.jspecify.annotations.Nullable;

/**
 * Reads one comment of optimizer hints, which has words of its own.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/optimizer-hints.html">Optimizer Hints</a>
 */
final class HintLexer {
    private final Input input;
    private final boolean ansiQuotes;
    private final SkipListener listener;
    /** Whether the first word was told, and with it the comment's beginning. */
    private boolean open;

    private boolean closed;
    /** Whether {@code @} is next and begins a query block's name: behind a parenthesis, and directly behind a name. */
    private boolean afterParenthesis;

    private int nameEnd = -1;
    private boolean blockFollows;

    private HintLexer(Input input, SqlMode mode, SkipListener listener) {
        this.input = input;
        ansiQuotes = mode.ansiQuotes();
        this.listener = listener;
    }

    /** One for the hints that begin here, perhaps behind white space. */
    static @Nullable HintLexer at(Input input, SqlMode mode, SkipListener listener) {
        int ahead = 0;
        while (Input.isSpace(input.peek(ahead))) {
            ahead++;
        }
        if (input.peek(ahead) != '/' || input.peek(ahead + 1) != '*' || input.peek(ahead + 2) != '+') {
            return null;
        }
        input.position += ahead + 3;
        return new HintLexer(input, mode, listener);
    }

    /** The next word of the hints, their delimiters included. False behind the end; a comment without hints has no words at all. */
    boolean next(Lexeme lexeme) {
        while (!closed) {
            input.skipSpaces();
            lexeme.start = input.position;
            if (input.isAtEnd()) {
                closed = true;
            } else if (input.peek() == '*' && input.peek(1) == '/') {
                input.position += 2;
                closed = true;
                token(lexeme, Token.HINTS_CLOSE);
                lexeme.end = input.position;
                return open;
            } else if (read(lexeme)) {
                if (!open) {
                    open = true;
                    input.position = lexeme.start;
                    token(lexeme, Token.HINTS_OPEN);
                }
                lexeme.end = input.position;
                return true;
            } else {
                listener.onSkipped(lexeme.start, input.position);
            }
        }
        return false;
    }

    /** False for what the server skips. */
    private boolean read(Lexeme lexeme) {
        int c = input.peek();
        boolean block = blockFollows;
        boolean blockMayFollow = afterParenthesis || nameEnd == input.position;
        blockFollows = false;
        afterParenthesis = c == '(';
        if (c == '\'' || c == '"' || c == '`') {
            return quoted(lexeme, c);
        }
        if (c == '@' && blockMayFollow) {
            return beginBlock(lexeme);
        }
        if (Input.isDigit(c)) {
            return number(lexeme);
        }
        if (Input.isIdentifier(c)) {
            return word(lexeme, block);
        }
        if (c == '.') {
            input.position++;
            return fraction(lexeme);
        }
        input.position++;
        return token(lexeme, Token.of(c));
    }

    private boolean beginBlock(Lexeme lexeme) {
        input.position++;
        int next = input.peek();
        if (next == '"' && !ansiQuotes) {
            quoted(lexeme, next);
            return false;
        }
        blockFollows = Input.isIdentifier(next) || next == '`' || next == '"';
        return blockFollows && token(lexeme, Token.of('@'));
    }

    private boolean token(Lexeme lexeme, Token token) {
        lexeme.kind = Kind.TOKEN;
        lexeme.token = token;
        return true;
    }

    private boolean word(Lexeme lexeme, boolean block) {
        int start = input.position;
        input.skipIdentifier();
        Token keyword = block ? null : Words.HINTS.find(input.sql, start, input.position);
        return keyword == null ? name(lexeme, start, input.position, 0) : token(lexeme, keyword);
    }

    private boolean name(Lexeme lexeme, int start, int end, int quote) {
        lexeme.kind = input.peek() == '@' ? Kind.IDENTIFIER_AT : Kind.IDENTIFIER;
        lexeme.textStart = start;
        lexeme.textEnd = end;
        lexeme.quote = quote;
        nameEnd = input.position;
        return true;
    }

    private boolean number(Lexeme lexeme) {
        int start = input.position;
        input.skipDigits();
        int c = input.peek();
        if (c == '.') {
            input.position++;
            return fraction(lexeme);
        }
        boolean scale = (c == 'K' || c == 'M' || c == 'G') && !Input.isIdentifier(input.peek(1));
        if (scale) {
            input.position++;
        } else if (Input.isIdentifier(c)) {
            input.skipIdentifier();
            return name(lexeme, start, input.position, 0);
        }
        lexeme.kind = Kind.NUMBER;
        return true;
    }

    private boolean fraction(Lexeme lexeme) {
        boolean digits = Input.isDigit(input.peek());
        input.skipDigits();
        lexeme.kind = Kind.NUMBER;
        return digits;
    }

    /** The comment's end inside quotes ends the comment, and what was quoted is skipped, as is an empty name. */
    private boolean quoted(Lexeme lexeme, int quote) {
        int start = ++input.position;
        while (!input.isAtEnd() && !(input.peek() == '*' && input.peek(1) == '/')) {
            if (input.peek() == quote) {
                if (input.peek(1) != quote) {
                    return closeQuote(lexeme, start, quote);
                }
                input.position++;
            }
            input.position++;
        }
        return false;
    }

    private boolean closeQuote(Lexeme lexeme, int start, int quote) {
        int end = input.position;
        if (start == end) {
            return false;
        }
        input.position++;
        if (quote == '`' || (quote == '"' && ansiQuotes)) {
            return name(lexeme, start, end, quote);
        }
        lexeme.kind = Kind.TEXT;
        return true;
    }
}

package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.Lexeme.Kind;
import io.mysqlproxy.protocol.digest.Token.Trait;
import io.mysqlproxy.protocol.wire.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a statement into words as the lexer of MySQL 9.7 does for a session in UTF-8, its oddities included: after a dot there are no keywords, {@code 1a} is a
 * name and {@code 1e5a} a number and a name, {@code 0X1F} is a name, a function is a keyword only in front of its parenthesis. What the server refuses is cut
 * as well as may be; whatever the bytes, each is looked at a few times at most.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/language-structure.html">Language Structure</a>
 */
final class SqlLexer {
    /**
     * Told of every comment that is no part of the statement, delimiters included but not the line's end, and of what the server skips in hints, by its
     * offsets.
     */
    interface SkipListener {
        void onSkipped(int start, int end);
    }

    /** What the next word must be, because of the one before it. */
    private enum State {
        ANY,
        DOT,
        NAME,
        HOST,
        SECOND_AT,
        SYSTEM_VARIABLE
    }

    private final Input input;
    private final SqlMode mode;
    private final SkipListener listener;
    private final Lexeme lexeme = new Lexeme();
    private final Comments comments;
    private final Quotes quotes;
    private final Numbers numbers;
    private @Nullable HintLexer hints;
    private State state = State.ANY;

    SqlLexer(Bytes sql, SqlMode mode, SkipListener listener) {
        input = new Input(sql);
        this.mode = mode;
        this.listener = listener;
        comments = new Comments(input, listener);
        quotes = new Quotes(input, mode);
        numbers = new Numbers(input);
    }

    /** The next word; the object is the same each time. */
    Lexeme next() {
        if (hints != null) {
            if (hints.next(lexeme)) {
                return lexeme;
            }
            hints = null;
        }
        State now = state;
        state = State.ANY;
        lexeme.start = input.position;
        lexeme.kind = now == State.ANY ? any() : expected(now);
        lexeme.end = input.position;
        return lexeme;
    }

    private Kind expected(State now) {
        return switch (now) {
            case DOT -> dot();
            case NAME -> name();
            case HOST -> {
                while (isHost(input.peek())) {
                    input.position++;
                }
                yield Kind.HOST;
            }
            case SECOND_AT -> {
                state = input.peek(1) == '`' ? State.ANY : State.SYSTEM_VARIABLE;
                yield single();
            }
            case SYSTEM_VARIABLE -> systemVariable();
            case ANY -> any();
        };
    }

    private Kind any() {
        if (!comments.skip()) {
            lexeme.start = input.position;
            input.position = input.end;
            return Kind.BROKEN;
        }
        lexeme.start = input.position;
        int c = input.peek();
        return switch (c) {
            case 0 -> {
                input.position = input.end;
                yield Kind.END;
            }
            case '\'' -> quotes.text();
            case '"' -> mode.ansiQuotes() ? quotes.identifier(lexeme) : quotes.text();
            case '`' -> quotes.identifier(lexeme);
            case '$' -> dollar();
            case '.' -> Input.isDigit(input.peek(1)) ? number() : dot();
            case '@' -> at();
            case '-' -> minus();
            case '>', '=', '!', '<', '&', '|', ':' -> operator(c);
            case '?' -> Input.isIdentifier(input.peek(1)) ? single() : parameter();
            default -> Input.isDigit(c) ? number() : Input.isIdentifier(c) ? word() : single();
        };
    }

    private Kind token(Token token) {
        lexeme.token = token;
        return Kind.TOKEN;
    }

    private Kind single() {
        return token(Token.of(input.sql.byteAt(input.position++)));
    }

    private Kind parameter() {
        input.position++;
        return Kind.PARAMETER;
    }

    private Kind dot() {
        if (Input.isIdentifier(input.peek(1))) {
            state = State.NAME;
        }
        return single();
    }

    private Kind at() {
        switch (input.peek(1)) {
            case '\'', '"', '`' -> {
                // a quoted name or host follows and needs no state
            }
            case '@' -> state = State.SECOND_AT;
            default -> state = State.HOST;
        }
        return single();
    }

    private Kind minus() {
        if (input.peek(1) != '>') {
            return single();
        }
        input.position += 2;
        if (input.peek() != '>') {
            return token(Token.ARROW);
        }
        input.position++;
        return token(Token.TEXT_ARROW);
    }

    /** The characters of comparisons are taken together; when they make no operator, the server keeps the first alone. */
    private Kind operator(int first) {
        int start = input.position++;
        switch (first) {
            case ':' -> {
                if (input.peek() != '=') {
                    return token(Token.of(':'));
                }
                input.position++;
                return token(Token.ASSIGN);
            }
            case '&', '|' -> {
                if (input.peek() != first) {
                    return token(Token.of(first));
                }
                input.position++;
            }
            default -> {
                if (isComparison(input.peek()) || input.peek() == '<') {
                    input.position++;
                    if (first == '<' && isComparison(input.peek())) {
                        input.position++;
                    }
                }
            }
        }
        Token operator = Words.KEYWORDS.find(input.sql, start, input.position);
        if (operator == Words.PIPES && !mode.pipesAsConcat()) {
            return token(Token.OR_PIPES);
        }
        return token(operator == null ? Token.of(first) : operator);
    }

    private Kind number() {
        return numbers.isName() ? name() : numbers.read(lexeme);
    }

    private Kind dollar() {
        int tag = 1;
        while (input.peek(tag) != '$' && Input.isIdentifier(input.peek(tag))) {
            tag++;
        }
        return input.peek(tag) == '$' ? quotes.dollarText(lexeme, tag + 1) : word();
    }

    private Kind word() {
        if (input.peek(1) == '\'') {
            switch (input.peek()) {
                case 'n', 'N' -> {
                    input.position++;
                    return quotes.text();
                }
                case 'x', 'X', 'b', 'B' -> {
                    return quotes.digits();
                }
                default -> {
                    // a word, and a string behind it
                }
            }
        }
        int start = input.position;
        input.skipIdentifier();
        int end = input.position;
        if (mode.ignoreSpace()) {
            input.skipSpaces();
        }
        if (input.position == end && input.peek() == '.' && Input.isIdentifier(input.peek(1))) {
            state = State.DOT;
        } else {
            Token keyword = Words.find(input.sql, start, end, input.peek() == '(');
            if (keyword != null) {
                return keyword(keyword);
            }
        }
        if (input.at(start) == '_' && Words.CHARSETS.find(input.sql, start + 1, end) != null) {
            return token(Token.CHARSET);
        }
        return identifier(start, end);
    }

    private Kind keyword(Token keyword) {
        if (keyword.is(Trait.HINTS)) {
            hints = HintLexer.at(input, mode, listener);
        }
        return token(keyword == Words.NOT && mode.highNotPrecedence() ? Token.HIGH_NOT : keyword);
    }

    private Kind systemVariable() {
        int start = input.position;
        input.skipIdentifier();
        int end = input.position;
        if (start == end) {
            input.position = input.end;
            return Kind.BROKEN;
        }
        if (input.peek() == '.') {
            state = State.DOT;
        }
        Token keyword = Words.KEYWORDS.find(input.sql, start, end);
        return keyword == null ? identifier(start, end) : token(keyword);
    }

    /** A name that is never a keyword: behind a dot, or one that begins with digits. */
    private Kind name() {
        int start = lexeme.start;
        input.skipIdentifier();
        if (input.peek() == '.' && Input.isIdentifier(input.peek(1))) {
            state = State.DOT;
        }
        return identifier(start, input.position);
    }

    private Kind identifier(int start, int end) {
        lexeme.textStart = start;
        lexeme.textEnd = end;
        lexeme.quote = 0;
        return Kind.IDENTIFIER;
    }

    private static boolean isComparison(int c) {
        return c == '>' || c == '=' || c == '!';
    }

    private static boolean isHost(int c) {
        return Input.isIdentifier(c) || c == '.';
    }
}

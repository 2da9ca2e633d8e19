package io.mysqlproxy.protocol.digest;

/** Reduces literals, lists of them, and rows of lists, while the tokens of a statement come in, so that a list of any length takes the space of one token. */
final class Reducer {
    private final TokenStack tokens;

    Reducer(TokenStack tokens) {
        this.tokens = tokens;
    }

    /** A number takes the signs in front of it that are no operators. */
    void number() {
        while (tokens.endsWithUnarySign()) {
            tokens.pop(1);
        }
        value();
    }

    void value() {
        if (tokens.endsWith(Token.VALUE, Token.VALUES, ',')) {
            tokens.pop(2);
            tokens.push(Token.VALUES);
        } else {
            tokens.push(Token.VALUE);
        }
    }

    /** The server knows only after it took the word that NULL is a literal; so the word needs its space. */
    void nullValue() {
        tokens.push(Words.NULL);
        if (!tokens.isFull()) {
            tokens.pop(1);
            value();
        }
    }

    void token(Token token) {
        if (token.is(')')) {
            closeParenthesis();
        } else {
            tokens.push(token);
        }
    }

    private void closeParenthesis() {
        if (!tokens.last(2).is('(')) {
            tokens.push(Token.of(')'));
        } else if (tokens.last(1) == Token.VALUE) {
            row(Token.ROW_OF_VALUE, Token.ROWS_OF_VALUE);
        } else if (tokens.last(1) == Token.VALUES) {
            row(Token.ROW_OF_VALUES, Token.ROWS_OF_VALUES);
        } else {
            tokens.push(Token.of(')'));
        }
    }

    private void row(Token row, Token rows) {
        tokens.pop(2);
        if (tokens.endsWith(row, rows, ',')) {
            tokens.pop(2);
            tokens.push(rows);
        } else if (tokens.last(1) == Words.IN) {
            tokens.pop(1);
            tokens.push(Token.IN_ROW);
        } else {
            tokens.push(row);
        }
    }
}

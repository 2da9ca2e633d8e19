package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.Lexeme.Kind;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.charset.Charset;

/** Makes the text of one statement's digest. */
final class DigestText {
    private final Bytes sql;
    private final Charset charset;
    private final SqlLexer lexer;
    private final TokenStack tokens = new TokenStack();
    private final Reducer reducer = new Reducer(tokens);
    private final NullRule nulls = new NullRule();
    private final PositionRule positions = new PositionRule(tokens);

    private DigestText(Bytes sql, SqlMode mode, Charset charset) {
        this.sql = sql;
        this.charset = charset;
        lexer = new SqlLexer(sql, mode, (start, end) -> {});
    }

    static String of(Bytes sql, SqlMode mode, Charset charset) {
        return new DigestText(sql, mode, charset).read();
    }

    private String read() {
        Lexeme lexeme = lexer.next();
        while (!tokens.isFull() && lexeme.kind != Kind.END && lexeme.kind != Kind.BROKEN) {
            boolean with = lexeme.kind == Kind.TOKEN && lexeme.token == Words.WITH;
            if (with) {
                lexeme = lexer.next();
                if (lexeme.kind == Kind.TOKEN && lexeme.token == Words.ROLLUP) {
                    lexeme.token = Token.WITH_ROLLUP;
                } else {
                    token(Words.WITH);
                    continue;
                }
            }
            add(lexeme);
            lexeme = lexer.next();
        }
        if (!tokens.isFull()) {
            positions.onEnd();
            while (tokens.last(1).is(';')) {
                tokens.pop(1);
            }
        }
        return tokens.text();
    }

    private void add(Lexeme lexeme) {
        switch (lexeme.kind) {
            case TOKEN -> token(lexeme.token);
            case IDENTIFIER, IDENTIFIER_AT -> {
                positions.onOther();
                tokens.push(Identifiers.token(sql, lexeme, charset));
                nulls.onOperand();
            }
            case INTEGER -> {
                reducer.number();
                positions.onInteger(sql, lexeme);
                nulls.onOperand();
            }
            case NUMBER -> {
                positions.onOther();
                reducer.number();
                nulls.onOperand();
            }
            case TEXT, HOST, PARAMETER -> {
                positions.onOther();
                reducer.value();
                nulls.onOperand();
            }
            case DOLLAR_TEXT -> token(Token.DOLLAR_TEXT);
            case BROKEN, END -> {
                // the caller stops at these
            }
        }
    }

    private void token(Token token) {
        if (token == Words.NULL && nulls.isLiteral()) {
            positions.onOther();
            reducer.nullValue();
            nulls.onOperand();
            return;
        }
        positions.onToken(token);
        reducer.token(token);
        nulls.onToken(token);
    }
}

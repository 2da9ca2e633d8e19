package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.Token.Trait;
import java.util.Set;

/**
 * Tells NULL the literal from NULL the part of a clause ({@code IS NULL}, {@code a INT NOT NULL}, {@code ON DELETE SET NULL}, {@code NULL ON EMPTY}). The
 * server's grammar knows; here it is a literal where an operand is missing.
 */
final class NullRule {
    private static final Token BINARY = Words.keyword("BINARY");
    private static final Token SET = Words.keyword("SET");
    private static final Token DELETE = Words.keyword("DELETE");
    private static final Token UPDATE = Words.keyword("UPDATE");
    private static final Token ON = Words.keyword("ON");
    private static final Token ABSENT = Words.keyword("ABSENT");
    private static final Token EQUAL = Words.keyword("=");
    /** Options for which NULL is a word of their syntax. */
    private static final Set<Token> OPTIONS =
            Set.of(Words.keyword("SECONDARY_ENGINE"), Words.keyword("PRIVILEGE_CHECKS_USER"));

    private boolean operandMissing;
    private Token last = Token.VALUE;

    /** Whether NULL, if it is next, is a literal. */
    boolean isLiteral() {
        return operandMissing;
    }

    void onOperand() {
        onToken(Token.VALUE);
    }

    void onToken(Token token) {
        operandMissing = missesOperand(token);
        last = token;
    }

    private boolean missesOperand(Token token) {
        if (token == Words.NOT || token == Token.HIGH_NOT || token == BINARY) {
            return operandMissing; // these stand in front of an operand as well as behind a type or an operand
        }
        if (token == SET) {
            return last != DELETE && last != UPDATE;
        }
        if (token == ON) {
            return last != Words.NULL && last != ABSENT; // NULL ON NULL
        }
        if (token == EQUAL) {
            return !OPTIONS.contains(last);
        }
        return token.is(Trait.OPERAND);
    }
}

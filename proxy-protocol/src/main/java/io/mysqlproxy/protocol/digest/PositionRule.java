package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.Token.Trait;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.BitSet;
import java.util.Set;

/**
 * Keeps the numbers of columns, as in {@code ORDER BY 1, 2}: MySQL 9.7 prints them, because another number is another statement. A number is one when it is
 * a whole item of a list behind BY.
 */
final class PositionRule {
    private static final long MOST = 0xffff_ffffL;

    private static final Set<Token> CLAUSES = Set.of(
            Words.keyword("LIMIT"),
            Words.keyword("HAVING"),
            Words.keyword("ORDER"),
            Words.keyword("GROUP"),
            Words.keyword("UNION"),
            Words.keyword("FOR"),
            Words.keyword("INTO"),
            Words.keyword("WINDOW"),
            Words.keyword("ROWS"),
            Words.keyword("RANGE"),
            Words.keyword("GROUPS"),
            Words.keyword("SEPARATOR"),
            Words.keyword("LOCK"),
            Words.keyword("QUALIFY"));

    private final TokenStack tokens;
    /** The depths of parentheses at which a list of items is open. */
    private final BitSet lists = new BitSet();

    private int depth;
    /** Whether an item begins here. */
    private boolean itemBegins;

    /** The number that was read, when the next word decides; otherwise 0. */
    private long candidate;

    PositionRule(TokenStack tokens) {
        this.tokens = tokens;
    }

    void onToken(Token token) {
        if (candidate != 0 && !token.is(Trait.CONTINUES) && token != Token.HIGH_NOT) {
            keep();
        }
        candidate = 0;
        itemBegins = false;
        if (token.is('(')) {
            depth++;
            lists.clear(depth);
        } else if (token.is(')')) {
            depth = Math.max(0, depth - 1);
        } else if (token == Words.BY) {
            lists.set(depth);
            itemBegins = true;
        } else if (token.is(',')) {
            itemBegins = lists.get(depth);
        } else if (token.is(';') || CLAUSES.contains(token)) {
            lists.clear(depth);
        }
    }

    /** An operand or an operator that is no token of its own. */
    void onOther() {
        itemBegins = false;
        candidate = 0;
    }

    /** A number, which was just pushed. */
    void onInteger(Bytes sql, Lexeme number) {
        boolean first = itemBegins;
        onOther();
        if (first && tokens.last(1) == Token.VALUE) {
            long value = 0;
            for (int i = number.start; i < number.end && value <= MOST; i++) {
                value = value * 10 + sql.byteAt(i) - '0';
            }
            candidate = value <= MOST ? value : 0;
        }
    }

    void onEnd() {
        if (candidate != 0) {
            keep();
        }
    }

    private void keep() {
        if (tokens.last(1) == Token.VALUE) {
            tokens.pop(1);
            tokens.push(new Token(Long.toString(candidate), 2, true, Set.of()));
        }
    }
}

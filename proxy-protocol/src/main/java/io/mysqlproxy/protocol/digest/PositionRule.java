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
    /** What a position takes in the digest, in bytes: a token and the number. */
    private static final int POSITION_SIZE = 6;

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

    private static final Token ROLLUP = Words.keyword("ROLLUP");
    private static final Token CUBE = Words.keyword("CUBE");
    private static final Token GROUPING = Words.keyword("GROUPING");
    private static final Token SETS = Words.keyword("SETS");

    private final TokenStack tokens;
    /** The depths of parentheses at which a list of items is open. */
    private final BitSet lists = new BitSet();
    /** The depths at which a list of lists is open, that of GROUPING SETS. */
    private final BitSet sets = new BitSet();

    private int depth;
    /** Whether an item begins here. */
    private boolean itemBegins;
    /** The number that was read, when the next word decides; otherwise 0. */
    private long candidate;

    private Token last = Token.VALUE;
    private Token before = Token.VALUE;

    PositionRule(TokenStack tokens) {
        this.tokens = tokens;
    }

    /** Called before the token is pushed. */
    void onToken(Token token) {
        if (candidate != 0 && !token.is(Trait.CONTINUES) && !isLoneSet(token) && tokens.fits(token)) {
            keep();
        }
        candidate = 0;
        itemBegins = itemBegins && token.is('+') && last != Words.BY; // such a plus is gone before the server looks
        if (token.is('(')) {
            open();
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
        before = last;
        last = token;
    }

    /** What is in these parentheses depends on what is in front of them. */
    private void open() {
        boolean inSets = sets.get(depth);
        depth++;
        sets.set(depth, last == SETS && before == GROUPING);
        itemBegins = last == ROLLUP || last == CUBE || inSets;
        lists.set(depth, itemBegins);
    }

    /** In GROUPING SETS a number that is alone in its parentheses is taken for an expression. */
    private boolean isLoneSet(Token token) {
        return token.is(')') && last.is('(') && before != ROLLUP && before != CUBE;
    }

    /** An operand, which is never a position. */
    void onOther() {
        itemBegins = false;
        candidate = 0;
        before = last;
        last = Token.VALUE;
    }

    /** A number, which was just pushed. */
    void onInteger(Bytes sql, Lexeme number) {
        if (itemBegins && tokens.last(1) == Token.VALUE) {
            long value = 0;
            for (int i = number.start; i < number.end && value <= MOST; i++) {
                value = value * 10 + sql.byteAt(i) - '0';
            }
            candidate = value <= MOST ? value : 0;
        } else {
            candidate = 0;
        }
        itemBegins = false;
    }

    void onEnd() {
        if (candidate != 0) {
            keep();
        }
    }

    private void keep() {
        tokens.replaceLast(new Token(Long.toString(candidate), POSITION_SIZE, true, Set.of()));
    }
}

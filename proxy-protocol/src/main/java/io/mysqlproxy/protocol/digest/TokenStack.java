package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.Token.Trait;
import java.util.Arrays;
import java.util.Set;

/** The tokens of a digest so far. It has the space that the server gives it, and is full when something did not fit. */
final class TokenStack {
    /** In bytes: the default of {@code max_digest_length}. */
    static final int SPACE = 1024;

    /** Answers for what is not there. */
    private static final Token NONE = new Token("", 0, false, Set.of());

    private Token[] tokens = new Token[32];
    private int count;
    private int used;
    private boolean full;
    /** Whether the next token is the last. */
    private boolean closing;

    boolean isFull() {
        return full;
    }

    void push(Token token) {
        if (full || !fits(token)) {
            full = true;
            return;
        }
        full = closing;
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * count);
        }
        tokens[count++] = token;
        used += token.size;
    }

    boolean fits(Token token) {
        return used + token.size <= SPACE;
    }

    /** Puts the token in the place of the last. Where it does not fit, the server has neither, takes one more token, and is full. */
    void replaceLast(Token token) {
        pop(1);
        if (fits(token)) {
            push(token);
        } else {
            closing = true;
        }
    }

    void pop(int number) {
        for (int i = 0; i < number; i++) {
            used -= tokens[--count].size;
        }
    }

    /** The last, for 1, and those before it. */
    Token last(int index) {
        return index <= count ? tokens[count - index] : NONE;
    }

    /** Whether the two last are the opening or separating character and, in front of it, one of the tokens. */
    boolean endsWith(Token first, Token second, char character) {
        return last(1).is(character) && (last(2) == first || last(2) == second);
    }

    boolean endsWithUnarySign() {
        return (last(1).is('-') || last(1).is('+')) && last(2).is(Trait.SIGN);
    }

    /** The tokens with a space between them, but for those that stand close. A name that cannot be written, as one beyond the Basic Multilingual Plane, is left out. */
    String text() {
        StringBuilder text = new StringBuilder(2 * used);
        boolean space = false;
        for (int i = 0; i < count; i++) {
            if (tokens[i].text.isEmpty()) {
                continue;
            }
            if (space) {
                text.append(' ');
            }
            text.append(tokens[i].text);
            space = tokens[i].spaceBehind;
        }
        return text.toString();
    }
}

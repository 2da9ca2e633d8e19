package io.mysqlproxy.protocol.digest;

import java.util.Set;

/** A word of a digest: a keyword, an operator, an identifier, or what literals were reduced to. Compared by identity. */
final class Token {
    /** What is known of a word, beyond its text. */
    enum Trait {
        /** A sign behind it belongs to the number that follows. */
        SIGN,
        /** An operand follows. */
        OPERAND,
        /** It continues the expression in front of it. */
        CONTINUES,
        FUNCTION,
        HINTS
    }

    static final Token VALUE = fixed("?");
    static final Token VALUES = fixed("?, ...");
    static final Token ROW_OF_VALUE = fixed("(?)");
    static final Token ROWS_OF_VALUE = fixed("(?) /* , ... */");
    static final Token ROW_OF_VALUES = fixed("(...)");
    static final Token ROWS_OF_VALUES = fixed("(...) /* , ... */");
    static final Token IN_ROW = fixed("IN (...)");
    static final Token HINTS_OPEN = fixed("/*+");
    static final Token HINTS_CLOSE = new Token("*/", 2, true, Set.of(Trait.OPERAND));
    static final Token CHARSET = fixed("(_charset)");
    static final Token DOLLAR_TEXT = fixed("(unknown)");
    static final Token ASSIGN = new Token(":=", 2, true, Set.of(Trait.OPERAND));
    static final Token ARROW = new Token("->", 2, true, Set.of(Trait.CONTINUES));
    static final Token TEXT_ARROW = new Token("->>", 2, true, Set.of(Trait.CONTINUES));
    /** NOT where it binds as ! does. */
    static final Token HIGH_NOT = new Token("!", 2, true, Set.of(Trait.OPERAND));
    /** {@code ||} where it is not concatenation. */
    static final Token OR_PIPES = new Token("||", 2, true, Set.of(Trait.SIGN, Trait.OPERAND, Trait.CONTINUES));

    static final Token WITH_ROLLUP = fixed("WITH ROLLUP");

    private static final String CONTINUING = "%&*+-/^|";
    private static final String SIGNED = "(,";
    private static final Token[] CHARACTERS = characters();

    final String text;
    /** What it takes of the digest's space, in bytes. */
    final int size;

    final boolean spaceBehind;
    private final Set<Trait> traits;

    Token(String text, int size, boolean spaceBehind, Set<Trait> traits) {
        this.text = text;
        this.size = size;
        this.spaceBehind = spaceBehind;
        this.traits = traits;
    }

    private static Token fixed(String text) {
        return new Token(text, 2, true, Set.of());
    }

    private static Token[] characters() {
        Token[] tokens = new Token[256];
        for (int c = 0; c < tokens.length; c++) {
            Set<Trait> traits = CONTINUING.indexOf(c) >= 0
                    ? Set.of(Trait.SIGN, Trait.OPERAND, Trait.CONTINUES)
                    : SIGNED.indexOf(c) >= 0
                            ? Set.of(Trait.SIGN, Trait.OPERAND)
                            : c == '!' || c == '~' ? Set.of(Trait.OPERAND) : Set.of();
            tokens[c] = new Token(String.valueOf((char) c), 2, c != '@', traits);
        }
        return tokens;
    }

    /** A character that is a word by itself. */
    static Token of(int character) {
        return CHARACTERS[character];
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    boolean is(char character) {
        return this == CHARACTERS[character];
    }

    @Override
    public String toString() {
        return text;
    }
}

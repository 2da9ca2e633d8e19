package io.mysqlproxy.protocol.digest;

/** What the lexer read last: one object per lexer, filled anew for each. */
final class Lexeme {
    enum Kind {
        /** A keyword, operator or other character, see {@link #token}. */
        TOKEN,
        /** A name, its text between {@link #textStart} and {@link #textEnd}. */
        IDENTIFIER,
        /** A name in a hint, directly in front of {@code @}. */
        IDENTIFIER_AT,
        /** A whole number of decimal digits. */
        INTEGER,
        /** Any other number. */
        NUMBER,
        TEXT,
        /** A text between dollar quotes. */
        DOLLAR_TEXT,
        /** What follows {@code @}: a host, or a user variable's name. */
        HOST,
        /** The ? of a prepared statement. */
        PARAMETER,
        /** The server would give up here. Nothing follows. */
        BROKEN,
        END
    }

    Kind kind = Kind.END;
    Token token = Token.VALUE;
    /** Where it begins and ends, quotes included. */
    int start;

    int end;
    /** Where a name or a dollar-quoted text begins. */
    int textStart;

    /** Where a name ends. */
    int textEnd;
    /** The quote around an identifier, which is written twice for one of its own, or 0. */
    int quote;
}

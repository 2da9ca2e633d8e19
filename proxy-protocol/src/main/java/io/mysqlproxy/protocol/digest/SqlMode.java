package io.mysqlproxy.protocol.digest;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Those flags of a session's {@code sql_mode} that change how the server cuts statements into words.
 *
 * @param ansiQuotes ANSI_QUOTES: {@code "} encloses identifiers, not strings
 * @param noBackslashEscapes NO_BACKSLASH_ESCAPES: a backslash in a string is a character like any other
 * @param pipesAsConcat PIPES_AS_CONCAT: {@code ||} is concatenation, not OR
 * @param highNotPrecedence HIGH_NOT_PRECEDENCE: NOT binds as {@code !} does
 * @param ignoreSpace IGNORE_SPACE: white space may stand between a function's name and its parenthesis
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/sql-mode.html">Server SQL Modes</a>
 */
public record SqlMode(
        boolean ansiQuotes,
        boolean noBackslashEscapes,
        boolean pipesAsConcat,
        boolean highNotPrecedence,
        boolean ignoreSpace) {
    /** What a server has when nobody configured it otherwise: none of them. */
    public static final SqlMode DEFAULT = new SqlMode(false, false, false, false, false);

    private enum Flag {
        ANSI_QUOTES,
        NO_BACKSLASH_ESCAPES,
        PIPES_AS_CONCAT,
        HIGH_NOT_PRECEDENCE,
        IGNORE_SPACE
    }

    private static final Set<Flag> ANSI =
            Set.copyOf(EnumSet.of(Flag.ANSI_QUOTES, Flag.PIPES_AS_CONCAT, Flag.IGNORE_SPACE));

    /**
     * From the variable's value, as in {@code SET sql_mode} and in session tracking: names separated by commas, in any case. The name ANSI stands for the
     * flags it combines, which are also what MariaDB's ORACLE, MSSQL, POSTGRESQL, DB2 and MAXDB set; unknown names are ignored.
     */
    public static SqlMode of(String value) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (String name : value.split(",", -1)) {
            switch (name.strip().toUpperCase(Locale.ROOT)) {
                case "ANSI_QUOTES" -> flags.add(Flag.ANSI_QUOTES);
                case "NO_BACKSLASH_ESCAPES" -> flags.add(Flag.NO_BACKSLASH_ESCAPES);
                case "PIPES_AS_CONCAT" -> flags.add(Flag.PIPES_AS_CONCAT);
                case "HIGH_NOT_PRECEDENCE" -> flags.add(Flag.HIGH_NOT_PRECEDENCE);
                case "IGNORE_SPACE" -> flags.add(Flag.IGNORE_SPACE);
                case "ANSI", "ORACLE", "MSSQL", "POSTGRESQL", "DB2", "MAXDB" -> flags.addAll(ANSI);
                default -> {
                    // changes what statements do, not how they are read
                }
            }
        }
        return new SqlMode(
                flags.contains(Flag.ANSI_QUOTES),
                flags.contains(Flag.NO_BACKSLASH_ESCAPES),
                flags.contains(Flag.PIPES_AS_CONCAT),
                flags.contains(Flag.HIGH_NOT_PRECEDENCE),
                flags.contains(Flag.IGNORE_SPACE));
    }
}

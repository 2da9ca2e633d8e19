package io.mysqlproxy.protocol.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The expression that is being read: once a name like {@code password} stands in it, what the name is compared with is secret, in front of it and behind,
 * until the expression ends.
 */
final class SecretExpression {
    /** What ends the expression that a name stands in. */
    private static final Set<String> CLAUSE_ENDS = Set.of(
            "AND", "OR", "XOR", "WHERE", "FROM", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION", "SET", "ON", "JOIN",
            "SELECT");

    /** What compares or names a value, apart from punctuation. */
    private static final Set<String> OPERATORS =
            Set.of("LIKE", "RLIKE", "REGEXP", "IN", "NOT", "BETWEEN", "BINARY", "COLLATE", "AS", "SOUNDS");

    private static final int NONE = -1;

    /** Strings that are shown so far. */
    private final List<SqlToken> shown = new ArrayList<>();

    /** An operator came after the last of them. */
    private boolean operatorSince;

    /** How many parentheses were open at the name. */
    private int nameDepth = NONE;

    /** Its number is a secret too; from {@code =} on. */
    private boolean secretNumber;

    private boolean equalsSeen;
    private boolean between;

    static boolean isOperator(String word) {
        return OPERATORS.contains(word);
    }

    /** Whether a string is the name's value. */
    boolean hasName() {
        return nameDepth != NONE;
    }

    /** Whether a number is. */
    boolean hasNameOfNumber() {
        return nameDepth != NONE && secretNumber && equalsSeen;
    }

    /** Whether the name stands within more parentheses than are open. */
    boolean isNameWithin(int depth) {
        return nameDepth > depth;
    }

    /** Whether an operator follows a string that is shown. */
    boolean comparesShown() {
        return operatorSince && !shown.isEmpty();
    }

    /** A string that nothing tells to be secret so far. */
    void show(SqlToken string) {
        shown.add(string);
        operatorSince = false;
    }

    /** As in {@code 'x' = password}: the strings that the name which comes now is compared with. */
    List<SqlToken> takeCompared() {
        List<SqlToken> compared = operatorSince ? List.copyOf(shown) : List.of();
        shown.clear();
        return compared;
    }

    /** A name whose value is a secret. */
    void name(String name, int depth) {
        if (nameDepth == NONE) {
            nameDepth = depth;
            secretNumber = SecretNames.namesSecretNumber(name);
            equalsSeen = false;
            between = false;
        }
    }

    /** A word that is no such name. */
    void word(String word, int depth) {
        operatorSince |= OPERATORS.contains(word);
        if (between && word.equals("AND")) {
            between = false;
        } else if (CLAUSE_ENDS.contains(word)) {
            end(depth);
        }
        between |= word.equals("BETWEEN");
    }

    /** {@code =} and the like. */
    void comparison() {
        operatorSince = true;
        equalsSeen = true;
    }

    /** Ends the expression at this depth: what follows has nothing to do with the name that stood in it. */
    void end(int depth) {
        shown.clear();
        operatorSince = false;
        if (depth <= nameDepth) {
            nameDepth = NONE;
        }
    }

    /** Ends it at every depth. */
    void end() {
        shown.clear();
        operatorSince = false;
        nameDepth = NONE;
    }
}

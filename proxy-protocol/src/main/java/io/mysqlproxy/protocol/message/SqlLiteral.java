package io.mysqlproxy.protocol.message;

/** Text as a string literal of SQL, on one line. */
final class SqlLiteral {
    private SqlLiteral() {}

    /** In single quotes; quotes, backslashes and line ends escaped as MySQL does, other control characters as {@code \}{@code u001b}. */
    static String of(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 2).append('\'');
        text.chars().forEach(c -> append(literal, (char) c));
        return literal.append('\'').toString();
    }

    private static void append(StringBuilder literal, char c) {
        switch (c) {
            case '\'' -> literal.append("\\'");
            case '\\' -> literal.append("\\\\");
            case '\n' -> literal.append("\\n");
            case '\r' -> literal.append("\\r");
            case '\t' -> literal.append("\\t");
            case 0 -> literal.append("\\0");
            default -> {
                if (Character.isISOControl(c)) {
                    literal.append(String.format("\\u%04x", (int) c));
                } else {
                    literal.append(c);
                }
            }
        }
    }
}

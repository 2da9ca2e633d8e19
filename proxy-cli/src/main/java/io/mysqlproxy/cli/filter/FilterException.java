package io.mysqlproxy.cli.filter;

import java.util.Locale;

/** The text is no filter. The message says why and shows where, in three lines: the problem, the text, carets under the place. */
public final class FilterException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** What is shown of the text to either side of the place. */
    private static final int CONTEXT = 60;

    private final String problem;
    private final int start;

    /**
     * Blames a place in the text.
     *
     * @param start offset of its first character
     * @param end offset behind its last character
     */
    FilterException(String problem, String text, int start, int end) {
        super(visible(problem) + "\n" + place(text, start, end));
        this.problem = visible(problem);
        this.start = start;
    }

    /** What is wrong, in one line. */
    public String problem() {
        return problem;
    }

    /** Offset of the first character to blame; the length of the text when something is missing at its end. */
    public int start() {
        return start;
    }

    private static String place(String text, int start, int end) {
        int from = Math.max(0, start - CONTEXT);
        int to = Math.min(text.length(), Math.max(start, from) + CONTEXT);
        String before = (from > 0 ? "…" : "") + visible(text.substring(from, start));
        String blamed = visible(text.substring(start, Math.min(end, to)));
        String after = visible(text.substring(Math.min(end, to), to)) + (to < text.length() ? "…" : "");
        return "  " + before + blamed + after + "\n  " + " ".repeat(width(before))
                + "^".repeat(Math.max(1, width(blamed)));
    }

    private static int width(String shown) {
        return shown.codePointCount(0, shown.length());
    }

    /** On one line, and nothing in it that a terminal obeys. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (Character.getType(character)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> visible.append(' ');
                case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED ->
                    visible.append(String.format(Locale.ROOT, "\\u%04x", character));
                default -> visible.appendCodePoint(character);
            }
        });
        return visible.toString();
    }
}

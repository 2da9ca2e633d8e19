package io.mysqlproxy.cli;

/** Colours for terminals; in plain mode everything stays as it is. */
enum Paint {
    PLAIN,
    COLOURED;

    private static final String RESET = "\u001b[0m";
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String FAINT = "\u001b[2m";
    /** Cyan, green, magenta, blue and their bright sisters: red and yellow have a meaning of their own. */
    private static final int[] SESSION_COLOURS = {36, 32, 35, 34, 96, 92, 95, 94};

    /** The same colour for all lines of a session, another one for its neighbours. */
    String session(long id, String text) {
        return paint(
                "\u001b[" + SESSION_COLOURS[(int) Long.remainderUnsigned(id - 1, SESSION_COLOURS.length)] + "m", text);
    }

    String error(String text) {
        return paint(RED, text);
    }

    String warning(String text) {
        return paint(YELLOW, text);
    }

    String faint(String text) {
        return paint(FAINT, text);
    }

    private String paint(String colour, String text) {
        return this == PLAIN ? text : colour + text + RESET;
    }
}

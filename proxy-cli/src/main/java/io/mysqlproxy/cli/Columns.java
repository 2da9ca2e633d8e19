package io.mysqlproxy.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** How text lines begin and keep their columns. */
final class Columns {
    private static final int SESSION_WIDTH = 5;

    private final DateTimeFormatter time;
    private final Paint paint;

    Columns(ZoneId zone, Paint paint) {
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(zone);
        this.paint = paint;
    }

    /** Local time to the millisecond. */
    String time(Instant when) {
        return time.format(when);
    }

    /** Time, session, and what stands beside the session in its colour. */
    String start(Instant when, long sessionId, String beside) {
        return time(when) + "  " + paint.session(sessionId, pad("#" + sessionId, SESSION_WIDTH) + " " + beside);
    }

    /** Filled with spaces on the right. */
    static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }

    /** Filled with spaces on the left. */
    static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /**
     * The text on as many columns of a terminal as there are: cut with an ellipsis where it is longer.
     *
     * @param columns 1 or more
     */
    static String cut(String text, int columns) {
        if (text.length() <= columns / 2) {
            return text;
        }
        int used = 0;
        int fits = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            used += width(character);
            if (used > columns) {
                return text.substring(0, fits) + Visible.ELLIPSIS;
            }
            i += Character.charCount(character);
            if (used < columns) {
                fits = i;
            }
        }
        return text;
    }

    /** Two columns for what East Asian scripts and pictures take; marks that combine are counted as if they stood alone. */
    private static int width(int character) {
        boolean isWide = Character.isIdeographic(character)
                || Character.UnicodeScript.of(character) == Character.UnicodeScript.HANGUL
                || Character.UnicodeScript.of(character) == Character.UnicodeScript.HIRAGANA
                || Character.UnicodeScript.of(character) == Character.UnicodeScript.KATAKANA
                || (Character.isEmoji(character) && character > 0xffff);
        return isWide ? 2 : 1;
    }
}

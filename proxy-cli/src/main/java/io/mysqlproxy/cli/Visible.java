package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.wire.Bytes;

/**
 * Text from the wire, made fit for a terminal (LIM-25): what is not a visible character becomes an escape, so that no name, error message or SQL text
 * can move the cursor, clear the screen, forge a line, or reverse the reading direction.
 */
final class Visible {
    /** Marks what was cut off. */
    static final String ELLIPSIS = "…";

    private Visible() {}

    /** The bytes as UTF-8 text, or as {@code 0x…} when they are no text, at most {@code limit} characters before the mark. */
    static String text(Bytes bytes, int limit) {
        // Four bytes are the most a character of UTF-8 takes, so this much decides what is shown.
        int needed = 4 * limit + 4;
        if (bytes.length() <= needed) {
            return text(bytes.printable().orElseGet(() -> readable(bytes)), limit);
        }
        return text(readable(bytes.slice(0, needed)), limit);
    }

    /** The text with escapes, at most {@code limit} characters before the mark. */
    static String text(String text, int limit) {
        StringBuilder visible = new StringBuilder(Math.min(text.length(), limit) + 16);
        int shown = 0;
        for (int i = 0; i < text.length(); shown++) {
            if (shown == limit) {
                return visible.append(ELLIPSIS).toString();
            }
            int character = text.codePointAt(i);
            if (isVisible(character)) {
                visible.appendCodePoint(character);
            } else {
                escape(visible, character);
            }
            i += Character.charCount(character);
        }
        return visible.toString();
    }

    /** Whether a terminal shows the character as itself: no control, no format (direction marks), no separator of lines, no half of a pair. */
    static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** Text in a legacy character set is mostly ASCII and worth reading; what is mostly something else is shown as digits. */
    private static String readable(Bytes bytes) {
        int odd = 0;
        for (int i = 0; i < bytes.length(); i++) {
            int value = bytes.byteAt(i);
            if ((value < ' ' && value != '\t' && value != '\n' && value != '\r') || value == 0x7f) {
                odd++;
            }
        }
        String text = bytes.utf8();
        long illegal = text.chars().filter(c -> c == '\ufffd').count();
        return (odd + illegal) * 4 > bytes.length() ? "0x" + bytes.toHex() : text;
    }

    private static void escape(StringBuilder target, int character) {
        switch (character) {
            case '\n' -> target.append("\\n");
            case '\r' -> target.append("\\r");
            case '\t' -> target.append("\\t");
            default ->
                target.append(
                        character < 0x100 ? String.format("\\x%02x", character) : String.format("\\u%04x", character));
        }
    }
}

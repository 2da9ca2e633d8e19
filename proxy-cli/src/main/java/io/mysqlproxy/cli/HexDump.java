package io.mysqlproxy.cli;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.IntPredicate;

/** Bytes in hexadecimal, with those that must not be seen left out. */
final class HexDump {
    private static final int PER_LINE = 16;
    private static final HexFormat HEX = HexFormat.of();

    private HexDump() {}

    /**
     * Lines of offset, 16 bytes in two halves, and the same bytes as ASCII. A hidden byte is {@code **} and {@code .}; where nothing but hidden bytes
     * follow for more than a line, one line says how many.
     *
     * @param bytes from position to limit, which are left as they were
     * @param hidden whether the byte at an offset (from 0) must not be seen
     * @param indent what each line begins with
     */
    static String lines(ByteBuffer bytes, IntPredicate hidden, String indent) {
        StringBuilder text = new StringBuilder();
        int length = bytes.remaining();
        for (int at = 0; at < length; ) {
            text.append(indent).append(String.format("%04x  ", at));
            int secret = hiddenFrom(at, length, hidden);
            boolean toTheEnd = at + secret == length;
            if (secret > PER_LINE) {
                int whole = toTheEnd ? secret : secret / PER_LINE * PER_LINE;
                text.append('(').append(whole).append(" bytes hidden)\n");
                at += whole;
            } else {
                line(text, bytes, at, Math.min(at + PER_LINE, length), hidden);
                at += PER_LINE;
            }
        }
        return text.toString();
    }

    private static int hiddenFrom(int start, int length, IntPredicate hidden) {
        int end = start;
        while (end < length && hidden.test(end)) {
            end++;
        }
        return end - start;
    }

    private static void line(StringBuilder text, ByteBuffer bytes, int start, int end, IntPredicate hidden) {
        StringBuilder ascii = new StringBuilder(PER_LINE);
        for (int i = start; i < start + PER_LINE; i++) {
            if (i < end) {
                byte value = bytes.get(bytes.position() + i);
                appendByte(text, value, hidden.test(i));
                ascii.append(!hidden.test(i) && value >= ' ' && value <= '~' ? (char) value : '.');
            } else {
                text.append("  ");
            }
            text.append(i - start == PER_LINE / 2 - 1 ? "  " : " ");
        }
        text.append(' ').append(ascii).append('\n');
    }

    /** Two digits per byte, or {@code **} for a hidden one, nothing between. */
    static String digits(ByteBuffer bytes, IntPredicate hidden) {
        StringBuilder text = new StringBuilder(2 * bytes.remaining());
        for (int i = 0; i < bytes.remaining(); i++) {
            appendByte(text, bytes.get(bytes.position() + i), hidden.test(i));
        }
        return text.toString();
    }

    private static void appendByte(StringBuilder text, byte value, boolean secret) {
        text.append(secret ? "**" : HEX.toHexDigits(value));
    }
}

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
     * Lines of offset, 16 bytes in two halves, and the same bytes as ASCII. A hidden byte is {@code **} and {@code .}.
     *
     * @param bytes from position to limit, which are left as they were
     * @param hidden whether the byte at an offset (from 0) must not be seen
     * @param indent what each line begins with
     */
    static String lines(ByteBuffer bytes, IntPredicate hidden, String indent) {
        StringBuilder text = new StringBuilder();
        int length = bytes.remaining();
        for (int line = 0; line < length; line += PER_LINE) {
            text.append(indent).append(String.format("%04x ", line));
            StringBuilder ascii = new StringBuilder(PER_LINE);
            for (int i = line; i < line + PER_LINE; i++) {
                text.append(i % PER_LINE == PER_LINE / 2 ? "  " : " ");
                if (i >= length) {
                    text.append("  ");
                    continue;
                }
                byte value = bytes.get(bytes.position() + i);
                boolean secret = hidden.test(i);
                appendByte(text, value, secret);
                ascii.append(!secret && value >= ' ' && value <= '~' ? (char) value : '.');
            }
            text.append("  ").append(ascii).append('\n');
        }
        return text.toString();
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

package io.mysqlproxy.protocol.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.BitSet;
import java.util.Locale;

/**
 * Writes the few types of DER that certificates and keys are made of. Each method gives one complete element: tag, length, content.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-X.690">X.690, distinguished encoding rules</a>
 */
final class Der {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;

    /** Context-specific; the number of the field is added. */
    private static final int IMPLICIT = 0x80;

    private static final int EXPLICIT = 0xA0;

    private static final int LONG_FORM = 0x80;
    private static final int FIRST_YEAR_OF_GENERALIZED_TIME = 2050;
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT);
    private static final DateTimeFormatter GENERALIZED = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT);

    private Der() {}

    static byte[] sequence(byte[]... elements) {
        return element(SEQUENCE, concat(elements));
    }

    /** The element in an envelope that carries the field's number. */
    static byte[] explicit(int number, byte[] element) {
        return element(EXPLICIT | number, element);
    }

    /** The content of a primitive type under the field's number instead of the type's own tag. */
    static byte[] implicit(int number, byte[] content) {
        return element(IMPLICIT | number, content);
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    static byte[] integer(int value) {
        return integer(BigInteger.valueOf(value));
    }

    /** FALSE has no method: where it may stand it is the default, and DER leaves defaults out. */
    static byte[] yes() {
        return element(BOOLEAN, new byte[] {(byte) 0xFF});
    }

    static byte[] none() {
        return element(NULL, new byte[0]);
    }

    static byte[] octetString(byte[] bytes) {
        return element(OCTET_STRING, bytes);
    }

    /** A string of whole bytes. */
    static byte[] bitString(byte[] bytes) {
        return element(BIT_STRING, concat(new byte[] {0}, bytes));
    }

    /** A list of named bits, of which bit 0 is the most significant; zeros behind the last one are left out (X.690, 11.2.2). */
    static byte[] namedBits(int... numbers) {
        BitSet reversed = new BitSet();
        int highest = 0;
        for (int number : numbers) {
            reversed.set(number / 8 * 8 + 7 - number % 8);
            highest = Math.max(highest, number);
        }
        int unused = 7 - highest % 8;
        return element(BIT_STRING, concat(new byte[] {(byte) unused}, reversed.toByteArray()));
    }

    /** @param dotted as in {@code 2.5.29.17} */
    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        base128(content, Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            base128(content, Integer.parseInt(arcs[i]));
        }
        return element(OBJECT_IDENTIFIER, content.toByteArray());
    }

    private static void base128(ByteArrayOutputStream out, int value) {
        for (int shift = (31 - Integer.numberOfLeadingZeros(value | 1)) / 7 * 7; shift > 0; shift -= 7) {
            out.write(0x80 | ((value >>> shift) & 0x7F));
        }
        out.write(value & 0x7F);
    }

    /** In whole seconds; with a year of two digits until 2049 and of four from 2050 (RFC 5280, 4.1.2.5). */
    static byte[] time(Instant instant) {
        ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
        boolean isLate = time.getYear() >= FIRST_YEAR_OF_GENERALIZED_TIME;
        String text = time.format(isLate ? GENERALIZED : UTC);
        return element(isLate ? GENERALIZED_TIME : UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        if (content.length < LONG_FORM) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int signByte = length[0] == 0 ? 1 : 0;
            out.write(LONG_FORM | length.length - signByte);
            out.write(length, signByte, length.length - signByte);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The numbers in the bytes of values. */
final class Numbers {
    /** More than a server writes for any number; longer texts are not looked at, for the time it would take. */
    private static final int LONGEST_TEXT = 400;

    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");
    private static final Pattern EXACT = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)");
    private static final Pattern REAL = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private Numbers() {}

    /** The lowest byte first. */
    static long littleBits(Bytes wire, int start, int length) {
        long bits = 0;
        for (int i = length - 1; i >= 0; i--) {
            bits = bits << 8 | wire.byteAt(start + i);
        }
        return bits;
    }

    /** Up to eight bytes. */
    static BigInteger little(Bytes wire, boolean unsigned) {
        long bits = littleBits(wire, 0, wire.length());
        if (unsigned) {
            return new BigInteger(Long.toUnsignedString(bits));
        }
        int unused = Long.SIZE - Byte.SIZE * wire.length();
        return BigInteger.valueOf(unused == Long.SIZE ? 0 : bits << unused >> unused);
    }

    static Optional<BigInteger> whole(Bytes wire) {
        return matching(WHOLE, wire).map(BigInteger::new);
    }

    static Optional<BigDecimal> exact(Bytes wire) {
        return matching(EXACT, wire).map(BigDecimal::new);
    }

    static OptionalDouble real(String text) {
        return text.length() <= LONGEST_TEXT && REAL.matcher(text).matches()
                ? OptionalDouble.of(Double.parseDouble(text))
                : OptionalDouble.empty();
    }

    /** Four bytes or eight. */
    static double real(Bytes wire) {
        long bits = littleBits(wire, 0, wire.length());
        return wire.length() == Float.BYTES ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }

    /** Four bytes or eight. */
    static String realText(Bytes wire) {
        return wire.length() == Float.BYTES ? realText((float) real(wire)) : servers(Double.toString(real(wire)));
    }

    static String realText(float number) {
        return servers(Float.toString(number));
    }

    /** 1 for Java's 1.0, 1e20 for its 1.0E20. */
    private static String servers(String java) {
        String mantissa = java.replace("E", "e").replace(".0e", "e");
        return mantissa.endsWith(".0") ? mantissa.substring(0, mantissa.length() - 2) : mantissa;
    }

    private static Optional<String> matching(Pattern pattern, Bytes wire) {
        return Optional.of(wire)
                .filter(bytes -> bytes.length() <= LONGEST_TEXT)
                .map(Bytes::utf8)
                .filter(text -> pattern.matcher(text).matches());
    }
}

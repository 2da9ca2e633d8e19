package io.mysqlproxy.protocol.wire;

/**
 * The four sizes of a length-encoded integer, and the first bytes that tell them.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html">Integer types</a>
 */
public final class LenEnc {
    /** The first byte that stands for SQL NULL and is no integer. */
    public static final int NULL = 0xfb;

    /** The first byte of an integer whose value is in the 2 bytes behind it. */
    public static final int IN_2_BYTES = 0xfc;

    /** The first byte of an integer whose value is in the 3 bytes behind it. */
    public static final int IN_3_BYTES = 0xfd;

    /** The first byte of an integer whose value is in the 8 bytes behind it. */
    public static final int IN_8_BYTES = 0xfe;

    private LenEnc() {}

    /** Bytes that the integer with this first byte takes: 1, 3, 4 or 9; 1 for what is no integer. */
    public static int size(int firstByte) {
        return switch (firstByte) {
            case IN_2_BYTES -> 3;
            case IN_3_BYTES -> 4;
            case IN_8_BYTES -> 9;
            default -> 1;
        };
    }

    /** Bytes that the shortest form of the unsigned value takes: 1, 3, 4 or 9. */
    static int smallestSize(long value) {
        if (Long.compareUnsigned(value, NULL) < 0) {
            return 1;
        }
        if (Long.compareUnsigned(value, 1L << 16) < 0) {
            return 3;
        }
        return Long.compareUnsigned(value, 1L << 24) < 0 ? 4 : 9;
    }

    /** The first byte of a form of that size: 3, 4 or 9. */
    static int firstByte(int size) {
        return switch (size) {
            case 3 -> IN_2_BYTES;
            case 4 -> IN_3_BYTES;
            default -> IN_8_BYTES;
        };
    }
}

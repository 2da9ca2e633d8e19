package io.mysqlproxy.protocol.wire;

/** The four sizes of a length-encoded integer, and the first bytes that tell them. */
final class LenEnc {
    /** The first byte that stands for SQL NULL and is no integer. */
    static final int NULL = 0xfb;

    static final int IN_2_BYTES = 0xfc;
    static final int IN_3_BYTES = 0xfd;
    static final int IN_8_BYTES = 0xfe;

    private LenEnc() {}

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

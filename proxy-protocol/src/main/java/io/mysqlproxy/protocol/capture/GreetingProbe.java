package io.mysqlproxy.protocol.capture;

/** Tells from the first bytes of a connection's side whether it is a MySQL server. */
enum GreetingProbe {
    YES,
    NO,
    /** Too few bytes to tell. */
    UNDECIDED;

    /** Enough to tell: a frame header, the protocol version or the mark of an error, and two bytes more. */
    static final int LENGTH = 7;

    private static final int PROTOCOL_VERSION = 10;
    private static final int ERROR = 0xff;

    /** The range of error codes that servers refuse a connection with, 1000 to 1999: in the second byte that is 03 to 07. */
    private static final int LOWEST_CODE = 0x03;

    private static final int HIGHEST_CODE = 0x07;

    /** The first packet of a server: shorter than 64 KiB, sequence id 0, then 0A and a version in text, or FF and an error code. */
    static GreetingProbe of(byte[] bytes, int at, int length) {
        for (int i = 0; i < Math.min(length, LENGTH); i++) {
            if (!fits(bytes, at, i)) {
                return NO;
            }
        }
        return length < LENGTH ? UNDECIDED : YES;
    }

    private static boolean fits(byte[] bytes, int at, int index) {
        int value = bytes[at + index] & 0xff;
        return switch (index) {
            case 2, 3 -> value == 0;
            case 4 -> value == PROTOCOL_VERSION || value == ERROR;
            case 5 -> isError(bytes, at) || isPrintable(value);
            case 6 -> isError(bytes, at) ? value >= LOWEST_CODE && value <= HIGHEST_CODE : isPrintable(value);
            default -> true;
        };
    }

    private static boolean isError(byte[] bytes, int at) {
        return (bytes[at + 4] & 0xff) == ERROR;
    }

    private static boolean isPrintable(int value) {
        return value > ' ' && value < 0x7f;
    }
}

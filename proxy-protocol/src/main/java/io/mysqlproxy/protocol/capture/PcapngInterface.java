package io.mysqlproxy.protocol.capture;

/**
 * What an interface description block of pcapng tells that matters here.
 *
 * @param snapLength bytes captured of a packet at most; 0 for no limit
 * @param resolution as in if_tsresol: units of 10 to the power of minus this, or with the highest bit set of 2
 * @param offsetSeconds what is to be added to every time
 */
record PcapngInterface(int linkType, long snapLength, int resolution, long offsetSeconds) {
    private static final int HEADER = 8;
    private static final int END_OF_OPTIONS = 0;
    private static final int TIME_RESOLUTION = 9;
    private static final int TIME_OFFSET = 14;
    private static final int MICROSECONDS = 6;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** As many bits of a second's fraction as can be multiplied by a million; finer ones are below a picosecond. */
    private static final int MOST_FRACTION_BITS = 43;

    private static final int DIGITS_OF_LONG = 18;

    static PcapngInterface read(CaptureInput in, int body, int length) {
        int resolution = MICROSECONDS;
        long offset = 0;
        for (int at = HEADER; length - at >= 4; ) {
            int option = in.int2(body + at);
            int size = in.int2(body + at + 2);
            at += 4;
            if (option == END_OF_OPTIONS || size > length - at) {
                break;
            }
            if (option == TIME_RESOLUTION && size >= 1) {
                resolution = in.int1(body + at);
            } else if (option == TIME_OFFSET && size >= Long.BYTES) {
                offset = int8(in, body + at);
            }
            at += (size + 3) & ~3;
        }
        return length < HEADER
                ? new PcapngInterface(-1, 0, resolution, offset)
                : new PcapngInterface(in.int2(body), in.unsigned4(body + 4), resolution, offset);
    }

    private static long int8(CaptureInput in, int at) {
        long first = in.unsigned4(at);
        long second = in.unsigned4(at + 4);
        return in.isBigEndian() ? first << 32 | second : second << 32 | first;
    }

    /** A time in the interface's units, unsigned, as microseconds since 1970. */
    long micros(long units) {
        long micros =
                (resolution & 0x80) == 0 ? ofPowerOfTen(units, resolution) : ofPowerOfTwo(units, resolution & 0x7f);
        return micros + offsetSeconds * MICROS_PER_SECOND;
    }

    private static long ofPowerOfTen(long units, int power) {
        if (power <= MICROSECONDS) {
            return units * (long) Math.pow(10, MICROSECONDS - power);
        }
        int digits = power - MICROSECONDS;
        return digits > DIGITS_OF_LONG ? 0 : Long.divideUnsigned(units, (long) Math.pow(10, digits));
    }

    private static long ofPowerOfTwo(long units, int power) {
        if (power >= Long.SIZE) {
            return 0;
        }
        long seconds = units >>> power;
        long fraction = units - (seconds << power);
        int dropped = Math.max(0, power - MOST_FRACTION_BITS);
        return seconds * MICROS_PER_SECOND + (((fraction >>> dropped) * MICROS_PER_SECOND) >>> (power - dropped));
    }

    /** How many bytes of a packet of this length were captured. */
    long captured(long original) {
        return snapLength == 0 ? original : Math.min(original, snapLength);
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * The integers of variable length of MySQL's serialization library, 1 to 9 bytes: as many 1 bits as the first byte ends with, so many bytes follow; the number
 * stands in the bits above them, lowest byte first.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/PageLibsMysqlSerialization.html">Library: serialization</a>
 */
final class VarLen {
    private static final int LONGEST = 9;
    private static final int BITS_PER_BYTE = 7;

    private VarLen() {}

    /** An unsigned number of 64 bits. */
    static long decode(WireReader reader, String what) {
        int first = reader.int1(what);
        int more = Integer.numberOfTrailingZeros(~first);
        if (more >= LONGEST - 1) {
            return reader.int8(what);
        }
        long value = 0;
        for (int i = 0; i < more; i++) {
            value |= (long) reader.int1(what) << (Byte.SIZE * i);
        }
        int bits = BITS_PER_BYTE - more;
        return value << bits | first >> (more + 1);
    }

    /** A number that is at most so large. */
    static long decode(WireReader reader, String what, int most) {
        int at = reader.position();
        long value = decode(reader, what);
        if (Long.compareUnsigned(value, most) > 0) {
            throw new MalformedPacketException(at, what + " up to " + most, Long.toUnsignedString(value));
        }
        return value;
    }

    /** Writes the shortest form. */
    static void encode(long value, WireWriter writer) {
        int more = 0;
        while (more < LONGEST - 1 && value >>> (BITS_PER_BYTE * (more + 1)) != 0) {
            more++;
        }
        if (more == LONGEST - 1) {
            writer.int1(0xff).int8(value);
            return;
        }
        long shifted = value << (more + 1) | ((1L << more) - 1);
        for (int i = 0; i <= more; i++) {
            writer.int1((int) (shifted >>> (Byte.SIZE * i)) & 0xff);
        }
    }

    /** Signed numbers have their sign in the lowest bit. */
    static long signed(long unsigned) {
        return unsigned >>> 1 ^ -(unsigned & 1);
    }

    static long unsigned(long signed) {
        return signed << 1 ^ signed >> (Long.SIZE - 1);
    }
}

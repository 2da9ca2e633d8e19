package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;

/**
 * Which values of a row or of a list of parameters are NULL, and so have no bytes of their own: one bit each, the lowest of the first byte first.
 *
 * @param offset bits in front of the first value's, which mean nothing: 2 in rows, 0 before parameters
 */
record NullBitmap(Bytes bits, int offset) {
    static final int ROW_OFFSET = 2;

    /** Reads as many bytes as that many values need. */
    static NullBitmap decode(WireReader reader, int values, int offset) {
        long length = ((long) values + offset + Byte.SIZE - 1) / Byte.SIZE; // LIM-4
        return new NullBitmap(reader.bytes(Math.toIntExact(length), "bitmap of the NULLs"), offset);
    }

    /** Whether the value at the index, from 0, is NULL. */
    boolean has(int index) {
        int bit = index + offset;
        return (bits.byteAt(bit / Byte.SIZE) >> (bit % Byte.SIZE) & 1) != 0;
    }
}

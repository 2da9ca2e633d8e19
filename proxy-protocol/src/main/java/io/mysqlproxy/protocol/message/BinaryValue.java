package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * A value in the binary form that parameters have: how long it is follows from its type.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html#sect_protocol_binary_resultset_row_value">Binary
 *     protocol value</a>
 */
final class BinaryValue {
    private static final int TYPE = 0xff;

    /** How the length is told, if the type does not fix it. */
    private static final int LENGTH_IN_ONE_BYTE = -1;

    private static final int LENGTH_ENCODED = -2;

    private BinaryValue() {}

    /** The value without its length in front. */
    static Bytes decode(int type, WireReader reader) {
        int at = reader.position();
        int length = length(type & TYPE, at);
        return switch (length) {
            case LENGTH_ENCODED -> reader.stringLenEnc("value");
            case LENGTH_IN_ONE_BYTE -> reader.bytes(reader.int1("length of value"), "value");
            default -> reader.bytes(length, "value");
        };
    }

    static void encode(int type, Bytes value, WireWriter writer) {
        switch (length(type & TYPE, writer.length())) {
            case LENGTH_ENCODED -> writer.stringLenEnc(value);
            case LENGTH_IN_ONE_BYTE -> writer.int1(value.length()).bytes(value);
            default -> writer.bytes(value);
        }
    }

    private static int length(int type, int at) {
        return switch (type) {
            case 6 -> 0; // NULL
            case 1 -> 1; // TINY
            case 2, 13 -> 2; // SHORT, YEAR
            case 3, 4, 9 -> 4; // LONG, FLOAT, INT24
            case 5, 8 -> 8; // DOUBLE, LONGLONG
            case 7, 10, 11, 12 -> LENGTH_IN_ONE_BYTE; // TIMESTAMP, DATE, TIME, DATETIME
            case 0, 15, 16, 242, 245, 246, 247, 248, 249, 250, 251, 252, 253, 254, 255 ->
                LENGTH_ENCODED; // DECIMAL, VARCHAR, BIT, VECTOR, JSON, NEWDECIMAL, ENUM, SET, BLOBs, strings, GEOMETRY
            default -> throw new MalformedPacketException(at, "a value of a known type", "type " + type);
        };
    }
}

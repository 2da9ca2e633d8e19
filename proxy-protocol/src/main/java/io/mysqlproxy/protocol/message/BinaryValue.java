package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * A value in the binary form that parameters have: how long it is follows from its type. Servers read parameters of any type that is not in the table
 * below as length-encoded, INT24 and YEAR among them, which have fixed lengths in rows (STM-10); so are temporal values (STM-11).
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html#sect_protocol_binary_resultset_row_value">Binary
 *     protocol value</a>
 */
final class BinaryValue {
    private static final int TYPE = 0xff;

    private static final int LENGTH_ENCODED = -1;

    private BinaryValue() {}

    /** The value without its length in front. */
    static Bytes decode(int type, WireReader reader) {
        int length = length(type & TYPE);
        return length == LENGTH_ENCODED ? reader.stringLenEnc("value") : reader.bytes(length, "value");
    }

    static void encode(int type, Bytes value, WireWriter writer) {
        if (length(type & TYPE) == LENGTH_ENCODED) {
            writer.stringLenEnc(value);
        } else {
            writer.bytes(value);
        }
    }

    private static int length(int type) {
        return switch (type) {
            case 6 -> 0; // NULL
            case 1 -> 1; // TINY
            case 2 -> 2; // SHORT
            case 3, 4 -> 4; // LONG, FLOAT
            case 5, 8 -> 8; // DOUBLE, LONGLONG
            default -> LENGTH_ENCODED;
        };
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * A column, as clients before protocol 41 are told of it: a row of length-encoded values.
 *
 * <pre>
 *   table (lenstr)  name (lenstr)
 *   03  length (3)
 *   01  type (1)
 *   03  flags (2)  decimals (1)       or 02  flags (1)  decimals (1) without LONG_FLAG
 *   [ {@link ColumnDefault} ]         in the answer to COM_FIELD_LIST
 * </pre>
 *
 * @param longFlags whether the flags take two bytes, which the byte before them tells
 */
public record ColumnDefinition320(
        Bytes table,
        Bytes name,
        long length,
        int type,
        boolean longFlags,
        ColumnFlags flags,
        int decimals,
        ColumnDefault defaultValue,
        Oddities oddities)
        implements ColumnDefinition {
    private static final int LENGTH_SIZE = 3;
    private static final int TYPE_SIZE = 1;
    private static final int LONG_FLAGS_SIZE = 3;
    private static final int SHORT_FLAGS_SIZE = 2;

    static ColumnDefinition320 decode(WireReader reader, boolean withDefault) {
        Bytes table = reader.stringLenEnc("table");
        Bytes name = reader.stringLenEnc("name");
        reader.header(LENGTH_SIZE, "size of length");
        int length = reader.int3("length");
        reader.header(TYPE_SIZE, "size of type");
        int type = reader.int1("type");
        boolean longFlags = isLong(reader);
        ColumnFlags flags = new ColumnFlags(longFlags ? reader.int2("flags") : reader.int1("flags"));
        int decimals = reader.int1("decimals");
        ColumnDefault defaultValue = withDefault ? ColumnDefault.decode(reader) : new ColumnDefault.Absent();
        return new ColumnDefinition320(
                table, name, length, type, longFlags, flags, decimals, defaultValue, reader.oddities());
    }

    private static boolean isLong(WireReader reader) {
        int at = reader.position();
        int size = reader.int1("size of flags and decimals");
        if (size != LONG_FLAGS_SIZE && size != SHORT_FLAGS_SIZE) {
            throw new MalformedPacketException(at, "size of flags and decimals (2 or 3)", Integer.toString(size));
        }
        return size == LONG_FLAGS_SIZE;
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities).stringLenEnc(table).stringLenEnc(name);
        writer.int1(LENGTH_SIZE).int3((int) length).int1(TYPE_SIZE).int1(type);
        if (longFlags) {
            writer.int1(LONG_FLAGS_SIZE).int2(flags.bits());
        } else {
            writer.int1(SHORT_FLAGS_SIZE).int1(flags.bits());
        }
        writer.int1(decimals);
        defaultValue.encode(writer);
        writer.end();
    }

    /** This layout does not tell. */
    @Override
    public int charset() {
        return 0;
    }
}

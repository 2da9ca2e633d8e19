package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The table that the following events with the same table id have rows of.
 *
 * <pre>
 *   table id (6)  flags (2)
 *   length (1)  schema  00   length (1)  table  00
 *   number of columns (lenint)  a type for each (1)  metadata (lenstr)  bitmap of those that may be NULL ((number + 7) / 8)
 *   [ optional metadata: for each field type (1)  value (lenstr) ]     MySQL 8.0 and MariaDB 10.5
 * </pre>
 *
 * @param tableId the server's number for this version of the table, 48 bits
 * @param types codes of the columns' types, as {@link ColumnType} has them
 * @param metadata lengths and digits of the columns whose types need them
 * @param nullable the bitmap: bit 0 of the first byte for the first column
 * @param optional more about the columns, as much as {@code binlog_row_metadata} asks for
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/classmysql_1_1binlog_1_1event_1_1Table__map__event.html">Table_map_event</a>
 */
public record BinlogTableMap(
        long tableId, int flags, Bytes schema, Bytes table, Bytes types, Bytes metadata, Bytes nullable, Bytes optional)
        implements BinlogEventBody {
    private static final int COLUMN_NAMES = 4;

    /** MariaDB's compressed columns, which are no types on the wire. */
    private static final int BLOB_COMPRESSED = 140;

    private static final int VARCHAR_COMPRESSED = 141;

    static BinlogTableMap decode(WireReader reader) {
        long tableId = tableId(reader);
        int flags = reader.int2("flags");
        Bytes schema = name(reader, "schema");
        Bytes table = name(reader, "table");
        Bytes types = reader.stringLenEnc("types of columns");
        Bytes metadata = reader.stringLenEnc("metadata");
        Bytes nullable = reader.bytes((types.length() + 7) / 8, "columns that may be NULL");
        return new BinlogTableMap(tableId, flags, schema, table, types, metadata, nullable, reader.rest());
    }

    /** int&lt;6&gt;, which no other packet has. */
    static long tableId(WireReader reader) {
        return reader.int4("table id") | (long) reader.int2("table id") << 32;
    }

    static void encodeTableId(long tableId, WireWriter writer) {
        writer.int4(tableId & 0xffff_ffffL).int2((int) (tableId >>> 32));
    }

    private static Bytes name(WireReader reader, String what) {
        Bytes name = reader.bytes(reader.int1("length of " + what), what);
        reader.header(0, "end of " + what);
        return name;
    }

    @Override
    public void encode(WireWriter writer) {
        encodeTableId(tableId, writer);
        writer.int2(flags);
        writer.int1(schema.length()).stringNul(schema).int1(table.length()).stringNul(table);
        writer.stringLenEnc(types).stringLenEnc(metadata).bytes(nullable).bytes(optional);
    }

    /**
     * A column.
     *
     * @param code of its type
     * @param metadata a length or number of digits in the form that the type has in binary logs; empty for types without, and if the server's is not understood
     */
    public record Column(int code, Bytes metadata, boolean isNullable) {
        /** ENUM and SET travel as strings, whose metadata say what they are. */
        public ColumnType type() {
            ColumnType type = ColumnType.of(code);
            boolean isDisguised = type == ColumnType.STRING && metadata.length() == 2;
            ColumnType real = isDisguised ? ColumnType.of(metadata.byteAt(0) & 0xff) : type;
            return real == ColumnType.ENUM || real == ColumnType.SET ? real : type;
        }
    }

    /** The columns in their order. */
    public List<Column> columns() {
        int expected = 0;
        for (int i = 0; i < types.length(); i++) {
            expected += metadataSize(types.byteAt(i) & 0xff);
        }
        boolean isUnderstood = expected == metadata.length();
        List<Column> columns = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < types.length(); i++) {
            int code = types.byteAt(i) & 0xff;
            int size = isUnderstood ? metadataSize(code) : 0;
            columns.add(new Column(code, metadata.slice(at, at + size), (nullable.byteAt(i / 8) >> i % 8 & 1) != 0));
            at += size;
        }
        return columns;
    }

    private static int metadataSize(int code) {
        if (code == VARCHAR_COMPRESSED) {
            return 2;
        }
        if (code == BLOB_COMPRESSED) {
            return 1;
        }
        return switch (ColumnType.of(code)) {
            case FLOAT,
                    DOUBLE,
                    TIMESTAMP2,
                    DATETIME2,
                    TIME2,
                    TINY_BLOB,
                    MEDIUM_BLOB,
                    LONG_BLOB,
                    BLOB,
                    JSON,
                    GEOMETRY,
                    VECTOR -> 1;
            case VARCHAR, VAR_STRING, STRING, ENUM, SET, BIT, NEWDECIMAL -> 2;
            default -> 0;
        };
    }

    /** The columns' names, where {@code binlog_row_metadata} is FULL; otherwise empty. */
    public List<Bytes> columnNames() {
        try {
            WireReader reader = WireReader.of(optional);
            while (reader.hasRemaining()) {
                int field = reader.int1("field");
                Bytes value = reader.stringLenEnc("value");
                if (field == COLUMN_NAMES) {
                    return names(WireReader.of(value));
                }
            }
        } catch (MalformedPacketException none) {
            return List.of(); // the metadata are optional, and kept as they came
        }
        return List.of();
    }

    private static List<Bytes> names(WireReader reader) {
        List<Bytes> names = new ArrayList<>();
        while (reader.hasRemaining()) {
            names.add(reader.stringLenEnc("name"));
        }
        return names;
    }
}

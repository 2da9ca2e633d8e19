package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row of a result whose values are in binary form: what COM_STMT_EXECUTE and COM_STMT_FETCH return. The definitions tell where a value ends, so that the
 * row cannot be read without them (RES-4).
 *
 * <pre>
 *   00  bitmap of the NULLs ((columns + 7 + 2) / 8), the first column's bit is the third
 *   for each column that is not NULL: value
 * </pre>
 *
 * Of a row that is too long to be kept, the columns at its end are missing and the last that is there may be cut.
 *
 * @param nulls the bitmap
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html">Binary protocol resultset</a>
 */
public record BinaryRow(Bytes nulls, List<Value> values, Oddities oddities) implements ServerMessage {
    private static final int HEADER = 0x00;

    public BinaryRow {
        values = List.copyOf(values);
    }

    /** Reads a row, which must end behind the last column (LIM-16). */
    public static BinaryRow decode(WireReader reader, List<ColumnDefinition> columns) {
        reader.header(HEADER, "binary row");
        NullBitmap nulls = NullBitmap.decode(reader, columns.size(), NullBitmap.ROW_OFFSET);
        List<Value> values = new ArrayList<>();
        for (ColumnDefinition column : columns) {
            if (nulls.has(values.size())) {
                values.add(new Value.Null());
            } else if (!reader.isPrefix()) {
                values.add(ValueType.of(column).inBinaryRow(reader));
            } else {
                Optional<Value> value =
                        reader.attempt(r -> Optional.of(ValueType.of(column).inBinaryRow(r)));
                if (value.isEmpty()) {
                    break;
                }
                values.add(value.get());
            }
        }
        if (!reader.isPrefix()) {
            reader.end();
        }
        return new BinaryRow(nulls.bits(), values, reader.oddities());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities).int1(HEADER).bytes(nulls);
        BinaryValues.encodeRow(values, writer);
        writer.end();
    }
}

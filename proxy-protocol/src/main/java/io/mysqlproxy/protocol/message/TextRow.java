package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.LenEnc;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row of a result whose values are text: what COM_QUERY returns.
 *
 * <pre>
 *   for each column: value (lenstr), or FB for NULL
 * </pre>
 *
 * Of a row that is too long to be kept, the columns at its end are missing and the last that is there may be cut.
 *
 * @param values as they travelled; empty for NULL
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query_response_text_resultset_row.html">Text resultset row</a>
 */
public record TextRow(List<Optional<Bytes>> values, Oddities oddities) implements ServerMessage {
    public TextRow {
        values = List.copyOf(values);
    }

    /**
     * Reads a row, which must end behind the last column (LIM-16).
     *
     * @param columns as many as the result has
     */
    public static TextRow decode(WireReader reader, int columns) {
        List<Optional<Bytes>> values = new ArrayList<>();
        if (reader.isPrefix()) {
            boolean more = true;
            while (more && values.size() < columns && reader.hasRemaining()) {
                more = reader.attempt(r -> Optional.of(decodeValue(r)))
                        .map(values::add)
                        .orElse(false);
            }
        } else {
            while (values.size() < columns) {
                values.add(decodeValue(reader));
            }
            reader.end();
        }
        return new TextRow(values, reader.oddities());
    }

    private static Optional<Bytes> decodeValue(WireReader reader) {
        if (reader.peek("value") == LenEnc.NULL) {
            reader.header(LenEnc.NULL, "NULL");
            return Optional.empty();
        }
        return Optional.of(reader.isPrefix() ? reader.stringLenEncOrRest("value") : reader.stringLenEnc("value"));
    }

    /** The value of the column at the index, from 0, as its definition has it read. */
    public Value value(int column, ColumnDefinition definition) {
        return values.get(column)
                .map(wire -> ValueType.of(definition).inTextRow(wire))
                .orElseGet(Value.Null::new);
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities);
        for (int i = 0; i < values.size(); i++) {
            Optional<Bytes> value = values.get(i);
            if (value.isEmpty()) {
                writer.int1(LenEnc.NULL);
            } else if (i == values.size() - 1) {
                writer.stringLenEncOrRest(value.get());
            } else {
                writer.stringLenEnc(value.get());
            }
        }
        writer.end();
    }
}

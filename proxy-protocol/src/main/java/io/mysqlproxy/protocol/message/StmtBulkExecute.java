package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * COM_STMT_BULK_EXECUTE: a prepared statement with many sets of values for its parameters. MariaDB only.
 *
 * <pre>
 *   FA  statement id (4)  flags (2)
 *   [ type (2) for each parameter ]     if the flags say so
 *   for each row, for each parameter: indicator (1)  value if the indicator is 0     the packet's end is the last row's (BLK-1)
 * </pre>
 *
 * @param statementId the server's; FFFFFFFF is the statement prepared last
 * @param types those in the packet, or else those remembered (BLK-2)
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol/3-binary-protocol-prepared-statements/com_stmt_bulk_execute">COM_STMT_BULK_EXECUTE</a>
 */
public record StmtBulkExecute(
        long statementId,
        BulkFlags flags,
        List<ParameterType> types,
        List<BulkRow> rows,
        Dissection dissection,
        Oddities oddities)
        implements StatementCommand {
    static final int CODE = 0xfa;

    public StmtBulkExecute {
        types = List.copyOf(types);
        rows = List.copyOf(rows);
    }

    /** Reads what follows the code. */
    static StmtBulkExecute decode(WireReader reader, ExecuteContext context, CharacterSet characterSet) {
        long statementId = reader.int4("statement id");
        BulkFlags flags = new BulkFlags(reader.int2("flags"));
        if (context.parameters().isEmpty()) {
            return undissected(statementId, flags, Dissection.STATEMENT_UNKNOWN, reader);
        }
        int parameters = context.parameters().getAsInt();
        List<ParameterType> types = context.types();
        if (flags.has(BulkFlag.SEND_TYPES_TO_SERVER)) {
            types = ParameterType.decode(reader, parameters, false);
        } else if (types.size() < parameters) {
            return undissected(statementId, flags, Dissection.TYPES_UNKNOWN, reader);
        }
        types = types.subList(0, parameters);
        List<BulkRow> rows = new ArrayList<>();
        boolean whole = true;
        while (whole && reader.hasRemaining() && parameters > 0) {
            BulkRow row = BulkRow.decode(reader, types, characterSet);
            whole = row.values().size() == parameters;
            if (!row.values().isEmpty()) {
                rows.add(row);
            }
        }
        Dissection dissection = reader.isPrefix() ? Dissection.CUT : Dissection.COMPLETE;
        return new StmtBulkExecute(statementId, flags, types, rows, dissection, reader.oddities());
    }

    private static StmtBulkExecute undissected(
            long statementId, BulkFlags flags, Dissection dissection, WireReader reader) {
        return new StmtBulkExecute(statementId, flags, List.of(), List.of(), dissection, reader.oddities());
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public void encodeBody(WireWriter writer) {
        writer.int4(statementId).int2(flags.bits());
        if (flags.has(BulkFlag.SEND_TYPES_TO_SERVER)) {
            types.forEach(type -> type.encode(writer));
        }
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).encode(i == rows.size() - 1, writer);
        }
    }

    /**
     * Values for all parameters, or for the first of them if the packet is cut.
     *
     * @param indicators a byte for each value: 0 there is one, 1 NULL, 2 the column's default, 3 leave the column alone
     */
    public record BulkRow(Bytes indicators, List<ParameterValue> values) {
        private static final int VALUE = 0;
        private static final int NULL = 1;
        private static final int DEFAULT = 2;
        private static final int IGNORE = 3;

        public BulkRow {
            values = List.copyOf(values);
        }

        private static BulkRow decode(WireReader reader, List<ParameterType> types, CharacterSet characterSet) {
            WireWriter indicators = new WireWriter();
            List<ParameterValue> values = new ArrayList<>();
            for (ParameterType type : types) {
                int indicator = reader.peekAt(0);
                Optional<ParameterValue> value = reader.isPrefix()
                        ? reader.attempt(r -> Optional.of(decodeValue(r, type, characterSet)))
                        : Optional.of(decodeValue(reader, type, characterSet));
                if (value.isEmpty()) {
                    break;
                }
                indicators.int1(indicator);
                values.add(value.get());
            }
            return new BulkRow(indicators.toBytes(), values);
        }

        private static ParameterValue decodeValue(WireReader reader, ParameterType type, CharacterSet characterSet) {
            int at = reader.position();
            int indicator = reader.int1("indicator");
            return switch (indicator) {
                case VALUE -> type.valueType(characterSet).inParameter(reader, reader.isPrefix());
                case NULL -> new Value.Null();
                case DEFAULT -> new ParameterValue.Default();
                case IGNORE -> new ParameterValue.Ignore();
                default -> throw new MalformedPacketException(at, "an indicator from 0 to 3", "" + indicator);
            };
        }

        private void encode(boolean last, WireWriter writer) {
            int lastString = last ? BinaryValues.lastString(values) : -1;
            for (int i = 0; i < values.size(); i++) {
                writer.int1(indicators.byteAt(i));
                BinaryValues.encode(values.get(i), i == lastString, writer);
            }
        }
    }
}

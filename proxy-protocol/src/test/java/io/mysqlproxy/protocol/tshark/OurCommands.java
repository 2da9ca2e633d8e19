package io.mysqlproxy.protocol.tshark;

import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.AdministrationCommand;
import io.mysqlproxy.protocol.message.AuthSwitchRequest;
import io.mysqlproxy.protocol.message.BinaryRow;
import io.mysqlproxy.protocol.message.BinlogEvent;
import io.mysqlproxy.protocol.message.BulkFlag;
import io.mysqlproxy.protocol.message.ChangeUser;
import io.mysqlproxy.protocol.message.ColumnCount;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.ColumnDefinition41;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.Eof;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.ParameterType;
import io.mysqlproxy.protocol.message.ParameterValue;
import io.mysqlproxy.protocol.message.PrepareOk;
import io.mysqlproxy.protocol.message.StatementCommand;
import io.mysqlproxy.protocol.message.StatisticsText;
import io.mysqlproxy.protocol.message.StmtBulkExecute;
import io.mysqlproxy.protocol.message.StmtExecute;
import io.mysqlproxy.protocol.message.StmtSendLongData;
import io.mysqlproxy.protocol.message.TextRow;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.message.Value;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What this decoder says about a packet of the command phase, in tshark's fields. */
final class OurCommands {
    /** The fields of tshark's that are compared in the command phase; {@code row} is ours for a packet that has any part of a row, {@code values} for those of a binary row or an execute, in their order. */
    static final Set<String> COMPARED = Set.of(
            "packet_length",
            "packet_number",
            "command",
            "query",
            "schema",
            "user",
            "option",
            "response_code",
            "error_code",
            "sqlstate",
            "error.message",
            "affected_rows",
            "insert_id",
            "server_status",
            "warnings",
            "num_fields",
            "field.catalog",
            "field.db",
            "field.table",
            "field.org_table",
            "field.name",
            "field.org_name",
            "field.charsetnr",
            "field.length",
            "field.type",
            "field.flags",
            "field.decimals",
            "row",
            "row.text",
            "stmt_id",
            "num_params",
            "num_rows",
            "message",
            "session_track.type",
            "session_track.sysvar.name",
            "session_track.sysvar.value",
            "session_track.schema",
            "session_track.state_change",
            "session_track.gtids.encoding",
            "session_track.gtids",
            "session_track.transaction_characteristics",
            "session_track.transaction_state",
            "binlog.event_header.timestamp",
            "binlog.event_header.event_type",
            "binlog.event_header.server_id",
            "binlog.event_header.event_size",
            "binlog.event_header.log_position",
            "binlog.event_header.flags",
            "values",
            "malformed");

    /** For a number of floating point, of which tshark shows some digits. */
    static final String REAL = "real";

    /** For a string of which tshark shows the wrong bytes: it begins within the length. */
    static final String LONG = "more than 250 bytes";

    static final int LONGEST_SHOWN = 250;

    /** Bytes of year, month, day, hour, minute, second, microseconds. */
    private static final int[] DATE_TIME = {2, 1, 1, 1, 1, 1, 4};

    /** Bytes of sign, days, hour, minute, second, microseconds. */
    private static final int[] TIME = {1, 4, 1, 1, 1, 4};

    /** As tshark writes it in a text row; the text of these four letters looks the same there. */
    static final String NULL = "NULL";

    private static final String NULL_AS_TEXT = "4e554c4c";

    private OurCommands() {}

    static void fields(PacketEvent event, TsharkPacket to) {
        MySqlMessage message = event.message();
        if (event.kind().manualName().startsWith("COM_") && event.length() > 0) {
            to.number("command", Byte.toUnsignedInt(event.payload().get(0)));
        }
        switch (message) {
            case Command.Query m -> text("query", m.sql().unsafeReveal(), to);
            case StatementCommand.StmtPrepare m -> text("query", m.sql().unsafeReveal(), to);
            case Command.InitDb m -> text("schema", m.schema(), to);
            case AdministrationCommand.CreateDb m -> text("schema", m.schema(), to);
            case AdministrationCommand.DropDb m -> text("schema", m.schema(), to);
            case ChangeUser m -> {
                text("user", m.user(), to);
                m.database().ifPresent(schema -> text("schema", schema, to));
            }
            case Command.SetOption m -> to.number("option", m.option());
            case StatementCommand.StmtClose m -> to.number("stmt_id", m.statementId());
            case StatementCommand.StmtReset m -> to.number("stmt_id", m.statementId());
            case StatementCommand.StmtFetch m ->
                to.number("stmt_id", m.statementId()).number("num_rows", m.rows());
            case StmtExecute m -> {
                to.number("stmt_id", m.statementId());
                types(
                        m.parameters().typesFollow().orElse(0) == 1,
                        m.parameters().types(),
                        to);
                values(m.parameters().values(), to);
            }
            case StmtBulkExecute m -> {
                to.number("stmt_id", m.statementId());
                types(m.flags().has(BulkFlag.SEND_TYPES_TO_SERVER), m.types(), to);
                m.rows().forEach(row -> values(row.values(), to));
            }
            case StmtSendLongData m -> to.number("stmt_id", m.statementId());
            case PrepareOk m -> prepared(m, to);
            case ColumnCount m -> to.number("num_fields", m.columns());
            case ColumnDefinition m -> definition(m, to);
            case TextRow m -> row(m, to);
            case BinaryRow m -> {
                to.number("row", 1).number("response_code", Ok.HEADER);
                values(m.values(), to);
            }
            case BinlogEvent m -> {
                to.number("response_code", Ok.HEADER);
                event(m, to);
            }
            case Eof m -> {
                to.number("response_code", Eof.HEADER);
                m.warnings().ifPresent(count -> to.number("warnings", count));
                m.status().ifPresent(status -> to.number("server_status", status.bits()));
            }
            case Ok m -> ok(m, to);
            case Err m -> {
                to.number("response_code", Err.HEADER).number("error_code", m.code());
                m.sqlState().ifPresent(state -> text("sqlstate", state, to));
                text("error.message", m.message().unsafeReveal(), to);
            }
            case AuthSwitchRequest m -> to.number("response_code", AuthSwitchRequest.HEADER);
            case StatisticsText m -> text("message", m.text(), to);
            case Undecodable m -> to.number("malformed", 1);
            default -> {
                if (event.kind() == PacketKind.BINARY_ROW) {
                    to.number("row", 1).number("response_code", Ok.HEADER);
                }
            }
        }
    }

    private static void values(List<? extends ParameterValue> values, TsharkPacket to) {
        for (ParameterValue value : values) {
            switch (value) {
                case Value.Int number -> to.add("values", number.text());
                case Value.Real number -> to.add("values", REAL);
                case Value.DateTime time -> parts(time.wire(), DATE_TIME, to);
                case Value.Time time -> parts(time.wire(), TIME, to);
                case Value.Null none -> {}
                case Value other ->
                    to.add(
                            "values",
                            other.wire().length() > LONGEST_SHOWN
                                    ? LONG
                                    : other.wire().toHex());
                default -> {}
            }
        }
    }

    /** The length, and the numbers that are there. */
    private static void parts(Bytes wire, int[] sizes, TsharkPacket to) {
        to.add("values", "" + wire.length());
        int at = 0;
        for (int size : sizes) {
            if (at + size > wire.length()) {
                return;
            }
            long part = 0;
            for (int i = size - 1; i >= 0; i--) {
                part = (part << 8) | (wire.byteAt(at + i) & 0xff);
            }
            to.add("values", "" + part);
            at += size;
        }
    }

    private static void event(BinlogEvent m, TsharkPacket to) {
        to.number("binlog.event_header.timestamp", m.timestamp())
                .number("binlog.event_header.event_type", m.type().code())
                .number("binlog.event_header.server_id", m.serverId())
                .number("binlog.event_header.event_size", m.size())
                .number("binlog.event_header.log_position", m.nextPosition())
                .number("binlog.event_header.flags", m.flags().bits());
    }

    private static void ok(Ok m, TsharkPacket to) {
        to.number("response_code", m.header()).number("affected_rows", m.affectedRows());
        if (m.lastInsertId() != 0) {
            to.number("insert_id", m.lastInsertId());
        }
        m.status().ifPresent(status -> to.number("server_status", status.bits()));
        m.warnings().ifPresent(warnings -> to.number("warnings", warnings));
        OurPackets.news(m, to);
    }

    private static void prepared(PrepareOk m, TsharkPacket to) {
        to.number("response_code", Ok.HEADER)
                .number("stmt_id", m.statementId())
                .number("num_fields", m.columns())
                .number("num_params", m.parameters());
        m.warnings().ifPresent(warnings -> to.number("warnings", warnings));
    }

    private static void definition(ColumnDefinition m, TsharkPacket to) {
        if (m instanceof ColumnDefinition41 full) {
            text("field.catalog", full.catalog(), to);
            text("field.db", full.schema(), to);
            text("field.table", full.table(), to);
            text("field.org_table", full.originalTable(), to);
            text("field.org_name", full.originalName(), to);
            to.number("field.charsetnr", full.charset()).number("field.length", full.length());
        }
        text("field.name", m.name(), to);
        to.number("field.type", m.type())
                .number("field.flags", m.flags().bits())
                .number("field.decimals", m.decimals());
    }

    /** Those in the packet, not those remembered from one before. */
    private static void types(boolean follow, List<ParameterType> types, TsharkPacket to) {
        if (follow) {
            types.forEach(type -> to.number("field.type", type.bits() & 0xff));
        }
    }

    private static void row(TextRow m, TsharkPacket to) {
        to.number("row", 1);
        for (Optional<Bytes> value : m.values()) {
            String shown = value.map(bytes -> withoutZero(bytes.toHex())).orElse(NULL);
            if (!shown.isEmpty()) {
                to.add("row.text", shown.equals(NULL_AS_TEXT) ? NULL : shown);
            }
        }
    }

    /** tshark shows no field for an empty text, and its values are compared without a final 00. */
    private static void text(String field, Bytes value, TsharkPacket to) {
        String shown = withoutZero(value.toHex());
        if (!shown.isEmpty()) {
            to.add(field, shown);
        }
    }

    private static String withoutZero(String hex) {
        return hex.endsWith("00") ? hex.substring(0, hex.length() - 2) : hex;
    }
}

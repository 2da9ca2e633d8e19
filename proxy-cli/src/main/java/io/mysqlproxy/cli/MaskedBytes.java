package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.digest.SqlMode;
import io.mysqlproxy.protocol.digest.StatementLiterals;
import io.mysqlproxy.protocol.message.BinaryRow;
import io.mysqlproxy.protocol.message.BinlogEvent;
import io.mysqlproxy.protocol.message.ChangeUser;
import io.mysqlproxy.protocol.message.CloneCommand;
import io.mysqlproxy.protocol.message.CloneResponse;
import io.mysqlproxy.protocol.message.ColumnDefinition320;
import io.mysqlproxy.protocol.message.ColumnDefinition41;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.message.LocalInfileData;
import io.mysqlproxy.protocol.message.LocalInfileRequest;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.ReplicationCommand;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.message.StatementCommand;
import io.mysqlproxy.protocol.message.StmtBulkExecute;
import io.mysqlproxy.protocol.message.StmtExecute;
import io.mysqlproxy.protocol.message.StmtSendLongData;
import io.mysqlproxy.protocol.message.TextRow;
import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Arrays;

/**
 * A packet's bytes with filler in place of values, as many as before, so that a capture of them can be decoded. Whenever it is in doubt where
 * the values are only the first byte is left.
 */
final class MaskedBytes {
    private static final byte FILLER = '?';

    private MaskedBytes() {}

    static Bytes of(PacketEvent event, MySqlMessage message) {
        Bytes bytes = Bytes.copyOf(event.payload());
        if (!message.unsafeEncoded().equals(bytes)) {
            return hidden(bytes);
        }
        return switch (message) {
            case Command.Query query -> query(bytes, query);
            case StatementCommand.StmtPrepare prepare -> statement(bytes, prepare.sql());
            case HandshakeResponse41 response -> replaced(bytes, MaskedAttributes.of(response));
            case ChangeUser change -> replaced(bytes, MaskedAttributes.of(change));
            case ColumnDefinition41 column ->
                MaskedColumn.of(column, name -> MaskedValue.text(name.length())).unsafeEncoded();
            case ColumnDefinition320 column ->
                replaced(bytes, MaskedColumn.of(column, name -> MaskedValue.text(name.length())));
            case Err err -> error(bytes, err);
            case TextRow row -> row(bytes, row);
            case BinaryRow row ->
                replaced(bytes, new BinaryRow(row.nulls(), MaskedValue.of(row.values()), row.oddities()));
            case StmtExecute execute ->
                replaced(
                        bytes,
                        new StmtExecute(
                                execute.statementId(),
                                execute.flags(),
                                execute.iterations(),
                                MaskedValue.of(execute.parameters()),
                                execute.oddities()));
            case StmtSendLongData data ->
                replaced(
                        bytes,
                        new StmtSendLongData(
                                data.statementId(),
                                data.parameter(),
                                MaskedValue.text(data.data().length())));
            case StmtBulkExecute execute -> replaced(bytes, bulk(execute));
            case LocalInfileRequest request ->
                replaced(
                        bytes,
                        new LocalInfileRequest(MaskedValue.text(request.file().length())));
            case LocalInfileData data ->
                replaced(
                        bytes,
                        new LocalInfileData(MaskedValue.text(data.content().length())));
            case BinlogEvent binlog -> replaced(bytes, MaskedBinlog.of(binlog));
            case ReplicationCommand.RegisterSlave replica -> replaced(bytes, replica);
            case CloneCommand command -> replaced(bytes, MaskedClone.of(command));
            case CloneResponse response -> replaced(bytes, MaskedClone.of(response));
            default -> hidden(bytes);
        };
    }

    private static Bytes statement(Bytes bytes, SqlText sql) {
        byte[] masked = bytes.toArray();
        Bytes text = StatementLiterals.masked(sql.unsafeReveal(), SqlMode.DEFAULT);
        text.asByteBuffer().get(masked, masked.length - text.length(), text.length());
        return Bytes.of(masked);
    }

    private static Bytes query(Bytes bytes, Command.Query query) {
        Command.Query other = new Command.Query(query.attributes().map(MaskedValue::of), query.sql(), query.oddities());
        return statement(replaced(bytes, other), query.sql());
    }

    private static StmtBulkExecute bulk(StmtBulkExecute execute) {
        return new StmtBulkExecute(
                execute.statementId(),
                execute.flags(),
                execute.types(),
                execute.rows().stream()
                        .map(row ->
                                new StmtBulkExecute.BulkRow(row.indicators(), MaskedValue.ofParameters(row.values())))
                        .toList(),
                execute.dissection(),
                execute.oddities());
    }

    /** The bytes of a message that has the same layout and other values; what it holds as secrets is filler, too. */
    private static Bytes replaced(Bytes bytes, MySqlMessage other) {
        WireWriter writer = new WireWriter();
        other.encode(writer);
        byte[] encoded = writer.toBytes().toArray();
        if (encoded.length != bytes.length()) {
            return hidden(bytes);
        }
        for (int i = 0; i < encoded.length; i++) {
            if (writer.isHidden(i)) {
                encoded[i] = FILLER;
            }
        }
        return Bytes.of(encoded);
    }

    private static Bytes error(Bytes bytes, Err err) {
        byte[] masked = bytes.toArray();
        int start = masked.length - err.message().length();
        for (ByteRange quoted : Masking.quoted(err).stream().toList()) {
            Arrays.fill(masked, start + quoted.start(), start + quoted.end(), FILLER);
        }
        return Bytes.of(masked);
    }

    /** Each value ends where the next one's length begins; what is in front of a value stays. */
    private static Bytes row(Bytes bytes, TextRow row) {
        byte[] masked = bytes.toArray();
        int end = masked.length;
        for (int i = row.values().size() - 1; i >= 0; i--) {
            int length = row.values().get(i).map(Bytes::length).orElse(0);
            Arrays.fill(masked, end - length, end, FILLER);
            end -= length + lengthOfLength(length);
        }
        return end == 0 ? Bytes.of(masked) : hidden(bytes);
    }

    /** The shortest form, which every server uses; that of NULL has one byte too. */
    private static int lengthOfLength(int length) {
        return length < 251 ? 1 : length < 1 << 16 ? 3 : length < 1 << 24 ? 4 : 9;
    }

    private static Bytes hidden(Bytes bytes) {
        byte[] masked = bytes.toArray();
        Arrays.fill(masked, Math.min(1, masked.length), masked.length, FILLER);
        return Bytes.of(masked);
    }
}

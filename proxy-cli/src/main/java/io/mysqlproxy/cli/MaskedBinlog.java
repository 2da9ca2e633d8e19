package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.digest.SqlMode;
import io.mysqlproxy.protocol.digest.StatementLiterals;
import io.mysqlproxy.protocol.message.BinlogEvent;
import io.mysqlproxy.protocol.message.BinlogEventBody;
import io.mysqlproxy.protocol.message.BinlogRows;
import io.mysqlproxy.protocol.message.BinlogTableMap;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/** An event of a binary log with filler in place of values: as long as before, and with a checksum that is right if it had one. */
final class MaskedBinlog {
    private MaskedBinlog() {}

    static BinlogEvent of(BinlogEvent event) {
        BinlogEventBody body = of(event.body());
        return with(
                event,
                event.acknowledge(),
                body,
                event.checksum().isPresent() ? OptionalLong.of(checksum(event, body)) : OptionalLong.empty());
    }

    private static BinlogEventBody of(BinlogEventBody body) {
        return switch (body) {
            case BinlogEventBody.Rotate rotate -> rotate;
            case BinlogEventBody.FormatDescription format -> format;
            case BinlogEventBody.Xid xid -> xid;
            case BinlogEventBody.MySqlGtid gtid -> gtid;
            case BinlogEventBody.MariaDbGtid gtid -> gtid;
            case BinlogEventBody.PreviousGtids gtids -> gtids;
            case BinlogEventBody.Heartbeat heartbeat -> heartbeat;
            case BinlogEventBody.Query query ->
                new BinlogEventBody.Query(
                        query.threadId(),
                        query.seconds(),
                        query.errorCode(),
                        query.variables(),
                        query.schema(),
                        masked(query.sql()));
            case BinlogEventBody.RowsQuery rows -> new BinlogEventBody.RowsQuery(rows.length(), masked(rows.sql()));
            case BinlogEventBody.AnnotateRows rows -> new BinlogEventBody.AnnotateRows(masked(rows.sql()));
            // What follows the types tells names of columns, and the values of ENUM and SET.
            case BinlogTableMap map ->
                new BinlogTableMap(
                        map.tableId(),
                        map.flags(),
                        map.schema(),
                        map.table(),
                        map.types(),
                        map.metadata(),
                        map.nullable(),
                        Bytes.of(new byte[map.optional().length()]));
            case BinlogRows rows ->
                new BinlogRows(
                        rows.tableId(),
                        rows.flags(),
                        rows.extra(),
                        rows.columns(),
                        rows.present(),
                        rows.presentAfter(),
                        MaskedValue.text(rows.rows().length()));
            default -> filler(body);
        };
    }

    private static SqlText masked(SqlText sql) {
        return SqlText.of(StatementLiterals.masked(sql.unsafeReveal(), SqlMode.DEFAULT));
    }

    private static BinlogEventBody filler(BinlogEventBody body) {
        WireWriter content = new WireWriter();
        body.encode(content);
        return new BinlogEventBody.Raw(MaskedValue.text(content.length()));
    }

    private static BinlogEvent with(
            BinlogEvent event, OptionalInt acknowledge, BinlogEventBody body, OptionalLong checksum) {
        return new BinlogEvent(
                acknowledge,
                event.timestamp(),
                event.type(),
                event.serverId(),
                event.size(),
                event.nextPosition(),
                event.flags(),
                body,
                checksum);
    }

    /** Of everything between the packet's first byte and the checksum itself. */
    private static long checksum(BinlogEvent event, BinlogEventBody body) {
        Bytes bytes =
                with(event, OptionalInt.empty(), body, OptionalLong.empty()).unsafeEncoded();
        CRC32 crc = new CRC32();
        crc.update(bytes.slice(1, bytes.length()).asByteBuffer());
        return crc.getValue();
    }
}

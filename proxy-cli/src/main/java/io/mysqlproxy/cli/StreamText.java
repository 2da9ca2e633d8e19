package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.BinlogEvent;
import io.mysqlproxy.protocol.message.BinlogEventBody;
import io.mysqlproxy.protocol.message.BinlogRows;
import io.mysqlproxy.protocol.message.BinlogTableMap;
import io.mysqlproxy.protocol.message.CloneCommand;
import io.mysqlproxy.protocol.message.CloneResponse;
import io.mysqlproxy.protocol.message.TaggedGtid;
import io.mysqlproxy.protocol.message.TransactionPayload;
import io.mysqlproxy.protocol.wire.Bytes;

/** What the packets of a binary log's stream and of a clone tell a person. */
final class StreamText {
    private static final int SHORT = 80;
    private static final int LONG = 500;

    private StreamText() {}

    static String of(BinlogEvent event, Disclosure disclosure) {
        String body = body(event, disclosure);
        return event.type() + (body.isEmpty() ? "" : ", " + body);
    }

    private static String body(BinlogEvent event, Disclosure disclosure) {
        return switch (event.body()) {
            case BinlogEventBody.Rotate rotate -> position(rotate.file(), rotate.position());
            case BinlogEventBody.FormatDescription format -> "server " + text(format.serverVersion());
            case BinlogEventBody.Query query -> StatementText.of(query.sql(), disclosure, LONG);
            case BinlogEventBody.Xid xid -> "transaction " + Long.toUnsignedString(xid.number());
            case BinlogEventBody.MySqlGtid gtid -> gtid.id();
            case BinlogEventBody.MariaDbGtid gtid ->
                gtid.domain() + "-" + event.serverId() + "-" + Long.toUnsignedString(gtid.number());
            case BinlogEventBody.PreviousGtids previous ->
                Visible.text(previous.gtids().toString(), LONG);
            case BinlogEventBody.RowsQuery rows -> StatementText.of(rows.sql(), disclosure, LONG);
            case BinlogEventBody.AnnotateRows rows -> StatementText.of(rows.sql(), disclosure, LONG);
            case BinlogEventBody.Heartbeat heartbeat -> text(heartbeat.file());
            case TaggedGtid gtid -> Visible.text(gtid.id(), LONG);
            case BinlogTableMap map ->
                "table " + Long.toUnsignedString(map.tableId()) + " is " + text(map.schema()) + "." + text(map.table())
                        + ", " + Quantity.count(map.types().length(), "column");
            case BinlogRows rows ->
                "table " + Long.toUnsignedString(rows.tableId()) + ", "
                        + Quantity.count(rows.rows().length(), "byte") + " of rows";
            case TransactionPayload transaction ->
                transaction.compression() + ", "
                        + Quantity.count(transaction.payload().length(), "byte")
                        + (transaction.uncompressedSize().isPresent()
                                ? " for "
                                        + Long.toUnsignedString(
                                                transaction.uncompressedSize().getAsLong())
                                : "");
            case BinlogEventBody.Raw raw -> "";
            case BinlogEventBody.Undisclosed undisclosed -> "";
        };
    }

    static String position(Bytes file, long position) {
        return text(file) + " from byte " + Long.toUnsignedString(position);
    }

    static String of(CloneCommand command) {
        return switch (command) {
            case CloneCommand.Start start -> String.format("start, version 0x%04x", start.version());
            case CloneCommand.Execute execute -> "execute";
            case CloneCommand.Ack ack -> "acknowledge";
            case CloneCommand.Exit exit -> "exit";
            case CloneCommand.Other other -> "";
        };
    }

    static Meaning of(CloneResponse response) {
        return switch (response) {
            case CloneResponse.Locators locators ->
                Meaning.of(String.format("locators, version 0x%04x", locators.version()));
            case CloneResponse.DataDescriptor descriptor -> Meaning.of("descriptor");
            case CloneResponse.Data data -> Meaning.of("data");
            case CloneResponse.Requirement requirement ->
                Meaning.of("requires "
                        + text(requirement.name())
                        + requirement
                                .value()
                                .filter(value -> !value.isEmpty())
                                .map(value -> " " + text(value))
                                .orElse(""));
            case CloneResponse.Complete complete -> Meaning.of("complete");
            case CloneResponse.Failed failed ->
                Meaning.error("ERROR " + failed.error() + " "
                        + Visible.text(failed.message().display(), LONG));
            case CloneResponse.Other other -> Meaning.of("");
        };
    }

    private static String text(Bytes bytes) {
        return Visible.text(bytes, SHORT);
    }
}

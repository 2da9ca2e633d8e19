package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.conversation.PendingCommand.State;
import io.mysqlproxy.protocol.message.ServerStatus;
import io.mysqlproxy.protocol.wire.Packet;

/**
 * The replies that hold results: to statements, to executions, and to COM_STMT_FETCH. Meaning comes from the state first and the byte second (RES-T1): a
 * row may begin with any byte but FF.
 *
 * <pre>
 *  result := OK | ERR | LOCAL INFILE request, data, OK or ERR | count definition* [EOF] row* end
 *            an end or OK with MORE_RESULTS_EXISTS is followed by another result
 *  fetch  := row* end | ERR
 * </pre>
 */
final class ResultReply {
    /** Columns a server has at most (LIM-3). */
    private static final int MAX_COLUMNS = 65_535;

    private static final int STALE_CURSOR_OK_LENGTH = 7;

    private final Inference inference;
    private final PreparedStatements statements;
    private final DefinitionBuffer definitions;

    ResultReply(Inference inference, PreparedStatements statements, DefinitionBuffer definitions) {
        this.inference = inference;
        this.statements = statements;
        this.definitions = definitions;
    }

    PacketKind onPacket(PendingCommand command, Packet packet) {
        return switch (command.state) {
            case FIRST -> first(command, packet);
            case DEFINITIONS -> definition(command, packet);
            case DEFINITIONS_EOF -> definitionsEof(command, packet);
            case ROWS -> row(command, packet);
            case LOCAL_INFILE,
                    LOCAL_INFILE_ABORTED,
                    STREAM,
                    DONE,
                    PREPARED_PARAMETERS,
                    PREPARED_PARAMETERS_EOF,
                    PREPARED_COLUMNS,
                    PREPARED_COLUMNS_EOF -> PacketKind.UNEXPECTED;
        };
    }

    /** A packet of the reply to COM_STMT_FETCH: rows at once, with the columns of the execution (CUR-3). */
    PacketKind onFetched(PendingCommand command, Packet packet) {
        if (command.state == State.FIRST) {
            recallDefinitions(command);
            command.state = State.ROWS;
        }
        inference.onEnd(packet);
        if (!isEnd(packet)) {
            return PacketKind.BINARY_ROW;
        }
        if (command.statement != null && ReplyHeader.has(statusOf(packet), ServerStatus.LAST_ROW_SENT)) {
            command.statement.cursor(false);
        }
        return command.done(endKind(packet));
    }

    private PacketKind first(PendingCommand command, Packet packet) {
        command.outParametersWithMore = false;
        if (packet.byteAt(0) == ReplyHeader.OK || isEnd(packet)) {
            command.state = hasMore(packet) ? State.FIRST : State.DONE;
            return packet.byteAt(0) == ReplyHeader.OK ? PacketKind.OK : endKind(packet);
        }
        if (packet.byteAt(0) == ReplyHeader.LOCAL_INFILE) {
            command.state = State.LOCAL_INFILE;
            return PacketKind.LOCAL_INFILE_REQUEST;
        }
        int columns = ReplyHeader.leadingInt(packet);
        if (columns < 1 || columns > MAX_COLUMNS) {
            return PacketKind.UNEXPECTED;
        }
        inference.onColumnCount(packet);
        // The byte stands behind the count (RES-1); without definitions their EOF is sent all the same (RES-2).
        int metadata = inference.layout().columnCountHasMetadata()
                ? packet.byteAt(ReplyHeader.lengthEncodedSize(packet, 0))
                : 1;
        command.columns = columns;
        command.definitionsLeft = columns;
        command.state = State.DEFINITIONS;
        if (metadata == 0) {
            recallDefinitions(command);
            afterDefinitions(command);
        } else {
            definitions.clear();
        }
        return PacketKind.COLUMN_COUNT;
    }

    private PacketKind definition(PendingCommand command, Packet packet) {
        if (isEnd(packet)) {
            return PacketKind.UNEXPECTED;
        }
        inference.onDefinition(packet);
        definitions.add(packet);
        if (--command.definitionsLeft == 0) {
            afterDefinitions(command);
        }
        return PacketKind.COLUMN_DEFINITION;
    }

    private void afterDefinitions(PendingCommand command) {
        Layout layout = inference.layout();
        if (layout.columnCountHasMetadata()) {
            statements.define(command.statement, definitions);
        }
        command.atFirstRow = true;
        command.state = layout.deprecateEof() ? State.ROWS : State.DEFINITIONS_EOF;
    }

    private PacketKind definitionsEof(PendingCommand command, Packet packet) {
        inference.onPacketBehindDefinitions(packet);
        if (inference.layout().deprecateEof()) {
            command.state = State.ROWS;
            return row(command, packet);
        }
        if (isOkOfStaleCursor(command, packet)) {
            return command.done(PacketKind.OK);
        }
        if (!isEnd(packet)) {
            return PacketKind.UNEXPECTED;
        }
        int status = statusOf(packet);
        boolean cursorOpened = command.cursorAsked && ReplyHeader.has(status, ServerStatus.CURSOR_EXISTS);
        command.outParametersWithMore = ReplyHeader.has(status, ServerStatus.PS_OUT_PARAMS)
                && ReplyHeader.has(status, ServerStatus.MORE_RESULTS_EXISTS);
        if (cursorOpened) {
            cursorOpened(command);
        } else {
            command.state = State.ROWS;
        }
        return endKind(packet);
    }

    private PacketKind row(PendingCommand command, Packet packet) {
        if (isOkOfStaleCursor(command, packet)) {
            return command.done(PacketKind.OK);
        }
        command.atFirstRow = false;
        if (!isEnd(packet)) {
            return command.isRowsBinary() ? PacketKind.BINARY_ROW : PacketKind.TEXT_ROW;
        }
        command.state = hasMore(packet) || command.outParametersWithMore ? State.FIRST : State.DONE;
        if (command.cursorAsked && ReplyHeader.has(statusOf(packet), ServerStatus.CURSOR_EXISTS)) {
            cursorOpened(command);
        }
        return endKind(packet);
    }

    /**
     * MySQL fills the cursor that a statement once had although the client now asks for none, and sends an OK where rows should be; clients wait for the rows
     * in vain (seen with 8.0 and 9.7). Among rows only this very form is an OK: nothing affected, no warning, no text (CUR-5).
     *
     * <p>The doubt that is left cannot be removed: the same bytes are a row of 0 and 2, or 34, as TINYINT and INT, and rows do come when the server has prepared
     * the statement anew, which no packet tells. What follows would decide, a packet that counts on or none, but a packet is named when it comes.
     */
    private boolean isOkOfStaleCursor(PendingCommand command, Packet packet) {
        return command.atFirstRow
                && !inference.layout().mariaDb()
                && !command.cursorAsked
                && command.statement != null
                && command.statement.hadCursor()
                && packet.length() == STALE_CURSOR_OK_LENGTH
                && packet.byteAt(0) == ReplyHeader.OK
                && packet.byteAt(1) == 0
                && packet.byteAt(2) == 0
                && ReplyHeader.int2(packet, 5) == 0;
    }

    private void cursorOpened(PendingCommand command) {
        command.state = State.DONE;
        statements.define(command.statement, definitions);
        if (command.statement != null) {
            command.statement.cursor(true);
        }
    }

    /** The rows have the columns of an earlier result of the statement (RES-3, CUR-3). */
    private void recallDefinitions(PendingCommand command) {
        if (command.statement == null) {
            definitions.clear();
        } else {
            definitions.set(command.statement.definitions());
        }
    }

    private boolean isEnd(Packet packet) {
        return ReplyHeader.isEnd(packet, inference.layout());
    }

    private PacketKind endKind(Packet packet) {
        return ReplyHeader.endKind(packet, inference.layout());
    }

    private boolean hasMore(Packet packet) {
        return ReplyHeader.hasMore(packet, inference.layout());
    }

    private int statusOf(Packet packet) {
        return ReplyHeader.statusOf(packet, inference.layout());
    }
}

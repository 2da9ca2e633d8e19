package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.conversation.PendingCommand.State;
import io.mysqlproxy.protocol.message.ServerStatus;
import io.mysqlproxy.protocol.wire.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Names the packets of a command's reply and moves the command along. Meaning comes from the state first and the byte second (RES-T1): a row may begin
 * with any byte but FF.
 *
 * <pre>
 *  result  := OK | ERR | LOCAL INFILE request, data, OK or ERR | count definition* [EOF] row* end
 *             an end or OK with MORE_RESULTS_EXISTS is followed by another result
 *  prepare := PrepareOk definition* [EOF] definition* [EOF] | ERR
 * </pre>
 */
final class Reply {
    /** Columns and parameters a server has at most (LIM-3). */
    private static final int MAX_COLUMNS = 65_535;

    private static final int STALE_CURSOR_OK_LENGTH = 7;

    /** The clone plugin's answers that end a command. */
    private static final int CLONE_COMPLETE = 99;

    private static final int CLONE_ERROR = 100;

    private final PreparedStatements statements;
    private final @Nullable Inference inference;
    private final DefinitionBuffer definitions = new DefinitionBuffer();

    private Layout layout;

    /** @param inference where the capabilities are not known but learnt from the packets */
    Reply(Layout layout, PreparedStatements statements, @Nullable Inference inference) {
        this.layout = layout;
        this.statements = statements;
        this.inference = inference;
    }

    Layout layout() {
        return layout;
    }

    /** The client has sent another command: a prepared statement's answer has had no EOF if it still waits for one. */
    void onNextCommand(PendingCommand command) {
        boolean waits = command.state == State.PREPARED_PARAMETERS_EOF || command.state == State.PREPARED_COLUMNS_EOF;
        if (waits && inference != null && inference.isEofOpen()) {
            layout = inference.withoutEof(layout);
            afterPreparedEof(command);
        }
    }

    /** Definitions of the columns of the result that is being sent, as far as they were seen. */
    DefinitionBuffer definitions() {
        return definitions;
    }

    /** Names a packet of the server; {@link PacketKind#UNEXPECTED} when it cannot be part of this reply. */
    PacketKind onServerPacket(PendingCommand command, Packet packet) {
        if (command.authentication != null) {
            return authentication(command, command.authentication, packet);
        }
        if (ReplyHeader.isProgress(packet, layout)) {
            return PacketKind.PROGRESS;
        }
        if (ReplyHeader.isErr(packet)) {
            command.state = command.state == State.LOCAL_INFILE ? State.LOCAL_INFILE_ABORTED : State.DONE;
            return PacketKind.ERR;
        }
        if (packet.length() == 0) {
            return PacketKind.UNEXPECTED;
        }
        return switch (command.grammar) {
            case NONE, ERR_ONLY, AUTHENTICATION -> PacketKind.UNEXPECTED;
            case SIMPLE -> simple(command, packet);
            case TEXT_RESULT, BINARY_RESULT -> result(command, packet);
            case STATISTICS -> done(command, PacketKind.STATISTICS);
            case FIELD_LIST -> isEnd(packet) ? done(command, endKind(packet)) : PacketKind.COLUMN_DEFINITION;
            case PREPARE -> prepare(command, packet);
            case FETCH -> fetch(command, packet);
            case BINLOG -> binlog(command, packet);
            case CLONE -> cloned(command, packet);
            case GROUP_REPLICATION -> done(command, PacketKind.OK);
        };
    }

    /** The client's data for a LOCAL INFILE request has passed. */
    static void onLocalInfileData(PendingCommand command, long length) {
        if (length == 0) {
            command.state = command.state == State.LOCAL_INFILE_ABORTED ? State.DONE : State.FIRST;
        }
    }

    private static PacketKind authentication(PendingCommand command, Authentication authentication, Packet packet) {
        PacketKind kind = authentication.onServerPacket(packet);
        if (kind == PacketKind.OK || kind == PacketKind.ERR) {
            command.state = State.DONE;
        }
        return kind;
    }

    private PacketKind simple(PendingCommand command, Packet packet) {
        if (packet.byteAt(0) == ReplyHeader.OK) {
            return done(command, PacketKind.OK);
        }
        if (inference != null && inference.isEofOpen() && ReplyHeader.isOkUnderEof(packet)) {
            layout = inference.withoutEof(layout);
        }
        if (isEnd(packet)) {
            return done(command, endKind(packet));
        }
        if (command.command == PacketKind.COM_UNKNOWN) {
            command.grammar = Grammar.TEXT_RESULT;
            return result(command, packet);
        }
        return PacketKind.UNEXPECTED;
    }

    private PacketKind result(PendingCommand command, Packet packet) {
        return switch (command.state) {
            case FIRST -> firstOfResult(command, packet);
            case DEFINITIONS -> {
                if (isEnd(packet)) {
                    yield PacketKind.UNEXPECTED;
                }
                definitions.add(packet);
                if (--command.definitionsLeft == 0) {
                    afterDefinitions(command);
                }
                yield PacketKind.COLUMN_DEFINITION;
            }
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

    private PacketKind firstOfResult(PendingCommand command, Packet packet) {
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
        if (inference != null) {
            layout = inference.onColumnCount(packet, layout);
        }
        // The byte stands behind the count (RES-1); without definitions their EOF is sent all the same (RES-2).
        int metadata = layout.columnCountHasMetadata() ? packet.byteAt(ReplyHeader.lengthEncodedSize(packet, 0)) : 1;
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

    /** The rows have the columns of an earlier result of the statement (RES-3, CUR-3). */
    private void recallDefinitions(PendingCommand command) {
        if (command.statement == null) {
            definitions.clear();
        } else {
            definitions.set(command.statement.definitions());
        }
    }

    /** Later rows of the statement may come without definitions. */
    private void keepDefinitions(PendingCommand command) {
        if (command.statement != null) {
            command.statement.define(definitions);
            statements.changed(command.statement);
        }
    }

    private void afterDefinitions(PendingCommand command) {
        if (layout.columnCountHasMetadata()) {
            keepDefinitions(command);
        }
        command.atFirstRow = true;
        command.state = layout.deprecateEof() && !isEofOpen() ? State.ROWS : State.DEFINITIONS_EOF;
    }

    private boolean isEofOpen() {
        return inference != null && inference.isEofOpen();
    }

    private PacketKind definitionsEof(PendingCommand command, Packet packet) {
        if (inference != null && inference.isEofOpen()) {
            layout = inference.behindDefinitions(packet, layout);
            if (layout.deprecateEof()) {
                command.state = State.ROWS;
                return row(command, packet);
            }
        }
        if (isOkOfStaleCursor(command, packet)) {
            return done(command, PacketKind.OK);
        }
        if (!isEnd(packet)) {
            return PacketKind.UNEXPECTED;
        }
        int status = ReplyHeader.statusOf(packet, layout);
        boolean cursorOpened = command.cursorAsked && has(status, ServerStatus.CURSOR_EXISTS);
        command.outParametersWithMore =
                has(status, ServerStatus.PS_OUT_PARAMS) && has(status, ServerStatus.MORE_RESULTS_EXISTS);
        if (cursorOpened) {
            cursorOpened(command);
        } else {
            command.state = State.ROWS;
        }
        return endKind(packet);
    }

    private PacketKind row(PendingCommand command, Packet packet) {
        if (isOkOfStaleCursor(command, packet)) {
            return done(command, PacketKind.OK);
        }
        command.atFirstRow = false;
        if (!isEnd(packet)) {
            return command.isRowsBinary() ? PacketKind.BINARY_ROW : PacketKind.TEXT_ROW;
        }
        command.state = hasMore(packet) || command.outParametersWithMore ? State.FIRST : State.DONE;
        if (command.cursorAsked && has(ReplyHeader.statusOf(packet, layout), ServerStatus.CURSOR_EXISTS)) {
            cursorOpened(command);
        }
        return endKind(packet);
    }

    /**
     * MySQL fills the cursor that a statement once had although the client now asks for none, and sends an OK where rows should be; clients wait for the rows
     * in vain (seen with 8.0 and 9.7). Among rows only this very form is an OK: nothing affected, no warning, no text.
     */
    private boolean isOkOfStaleCursor(PendingCommand command, Packet packet) {
        return command.atFirstRow
                && !layout.mariaDb()
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
        keepDefinitions(command);
        if (command.statement != null) {
            command.statement.cursor(true);
        }
    }

    private PacketKind fetch(PendingCommand command, Packet packet) {
        if (command.state == State.FIRST) {
            recallDefinitions(command);
            command.state = State.ROWS;
        }
        if (!isEnd(packet)) {
            return PacketKind.BINARY_ROW;
        }
        boolean last = has(ReplyHeader.statusOf(packet, layout), ServerStatus.LAST_ROW_SENT);
        if (last && command.statement != null) {
            command.statement.cursor(false);
        }
        return done(command, endKind(packet));
    }

    private PacketKind prepare(PendingCommand command, Packet packet) {
        return switch (command.state) {
            case FIRST -> prepareOk(command, packet);
            case PREPARED_PARAMETERS, PREPARED_COLUMNS -> {
                if (isEnd(packet)) {
                    yield PacketKind.UNEXPECTED;
                }
                if (command.state == State.PREPARED_COLUMNS) {
                    definitions.add(packet);
                }
                if (--command.definitionsLeft == 0) {
                    afterPreparedDefinitions(command);
                }
                yield PacketKind.COLUMN_DEFINITION;
            }
            case PREPARED_PARAMETERS_EOF, PREPARED_COLUMNS_EOF -> {
                if (inference != null && inference.isEofOpen()) {
                    layout = inference.behindDefinitions(packet, layout);
                    if (layout.deprecateEof()) {
                        afterPreparedEof(command);
                        yield prepare(command, packet);
                    }
                }
                if (!isEnd(packet)) {
                    yield PacketKind.UNEXPECTED;
                }
                afterPreparedEof(command);
                yield endKind(packet);
            }
            case DEFINITIONS, DEFINITIONS_EOF, ROWS, LOCAL_INFILE, LOCAL_INFILE_ABORTED, STREAM, DONE ->
                PacketKind.UNEXPECTED;
        };
    }

    private PacketKind prepareOk(PendingCommand command, Packet packet) {
        int columns = ReplyHeader.int2(packet, 5);
        int parameters = ReplyHeader.int2(packet, 7);
        if (packet.byteAt(0) != ReplyHeader.OK || parameters < 0) {
            return PacketKind.UNEXPECTED;
        }
        int metadata = layout.prepareOkHasMetadata() ? packet.byteAt(12) : 1;
        command.definitionsAreSent = metadata != 0;
        command.columns = columns;
        command.definitionsLeft = parameters;
        if (command.statement != null) {
            statements.prepared(command.statement, ReplyHeader.int4(packet, 1), columns, parameters);
        }
        if (parameters > 0) {
            command.state = State.PREPARED_PARAMETERS;
            skipUnsentDefinitions(command);
        } else {
            columnsOfPrepared(command);
        }
        return PacketKind.PREPARE_OK;
    }

    private void columnsOfPrepared(PendingCommand command) {
        command.definitionsLeft = command.columns;
        definitions.clear();
        if (command.columns == 0) {
            command.state = State.DONE;
            return;
        }
        command.state = State.PREPARED_COLUMNS;
        skipUnsentDefinitions(command);
    }

    private void skipUnsentDefinitions(PendingCommand command) {
        if (!command.definitionsAreSent) {
            afterPreparedDefinitions(command);
        }
    }

    private void afterPreparedDefinitions(PendingCommand command) {
        command.state =
                command.state == State.PREPARED_PARAMETERS ? State.PREPARED_PARAMETERS_EOF : State.PREPARED_COLUMNS_EOF;
        if (layout.deprecateEof() && !isEofOpen()) {
            afterPreparedEof(command);
        }
    }

    private void afterPreparedEof(PendingCommand command) {
        if (command.state == State.PREPARED_PARAMETERS_EOF) {
            columnsOfPrepared(command);
        } else {
            if (layout.columnCountHasMetadata()) {
                keepDefinitions(command);
            }
            command.state = State.DONE;
        }
    }

    private PacketKind binlog(PendingCommand command, Packet packet) {
        // The end is an EOF of five bytes even with DEPRECATE_EOF (RES-T5).
        if (packet.byteAt(0) == ReplyHeader.EOF && packet.length() <= 5) {
            return done(command, PacketKind.EOF);
        }
        command.state = State.STREAM;
        return PacketKind.BINLOG_EVENT;
    }

    /** The clone plugin has the connection until its client leaves; then commands go on. */
    private static PacketKind cloned(PendingCommand command, Packet packet) {
        if (command.state == State.FIRST && packet.byteAt(0) == ReplyHeader.OK) {
            command.state = State.STREAM;
            return PacketKind.OK;
        }
        if (command.state != State.STREAM) {
            return PacketKind.UNEXPECTED;
        }
        boolean answered = packet.byteAt(0) == CLONE_COMPLETE || packet.byteAt(0) == CLONE_ERROR;
        return command.cloneEnds && answered ? done(command, PacketKind.CLONE_RESPONSE) : PacketKind.CLONE_RESPONSE;
    }

    private static PacketKind done(PendingCommand command, PacketKind kind) {
        command.state = State.DONE;
        return kind;
    }

    private boolean isEnd(Packet packet) {
        return ReplyHeader.isEnd(packet, layout);
    }

    private boolean hasMore(Packet packet) {
        return has(ReplyHeader.statusOf(packet, layout), ServerStatus.MORE_RESULTS_EXISTS);
    }

    private static boolean has(int status, ServerStatus flag) {
        return (status & flag.mask()) != 0;
    }

    private PacketKind endKind(Packet packet) {
        return ReplyHeader.isOkInEofClothing(packet, layout) ? PacketKind.OK : PacketKind.EOF;
    }
}

package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.conversation.PendingCommand.State;
import io.mysqlproxy.protocol.wire.Packet;

/**
 * The reply to COM_STMT_PREPARE.
 *
 * <pre>
 *  prepare := PrepareOk definition* [EOF] definition* [EOF] | ERR
 *             parameters first, then columns; an EOF stands only behind definitions that are announced
 * </pre>
 */
final class PrepareReply {
    private final Inference inference;
    private final PreparedStatements statements;
    private final DefinitionBuffer definitions;

    PrepareReply(Inference inference, PreparedStatements statements, DefinitionBuffer definitions) {
        this.inference = inference;
        this.statements = statements;
        this.definitions = definitions;
    }

    PacketKind onPacket(PendingCommand command, Packet packet) {
        return switch (command.state) {
            case FIRST -> prepareOk(command, packet);
            case PREPARED_PARAMETERS, PREPARED_COLUMNS -> definition(command, packet);
            case PREPARED_PARAMETERS_EOF, PREPARED_COLUMNS_EOF -> eof(command, packet);
            case DEFINITIONS, DEFINITIONS_EOF, ROWS, LOCAL_INFILE, LOCAL_INFILE_ABORTED, STREAM, DONE ->
                PacketKind.UNEXPECTED;
        };
    }

    /** The client has sent another command: the answer has had no EOF if it still waits for one. */
    void onNextCommand(PendingCommand command) {
        if (waitsForEof(command) && inference.onMissingEof()) {
            afterEof(command);
        }
    }

    private static boolean waitsForEof(PendingCommand command) {
        return command.state == State.PREPARED_PARAMETERS_EOF || command.state == State.PREPARED_COLUMNS_EOF;
    }

    private PacketKind prepareOk(PendingCommand command, Packet packet) {
        int columns = ReplyHeader.int2(packet, 5);
        int parameters = ReplyHeader.int2(packet, 7);
        if (packet.byteAt(0) != ReplyHeader.OK || parameters < 0) {
            return PacketKind.UNEXPECTED;
        }
        inference.onPrepareOk(packet);
        int metadata = inference.layout().prepareOkHasMetadata() ? packet.byteAt(12) : 1;
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
            columns(command);
        }
        return PacketKind.PREPARE_OK;
    }

    private PacketKind definition(PendingCommand command, Packet packet) {
        if (ReplyHeader.isEnd(packet, inference.layout())) {
            return PacketKind.UNEXPECTED;
        }
        inference.onDefinition(packet);
        if (command.state == State.PREPARED_COLUMNS) {
            definitions.add(packet);
        }
        if (--command.definitionsLeft == 0) {
            afterDefinitions(command);
        }
        return PacketKind.COLUMN_DEFINITION;
    }

    private PacketKind eof(PendingCommand command, Packet packet) {
        inference.onPacketBehindDefinitions(packet);
        if (inference.layout().deprecateEof()) {
            afterEof(command);
            return onPacket(command, packet);
        }
        if (!ReplyHeader.isEnd(packet, inference.layout())) {
            return PacketKind.UNEXPECTED;
        }
        afterEof(command);
        return PacketKind.EOF;
    }

    private void columns(PendingCommand command) {
        command.definitionsLeft = command.columns;
        definitions.clear();
        if (command.columns == 0) {
            command.state = State.DONE;
            return;
        }
        command.state = State.PREPARED_COLUMNS;
        skipUnsentDefinitions(command);
    }

    /** Without definitions their EOF is sent all the same (STM-1). */
    private void skipUnsentDefinitions(PendingCommand command) {
        if (!command.definitionsAreSent) {
            afterDefinitions(command);
        }
    }

    private void afterDefinitions(PendingCommand command) {
        command.state =
                command.state == State.PREPARED_PARAMETERS ? State.PREPARED_PARAMETERS_EOF : State.PREPARED_COLUMNS_EOF;
        if (inference.layout().deprecateEof()) {
            afterEof(command);
        }
    }

    private void afterEof(PendingCommand command) {
        if (command.state == State.PREPARED_PARAMETERS_EOF) {
            columns(command);
        } else {
            if (inference.layout().columnCountHasMetadata()) {
                statements.define(command.statement, definitions);
            }
            command.state = State.DONE;
        }
    }
}

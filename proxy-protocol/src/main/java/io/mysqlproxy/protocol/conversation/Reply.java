package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.conversation.PendingCommand.State;
import io.mysqlproxy.protocol.wire.Packet;

/**
 * Names the packets of a command's reply and moves the command along. What the {@link Grammar} of the command says decides; results and prepared
 * statements have classes of their own.
 */
final class Reply {
    /** The clone plugin's answers that end a command. */
    private static final int CLONE_COMPLETE = 99;

    private static final int CLONE_ERROR = 100;

    private final Inference inference;
    private final DefinitionBuffer definitions = new DefinitionBuffer();
    private final ResultReply results;
    private final PrepareReply prepares;

    Reply(Inference inference, PreparedStatements statements) {
        this.inference = inference;
        this.results = new ResultReply(inference, statements, definitions);
        this.prepares = new PrepareReply(inference, statements, definitions);
    }

    /** The client has sent another command. */
    void onNextCommand(PendingCommand command) {
        prepares.onNextCommand(command);
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
        if (ReplyHeader.isErr(packet)) {
            inference.onErr(packet);
            if (ReplyHeader.isProgress(packet, inference.layout())) {
                return PacketKind.PROGRESS;
            }
            command.state = command.state == State.LOCAL_INFILE ? State.LOCAL_INFILE_ABORTED : State.DONE;
            return PacketKind.ERR;
        }
        if (packet.length() == 0) {
            return PacketKind.UNEXPECTED;
        }
        return switch (command.grammar) {
            case NONE, ERR_ONLY, AUTHENTICATION -> PacketKind.UNEXPECTED;
            case SIMPLE -> simple(command, packet);
            case TEXT_RESULT, BINARY_RESULT -> results.onPacket(command, packet);
            case STATISTICS -> command.done(PacketKind.STATISTICS);
            case FIELD_LIST -> fieldList(command, packet);
            case PREPARE -> prepares.onPacket(command, packet);
            case FETCH -> results.onFetched(command, packet);
            case BINLOG -> binlog(command, packet);
            case CLONE -> cloned(command, packet);
            case GROUP_REPLICATION -> command.done(PacketKind.OK);
        };
    }

    private static PacketKind authentication(PendingCommand command, Authentication authentication, Packet packet) {
        PacketKind kind = authentication.onServerPacket(packet);
        return kind == PacketKind.OK || kind == PacketKind.ERR ? command.done(kind) : kind;
    }

    /** OK, EOF, or an OK with an EOF's header (CMD-2). */
    private PacketKind simple(PendingCommand command, Packet packet) {
        if (packet.byteAt(0) == ReplyHeader.OK) {
            return command.done(PacketKind.OK);
        }
        inference.onEnd(packet);
        if (ReplyHeader.isEnd(packet, inference.layout())) {
            return command.done(ReplyHeader.endKind(packet, inference.layout()));
        }
        if (command.command == PacketKind.COM_UNKNOWN) {
            command.grammar = Grammar.TEXT_RESULT;
            return results.onPacket(command, packet);
        }
        return PacketKind.UNEXPECTED;
    }

    private PacketKind fieldList(PendingCommand command, Packet packet) {
        inference.onEnd(packet);
        return ReplyHeader.isEnd(packet, inference.layout())
                ? command.done(ReplyHeader.endKind(packet, inference.layout()))
                : PacketKind.COLUMN_DEFINITION;
    }

    private static PacketKind binlog(PendingCommand command, Packet packet) {
        // The end is an EOF of five bytes even with DEPRECATE_EOF (RES-T5).
        if (packet.byteAt(0) == ReplyHeader.EOF && packet.length() <= 5) {
            return command.done(PacketKind.EOF);
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
        return command.cloneEnds && answered ? command.done(PacketKind.CLONE_RESPONSE) : PacketKind.CLONE_RESPONSE;
    }
}

package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.AuthContext;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.ExecuteContext;
import io.mysqlproxy.protocol.wire.Packet;
import java.util.List;

/**
 * Replies of which it is in doubt whose they are, because commands from before the first that was seen may wait for theirs (DSY-4). A packet is a command's only
 * if it counts on, and is what servers write in every byte; otherwise the command waits on.
 */
final class DoubtfulReply {
    private final Reply reply;
    private final Inference inference;
    private boolean begunAnew;

    DoubtfulReply(Reply reply, Inference inference) {
        this.reply = reply;
        this.inference = inference;
    }

    /** Whether the packet named last has shown that what was told as its command's reply belongs to another. */
    boolean isBegunAnew() {
        return begunAnew;
    }

    /** Another packet comes. */
    void next() {
        begunAnew = false;
    }

    /** Names a packet of the server; {@link PacketKind#UNEXPECTED} when it belongs to another command. */
    PacketKind onServerPacket(PendingCommand command, Packet packet, AuthContext authentication, boolean semiSync) {
        if (packet.place() == command.firstOfReply && packet.place() != command.nextSequenceId) {
            beginAnew(command);
        }
        boolean begins = command.isUnanswered();
        boolean firstRow = command.atFirstRow;
        PacketKind kind =
                packet.isAt(command.nextSequenceId) ? reply.onServerPacket(command, packet) : PacketKind.UNEXPECTED;
        if (kind == PacketKind.UNEXPECTED
                || !Plausibility.fits(
                        command, begins, firstRow, kind, packet, context(command, kind, authentication, semiSync))) {
            beginAnew(command);
            return PacketKind.UNEXPECTED;
        }
        command.hasOwnForm |= switch (kind) {
            case PREPARE_OK, TEXT_ROW, BINARY_ROW, STATISTICS -> true;
            default -> false;
        };
        return kind;
    }

    private void beginAnew(PendingCommand command) {
        begunAnew = true;
        command.beginAnew();
    }

    private DecodingContext context(
            PendingCommand command, PacketKind kind, AuthContext authentication, boolean semiSync) {
        Agreed agreed = inference.agreed();
        return new DecodingContext(
                agreed,
                authentication,
                command.columns,
                kind == PacketKind.BINARY_ROW ? reply.definitions().decode(agreed.effective()) : List.of(),
                CharacterSet.UNKNOWN,
                ExecuteContext.UNKNOWN,
                command.grammar == Grammar.FIELD_LIST,
                semiSync);
    }
}

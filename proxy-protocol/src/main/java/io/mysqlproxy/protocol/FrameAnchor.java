package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Conversation;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where frames begin in a direction whose framing was lost. Programs hand a whole command to the network at once, so a piece of bytes that is exactly
 * one command or several is taken for such; and a piece from the server for the beginning of a reply if its frames count on from that command's. On a
 * compressed connection compressed frames are looked for in the same way.
 */
final class FrameAnchor {
    private final Conversation conversation;
    private boolean inCompressedFrames;
    private boolean clientIsLost;
    private boolean serverIsLost;

    FrameAnchor(Conversation conversation) {
        this.conversation = conversation;
    }

    /** The peers send compressed frames, and it may not be known yet how they are compressed. */
    void expectCompressedFrames() {
        inCompressedFrames = true;
    }

    void lose(Direction direction) {
        if (direction == Direction.CLIENT_TO_SERVER) {
            clientIsLost = true;
        } else {
            serverIsLost = true;
        }
    }

    boolean isLost(Direction direction) {
        return direction == Direction.CLIENT_TO_SERVER ? clientIsLost : serverIsLost;
    }

    /** Whether frames begin with these bytes; if they do, the direction is lost no longer. */
    boolean isFoundIn(Direction direction, ByteBuffer bytes) {
        boolean found = inCompressedFrames ? areFrames(direction, bytes) : arePackets(direction, bytes);
        if (found && direction == Direction.CLIENT_TO_SERVER) {
            clientIsLost = false;
        } else if (found) {
            serverIsLost = false;
        }
        return found;
    }

    private boolean arePackets(Direction direction, ByteBuffer bytes) {
        return direction == Direction.CLIENT_TO_SERVER ? isCommands(bytes) : isReply(bytes);
    }

    private boolean areFrames(Direction direction, ByteBuffer bytes) {
        List<CompressionAlgorithm> possible =
                conversation.compression().map(List::of).orElse(CompressedFrameScan.ALL);
        return direction == Direction.CLIENT_TO_SERVER
                ? CompressedFrameScan.isCommands(bytes, possible)
                : CompressedFrameScan.isReply(bytes, possible, conversation.awaitedSequenceId());
    }

    /** Frames that fill the bytes exactly, each a command that clients send. */
    static boolean isCommands(ByteBuffer bytes) {
        PacketFramer framer = new PacketFramer();
        ByteBuffer look = bytes.duplicate();
        boolean any = false;
        while (look.hasRemaining()) {
            @Nullable Packet packet = framer.next(look);
            if (packet == null || !Conversation.isPlausibleCommand(packet)) {
                return false;
            }
            any = true;
        }
        return any;
    }

    /** Frame headers with the sequence ids that a reply has, as far as the bytes go. */
    private boolean isReply(ByteBuffer bytes) {
        int sequenceId = conversation.awaitedSequenceId();
        if (sequenceId < 0 || bytes.remaining() <= PacketFramer.HEADER_LENGTH) {
            return false;
        }
        int at = bytes.position();
        while (bytes.limit() - at >= PacketFramer.HEADER_LENGTH) {
            if ((bytes.get(at + 3) & 0xff) != sequenceId) {
                return false;
            }
            sequenceId = (sequenceId + 1) & 0xff;
            at += PacketFramer.HEADER_LENGTH + PacketFramer.lengthAt(bytes, at);
        }
        return true;
    }
}

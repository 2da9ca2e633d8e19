package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Conversation;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Packet;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether a connection is compressed, how, and from where on: as the log-in agreed; or, where that was not seen, as the bytes show. Stored frames show
 * that it is compressed and not how, which nobody needs to know before the first that is not stored.
 */
final class CompressionStart {
    private final Conversation conversation;
    private final FrameAnchor anchor;
    private final PacketStream fromClient;
    private final PacketStream fromServer;
    private boolean isLogInUnseen;
    private @Nullable Compression compression;

    CompressionStart(Conversation conversation, FrameAnchor anchor, PacketStream fromClient, PacketStream fromServer) {
        this.conversation = conversation;
        this.anchor = anchor;
        this.fromClient = fromClient;
        this.fromServer = fromServer;
    }

    /** The log-in was not seen. */
    void mayHaveBegun() {
        isLogInUnseen = true;
    }

    /** What the listener was told of. */
    Optional<Compression> told() {
        return Optional.ofNullable(compression).filter(Compression::isDecided);
    }

    /** Whether it is known how the bytes that come next are compressed, and they are not yet taken for it. */
    boolean isToBegin() {
        return conversation.compression().isPresent() && !isDecided();
    }

    /**
     * Takes what comes next for compressed.
     *
     * @return what the listener is to be told of; empty where it cannot be decompressed here, so that the conversation is opaque
     */
    Optional<Compression> begin() {
        CompressionAlgorithm algorithm = conversation.compression().orElseThrow();
        Optional<OpaqueReason> hindrance = Compression.hindrance(algorithm);
        if (hindrance.isPresent()) {
            conversation.becomeOpaque(hindrance.get());
            return Optional.empty();
        }
        if (compression == null) {
            decompress(algorithm);
        } else {
            compression.decide(algorithm);
        }
        return Optional.ofNullable(compression);
    }

    /** The beginning of the compressed frame that was taken for this packet, where a log-in had no OK behind which frames begin (AUT-10). */
    Optional<Bytes> frameTakenFor(Direction direction, Packet packet) {
        Optional<CompressionAlgorithm> algorithm = conversation.compressionBegunBy(direction, packet);
        Optional<Bytes> frame = algorithm.flatMap(agreed -> CompressedFrameScan.takenForPacket(packet, agreed));
        if (frame.isPresent()) {
            algorithm.ifPresent(conversation::compressedWith);
        }
        return frame;
    }

    /** Whether compressed frames begin with the bytes, of a connection of which it is not known whether it is compressed. */
    boolean isFoundIn(Direction direction, ByteBuffer bytes) {
        if (!isLogInUnseen || isDecided()) {
            return false;
        }
        Optional<CompressionAlgorithm> algorithm = CompressedFrameScan.algorithmOf(bytes);
        algorithm.ifPresent(conversation::compressedWith);
        if (algorithm.isEmpty()
                && direction == Direction.CLIENT_TO_SERVER
                && compression == null
                && CompressedFrameScan.isStoredCommands(bytes)) {
            decompress(null);
            return true;
        }
        return algorithm.isPresent();
    }

    /** Whether the body that begins with the bytes shows how it is compressed. */
    boolean isDecidedBy(ByteBuffer bytes) {
        Optional<CompressionAlgorithm> algorithm = CompressedFrameScan.algorithmOfBody(bytes, bytes.position());
        algorithm.ifPresent(conversation::compressedWith);
        return algorithm.isPresent();
    }

    private boolean isDecided() {
        return compression != null && compression.isDecided();
    }

    private void decompress(@Nullable CompressionAlgorithm algorithm) {
        compression = new Compression(algorithm, fromClient, fromServer);
        anchor.expectCompressedFrames();
    }
}

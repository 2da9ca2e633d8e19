package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressedFramer;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.PacketFramer;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Reads the headers of compressed frames ahead, to tell whether frames begin with a piece of bytes. Decompresses nothing. */
final class CompressedFrameScan {
    /** What frames may be compressed by as long as that is not known. */
    static final List<CompressionAlgorithm> ALL = List.of(CompressionAlgorithm.values());

    private CompressedFrameScan() {}

    /** Frames that fill the bytes exactly, of which the first begins a command. */
    static boolean isCommands(ByteBuffer bytes, List<CompressionAlgorithm> possible) {
        return sequenceId(bytes) == 0 && end(bytes, possible) == bytes.limit();
    }

    /** Frames with the sequence ids that a reply has, as far as the bytes go. */
    static boolean isReply(ByteBuffer bytes, List<CompressionAlgorithm> possible, int sequenceId) {
        return sequenceId >= 0 && sequenceId(bytes) == sequenceId && end(bytes, possible) >= bytes.limit();
    }

    /** The algorithm by which the first of these frames is compressed, if they look like frames. */
    static Optional<CompressionAlgorithm> algorithmOf(ByteBuffer bytes) {
        Optional<CompressionAlgorithm> algorithm =
                algorithmOfBody(bytes, bytes.position() + CompressedFramer.HEADER_LENGTH);
        return algorithm.filter(
                found -> contentLength(bytes, bytes.position()) > 0 && end(bytes, List.of(found)) >= bytes.limit());
    }

    /** The algorithm by which the body is compressed that begins at the index. */
    static Optional<CompressionAlgorithm> algorithmOfBody(ByteBuffer bytes, int index) {
        return ALL.stream().filter(algorithm -> algorithm.begins(bytes, index)).findFirst();
    }

    /**
     * Stored frames that fill the bytes exactly, with nothing but commands in them that fill each exactly. That is as good as certain: two lengths and six bytes of
     * nothing are as they must be, and plain packets would end three bytes earlier.
     */
    static boolean isStoredCommands(ByteBuffer bytes) {
        int at = bytes.position();
        while (bytes.limit() - at > CompressedFramer.HEADER_LENGTH) {
            int body = at + CompressedFramer.HEADER_LENGTH;
            int bodyLength = PacketFramer.lengthAt(bytes, at);
            if (bytes.get(at + 3) != 0
                    || contentLength(bytes, at) != 0
                    || bodyLength > bytes.limit() - body
                    || !FrameAnchor.isCommands(bytes.slice(body, bodyLength))) {
                return false;
            }
            at = body + bodyLength;
        }
        return at > bytes.position() && at == bytes.limit();
    }

    /**
     * The beginning of a frame that was taken for a packet, three bytes too short; empty if it can have been no frame with one command, or not all of it was kept.
     */
    static Optional<Bytes> takenForPacket(Packet packet, CompressionAlgorithm algorithm) {
        int bodyLength = packet.firstFrameLength();
        if (bodyLength <= PacketFramer.HEADER_LENGTH || packet.kept() < bodyLength || packet.frames() > 1) {
            return Optional.empty();
        }
        ByteBuffer payload = packet.payload();
        boolean stored = PacketFramer.lengthAt(payload, 0) == 0;
        // Of a short body there are only two bytes of the length in it.
        int innerLength = packet.byteAt(3) | packet.byteAt(4) << 8;
        if (stored
                ? innerLength != ((bodyLength - PacketFramer.HEADER_LENGTH) & 0xffff)
                : !algorithm.begins(payload, 3)) {
            return Optional.empty();
        }
        return Optional.of(new WireWriter()
                .int3(bodyLength)
                .int1(packet.sequenceId())
                .bytes(Bytes.copyOf(payload))
                .toBytes());
    }

    private static int sequenceId(ByteBuffer bytes) {
        return bytes.remaining() < CompressedFramer.HEADER_LENGTH ? -1 : bytes.get(bytes.position() + 3) & 0xff;
    }

    /** Where the frames end whose headers lie within the bytes, which may be beyond them; -1 when they are none. */
    private static int end(ByteBuffer bytes, List<CompressionAlgorithm> possible) {
        int at = bytes.position();
        int due = sequenceId(bytes);
        while (bytes.limit() - at >= CompressedFramer.HEADER_LENGTH) {
            int bodyLength = PacketFramer.lengthAt(bytes, at);
            int sequenceId = bytes.get(at + 3) & 0xff;
            if (bodyLength == 0 || (sequenceId != due && sequenceId != 0) || !isBody(bytes, at, bodyLength, possible)) {
                return -1;
            }
            due = (sequenceId + 1) & 0xff;
            at += CompressedFramer.HEADER_LENGTH + bodyLength;
        }
        return at == bytes.position() ? -1 : at;
    }

    private static boolean isBody(ByteBuffer bytes, int at, int bodyLength, List<CompressionAlgorithm> possible) {
        int contentLength = contentLength(bytes, at);
        int body = at + CompressedFramer.HEADER_LENGTH;
        return contentLength == 0
                || contentLength == bodyLength
                || body + bodyLength > bytes.limit()
                || possible.stream().anyMatch(algorithm -> algorithm.begins(bytes, body));
    }

    private static int contentLength(ByteBuffer bytes, int at) {
        return PacketFramer.lengthAt(bytes, at + 4);
    }
}

package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.wire.CompressedFramer;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads the headers of compressed frames ahead, to tell whether frames begin with a piece of bytes. Decompresses nothing. */
final class CompressedFrameScan {
    private CompressedFrameScan() {}

    /** Frames that fill the bytes exactly, of which the first begins a command. */
    static boolean isCommands(ByteBuffer bytes, CompressionAlgorithm algorithm) {
        return sequenceId(bytes) == 0 && end(bytes, algorithm) == bytes.limit();
    }

    /** Frames with the sequence ids that a reply has, as far as the bytes go. */
    static boolean isReply(ByteBuffer bytes, CompressionAlgorithm algorithm, int sequenceId) {
        return sequenceId >= 0 && sequenceId(bytes) == sequenceId && end(bytes, algorithm) >= bytes.limit();
    }

    /** The algorithm by which the first of these frames is compressed, if they look like frames. */
    static Optional<CompressionAlgorithm> algorithmOf(ByteBuffer bytes) {
        int body = bytes.position() + CompressedFramer.HEADER_LENGTH;
        for (CompressionAlgorithm algorithm : CompressionAlgorithm.values()) {
            if (algorithm.begins(bytes, body)
                    && contentLength(bytes, bytes.position()) > 0
                    && end(bytes, algorithm) >= bytes.limit()) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    private static int sequenceId(ByteBuffer bytes) {
        return bytes.remaining() < CompressedFramer.HEADER_LENGTH ? -1 : bytes.get(bytes.position() + 3) & 0xff;
    }

    /** Where the frames end whose headers lie within the bytes, which may be beyond them; -1 when they are none. */
    private static int end(ByteBuffer bytes, CompressionAlgorithm algorithm) {
        int at = bytes.position();
        int due = sequenceId(bytes);
        while (bytes.limit() - at >= CompressedFramer.HEADER_LENGTH) {
            int bodyLength = PacketFramer.lengthAt(bytes, at);
            int sequenceId = bytes.get(at + 3) & 0xff;
            if (bodyLength == 0
                    || (sequenceId != due && sequenceId != 0)
                    || !isBody(bytes, at, bodyLength, algorithm)) {
                return -1;
            }
            due = (sequenceId + 1) & 0xff;
            at += CompressedFramer.HEADER_LENGTH + bodyLength;
        }
        return at == bytes.position() ? -1 : at;
    }

    private static boolean isBody(ByteBuffer bytes, int at, int bodyLength, CompressionAlgorithm algorithm) {
        int contentLength = contentLength(bytes, at);
        int body = at + CompressedFramer.HEADER_LENGTH;
        return contentLength == 0
                || contentLength == bodyLength
                || body + bodyLength > bytes.limit()
                || algorithm.begins(bytes, body);
    }

    private static int contentLength(ByteBuffer bytes, int at) {
        return PacketFramer.lengthAt(bytes, at + 4);
    }
}

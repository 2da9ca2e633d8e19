package io.mysqlproxy.protocol.tshark;

import io.mysqlproxy.protocol.CompressedFrames;
import io.mysqlproxy.protocol.PacketDecoder;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A compressed session as it was before compression, without the flags that agree on it: tshark 4.0 knows no zstd, and does not find the packets in zlib's frames
 * again where a frame holds several or a packet spans some.
 */
final class PlainTranscript {
    private final List<Transcript.Chunk> chunks = new ArrayList<>();
    private OptionalLong atMicros = OptionalLong.empty();

    private PlainTranscript() {}

    /** The transcript itself if nothing in it is compressed. */
    static Transcript of(Transcript transcript) {
        PlainTranscript plain = new PlainTranscript();
        PacketDecoder decoder = new PacketDecoder(1, plain::add);
        for (Transcript.Chunk chunk : transcript.chunks()) {
            plain.atMicros = chunk.atMicros();
            decoder.onBytes(chunk.direction(), chunk.bytes().asByteBuffer(), 0);
        }
        return decoder.compression().isEmpty() ? transcript : new Transcript(transcript.headers(), plain.chunks);
    }

    private void add(PacketEvent event) {
        Bytes payload = Bytes.copyOf(event.payload());
        Bytes plain = event.kind() == PacketKind.HANDSHAKE_RESPONSE_41 ? withoutCompression(payload) : payload;
        chunks.add(
                new Transcript.Chunk(event.direction(), CompressedFrames.packet(event.sequenceId(), plain), atMicros));
    }

    /** Without COMPRESS, ZSTD_COMPRESSION_ALGORITHM, and the level that the latter puts at the end. */
    private static Bytes withoutCompression(Bytes response) {
        byte[] bytes = response.toArray();
        boolean zstd = (bytes[3] & 0x04) != 0;
        bytes[0] = (byte) (bytes[0] & ~0x20);
        bytes[3] = (byte) (bytes[3] & ~0x04);
        return Bytes.of(bytes).slice(0, zstd ? bytes.length - 1 : bytes.length);
    }
}

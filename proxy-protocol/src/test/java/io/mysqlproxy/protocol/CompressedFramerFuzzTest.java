package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever one direction of a compressed connection holds, the framer throws nothing, gives no more than the frames announce, and gives the same packets
 * however the bytes are sliced. Replays its corpus in the normal build;
 * {@code JAZZER_FUZZ=1 ./mvnw test -pl proxy-protocol -am -Dtest=CompressedFramerFuzzTest} looks for more.
 *
 * <p>The first byte of an input chooses the algorithm and how the rest is sliced the second time.
 */
class CompressedFramerFuzzTest {
    private static final int ZSTD = 1;
    private static final int MOST_ANNOUNCED = 0xffffff;

    /** What came of the bytes. */
    private record Outcome(List<String> packets, boolean broken, long frames, long misannounced, long contentBytes) {}

    @FuzzTest(maxDuration = "3m")
    void survivesAnyCompressedBytes(byte[] input) {
        if (input.length < 2) {
            return;
        }
        CompressionAlgorithm algorithm = (input[0] & ZSTD) == 0 ? CompressionAlgorithm.ZLIB : CompressionAlgorithm.ZSTD;
        Bytes bytes = Bytes.copyOf(ByteBuffer.wrap(input, 1, input.length - 1));

        Outcome whole = run(algorithm, bytes, bytes.length());
        Outcome sliced = run(algorithm, bytes, 1 + ((input[0] & 0xff) >> 1));

        assertThat(whole.contentBytes()).isLessThanOrEqualTo(whole.frames() * MOST_ANNOUNCED);
        assertThat(sliced.broken()).isEqualTo(whole.broken());
        if (algorithm == CompressionAlgorithm.ZLIB || !whole.broken()) {
            // A broken frame of zstd gives its good blocks or none, as the library likes.
            assertThat(sliced).isEqualTo(whole);
        }
    }

    private static Outcome run(CompressionAlgorithm algorithm, Bytes bytes, int slice) {
        PacketStream stream = new PacketStream(4096);
        Compression compression = new Compression(algorithm, stream, new PacketStream(4096));
        List<String> packets = new ArrayList<>();
        for (int from = 0; from < bytes.length() && !stream.isBroken(); from += slice) {
            ByteBuffer piece =
                    bytes.slice(from, Math.min(bytes.length(), from + slice)).asByteBuffer();
            for (Packet packet = stream.next(piece, 0); packet != null; packet = stream.next(piece, 0)) {
                packets.add(packet.place() + " " + packet.lastPlace() + " " + packet.hasContinuousFrames() + " "
                        + packet.length() + " " + Bytes.copyOf(packet.payload()).toHex());
                stream.release(false);
            }
            stream.trim();
        }
        boolean broken = stream.isBroken();
        stream.discard();
        return new Outcome(
                packets,
                broken,
                compression.frames(Direction.CLIENT_TO_SERVER),
                compression.misannounced(Direction.CLIENT_TO_SERVER),
                compression.contentBytes(Direction.CLIENT_TO_SERVER));
    }
}

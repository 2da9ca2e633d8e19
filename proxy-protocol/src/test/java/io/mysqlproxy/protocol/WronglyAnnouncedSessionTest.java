package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.PacketFramer;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captured sessions as a peer would have sent them that compresses nothing, and announces each frame's content as if it had (CMP-13). */
class WronglyAnnouncedSessionTest {
    private static final int HEADER_LENGTH = 7;

    static Stream<String> compressedSessions() throws IOException {
        // One was broken by what it announced already.
        return GoldenTraceTest.sessions()
                .filter(name -> name.contains("_zlib") || name.contains("_zstd"))
                .filter(name -> !name.contains("short-length"));
    }

    @ParameterizedTest
    @MethodSource("compressedSessions")
    @Rule("CMP-13")
    void isToldAsIfItHadBeenCompressed(String session) {
        Talk honest = new Talk();
        Talk lying = new Talk();
        Relabelling relabelling = new Relabelling(lying);

        Transcript.resource(getClass(), "/fixtures/" + session).replay((direction, bytes) -> {
            relabelling.onBytes(direction, Bytes.copyOf(bytes));
            honest.asTap().onBytes(direction, bytes);
        });

        assertThat(relabelling.frames).isPositive();
        assertThat(lying.toldWithMessages()).isEqualTo(honest.toldWithMessages());
        assertThat(lying.exchanges()).isEqualTo(honest.exchanges());
    }

    /** Takes the frames of a session apart and sends each on with its content as its body, under both lengths the same. */
    private static final class Relabelling implements PacketListener {
        private final Talk receiver;
        private final PacketDecoder agreement = new PacketDecoder(1, this);
        private final Map<Direction, Bytes> unfinished = new EnumMap<>(Direction.class);
        private CompressionAlgorithm algorithm = CompressionAlgorithm.ZLIB;
        private boolean compressed;
        private int frames;

        Relabelling(Talk receiver) {
            this.receiver = receiver;
        }

        void onBytes(Direction direction, Bytes bytes) {
            if (!compressed) {
                receiver.bytes(direction, bytes);
                agreement.onBytes(direction, bytes.asByteBuffer(), 0);
                return;
            }
            ByteBuffer rest = CompressedFrames.join(unfinished.getOrDefault(direction, Bytes.EMPTY), bytes)
                    .asByteBuffer();
            while (rest.remaining() >= HEADER_LENGTH
                    && rest.remaining() >= HEADER_LENGTH + PacketFramer.lengthAt(rest, rest.position())) {
                relabel(direction, rest);
            }
            unfinished.put(direction, Bytes.copyOf(rest));
        }

        private void relabel(Direction direction, ByteBuffer bytes) {
            int at = bytes.position();
            int bodyLength = PacketFramer.lengthAt(bytes, at);
            int contentLength = PacketFramer.lengthAt(bytes, at + 4);
            Bytes body = Bytes.copyOf(bytes.slice(at + HEADER_LENGTH, bodyLength));
            Bytes content = contentLength == 0 ? body : decompressed(body, contentLength);
            receiver.bytes(
                    direction,
                    new WireWriter()
                            .bytes(CompressedFrames.frame(
                                    content.length(), bytes.get(at + 3) & 0xff, content.length(), content))
                            .toBytes());
            bytes.position(at + HEADER_LENGTH + bodyLength);
            frames++;
        }

        private Bytes decompressed(Bytes body, int announced) {
            byte[] content = new byte[announced];
            int length = algorithm == CompressionAlgorithm.ZLIB
                    ? inflate(body, content)
                    : (int) com.github.luben.zstd.Zstd.decompress(content, body.toArray());
            return Bytes.of(content).slice(0, length);
        }

        private static int inflate(Bytes body, byte[] content) {
            Inflater inflater = new Inflater();
            try {
                inflater.setInput(body.toArray());
                return inflater.inflate(content);
            } catch (DataFormatException e) {
                throw new IllegalStateException(e);
            } finally {
                inflater.end();
            }
        }

        @Override
        public void onPacket(PacketEvent event) {}

        @Override
        public void onCompressed(long sessionId, Compression compression) {
            algorithm = compression.algorithm();
            compressed = true;
        }
    }
}

package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captured sessions with damage done to them: the decoder always tells something, never throws, and writes again what it says it has read. */
@Rule({"R-1", "LIM-14", "LIM-15", "UNS-4"})
class MutatedSessionTest {
    private static final int ROUNDS = 40;
    private static final int[] SPECIAL = {0x00, 0x01, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff};

    @ParameterizedTest
    @MethodSource("io.mysqlproxy.protocol.GoldenTraceTest#sessions")
    void survivesChangedLostAndRepeatedBytes(String session) {
        Transcript transcript = GoldenTraceTest.load(session);
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            PacketDecoder decoder = new PacketDecoder(1, MutatedSessionTest::check);

            assertThatCode(() -> {
                        transcript.replay((direction, bytes) -> decoder.onBytes(direction, damaged(bytes, random), 0));
                        decoder.onClose(0);
                    })
                    .as("seed " + seed)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("io.mysqlproxy.protocol.GoldenTraceTest#sessions")
    void survivesDirectionsThatAreSwapped(String session) {
        PacketDecoder decoder = new PacketDecoder(1, MutatedSessionTest::check);

        assertThatCode(() -> GoldenTraceTest.load(session)
                        .replay((direction, bytes) -> decoder.onBytes(direction.opposite(), bytes, 0)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("io.mysqlproxy.protocol.GoldenTraceTest#sessions")
    void survivesAnEndAtAnyByte(String session) {
        List<Transcript.Chunk> chunks = GoldenTraceTest.load(session).chunks();
        for (int last = 0; last < chunks.size(); last++) {
            int step = Math.max(1, chunks.get(last).bytes().length() / 50);
            for (int cut = 0; cut < chunks.get(last).bytes().length(); cut += step) {
                PacketDecoder decoder = new PacketDecoder(1, MutatedSessionTest::check);
                for (int i = 0; i < last; i++) {
                    feed(decoder, chunks.get(i).direction(), chunks.get(i).bytes());
                }
                feed(
                        decoder,
                        chunks.get(last).direction(),
                        chunks.get(last).bytes().slice(0, cut));
                decoder.onClose(0);
            }
        }
    }

    private static void feed(PacketDecoder decoder, Direction direction, Bytes bytes) {
        decoder.onBytes(direction, bytes.asByteBuffer(), 0);
    }

    private static void check(PacketEvent event) {
        assertThat(event.message().toString()).isNotEmpty();
        assertThat(event.isDecodable()).isEqualTo(!(event.message() instanceof Undecodable));
        assertThat(event.message().unsafeEncoded().length())
                .isLessThanOrEqualTo(event.payload().remaining());
    }

    private static ByteBuffer damaged(ByteBuffer bytes, SplittableRandom random) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        if (copy.length > 0 && random.nextInt(3) == 0) {
            int at = random.nextInt(copy.length);
            switch (random.nextInt(3)) {
                case 0 -> copy[at] = (byte) random.nextInt(256);
                case 1 -> copy[at] = (byte) SPECIAL[random.nextInt(SPECIAL.length)];
                default -> {
                    return ByteBuffer.wrap(copy, 0, at);
                }
            }
        }
        return ByteBuffer.wrap(copy);
    }
}

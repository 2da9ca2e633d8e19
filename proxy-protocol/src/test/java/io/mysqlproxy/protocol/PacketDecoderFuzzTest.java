package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mysqlproxy.core.Direction;
import java.nio.ByteBuffer;

/**
 * Whatever two peers send each other, the decoder tells something and throws nothing, and what it tells can be written again. Replays its corpus in the
 * normal build; {@code JAZZER_FUZZ=1 ./mvnw test -pl proxy-protocol -am -Dtest=PacketDecoderFuzzTest} looks for more.
 *
 * <p>An input is a row of pieces: one byte whose lowest bit says who sends, two bytes of length, and that many bytes.
 */
class PacketDecoderFuzzTest {
    @FuzzTest(maxDuration = "3m")
    void survivesAnyConversation(byte[] input) {
        PacketDecoder decoder = new PacketDecoder(1, PacketDecoderFuzzTest::check);
        ByteBuffer pieces = ByteBuffer.wrap(input);
        while (pieces.remaining() > 3) {
            Direction direction = (pieces.get() & 1) == 0 ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER;
            int length = Math.min(pieces.getShort() & 0xffff, pieces.remaining());
            ByteBuffer piece = pieces.slice(pieces.position(), length).asReadOnlyBuffer();
            pieces.position(pieces.position() + length);
            decoder.onBytes(direction, piece, 0);
        }
        decoder.onClose(0);
    }

    /** What was decoded has a text and can be written; its length is the packet's unless integers were in a longer form than needed. */
    private static void check(PacketEvent event) {
        assertThat(event.message().toString()).isNotEmpty();
        assertThat(event.message().unsafeEncoded().length())
                .isLessThanOrEqualTo(event.payload().remaining());
    }
}

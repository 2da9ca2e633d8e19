package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.message.Parameter;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.ByteBuffer;

/**
 * Whatever two peers send each other, the decoder tells something and throws nothing, what it tells of packets can be written again, and every value of an
 * exchange can be asked for. Replays its corpus in the normal build;
 * {@code JAZZER_FUZZ=1 ./mvnw test -pl proxy-protocol -am -Dtest=PacketDecoderFuzzTest} looks for more.
 *
 * <p>An input is a row of pieces: one byte, two bytes of length, and that many bytes. The first byte's lowest bit says who sends. A second decoder joins the
 * conversation in its middle; from it the piece is withheld when the next bit is set, and the bit after that says whether it learns how much it missed.
 */
class PacketDecoderFuzzTest {
    private static final int WITHHELD = 2;
    private static final int UNKNOWN_LENGTH = 4;

    @FuzzTest(maxDuration = "10m")
    void survivesAnyConversation(byte[] input) {
        PacketDecoder decoder =
                new PacketDecoder(1, PacketDecoderFuzzTest::check, PacketDecoderFuzzTest::askEverything);
        PacketDecoder joined =
                PacketDecoder.joiningMidStream(2, PacketDecoderFuzzTest::check, PacketDecoderFuzzTest::askEverything);
        ByteBuffer pieces = ByteBuffer.wrap(input);
        while (pieces.remaining() > 3) {
            int how = pieces.get();
            Direction direction = (how & 1) == 0 ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER;
            int length = Math.min(pieces.getShort() & 0xffff, pieces.remaining());
            ByteBuffer piece = pieces.slice(pieces.position(), length).asReadOnlyBuffer();
            pieces.position(pieces.position() + length);
            if ((how & WITHHELD) == 0) {
                joined.onBytes(direction, piece.duplicate(), 0);
            } else {
                joined.onGap(direction, (how & UNKNOWN_LENGTH) == 0 ? length : -1, 0);
            }
            decoder.onBytes(direction, piece, 0);
        }
        decoder.onClose(0);
        joined.onClose(0);
    }

    /** What was decoded has a text and is written as it was read, though shorter when integers were in a longer form than needed. */
    private static void check(PacketEvent event) {
        assertThat(event.message().toString()).isNotEmpty();
        Bytes written = event.message().unsafeEncoded();
        assertThat(written.length()).isLessThanOrEqualTo(event.payload().remaining());
        if (written.length() == event.length()) {
            assertThat(written.asByteBuffer()).isEqualTo(event.payload());
        }
        assertThat(event.columns()).doesNotContainNull();
        assertThat(event.state().toString()).isNotEmpty();
    }

    private static void askEverything(Exchange exchange) {
        assertThat(exchange.toString()).isNotEmpty();
        assertThat(exchange.number()).isPositive();
        exchange.sql().ifPresent(sql -> assertThat(sql.toString()).isNotNull());
        exchange.parameters().forEach(PacketDecoderFuzzTest::show);
        exchange.attributes().forEach(PacketDecoderFuzzTest::show);
        exchange.digest().ifPresent(digest -> assertThat(digest.hash()).hasSize(32));
        exchange.error().ifPresent(error -> assertThat(error.toString()).isNotEmpty());
        exchange.requestedFile().ifPresent(file -> assertThat(file.toString()).isNotNull());
        assertThat(exchange.statementId().orElse(0)).isBetween(0L, 0xffff_ffffL);
        assertThat(exchange.user()).isNotNull();
        assertThat(exchange.schema()).isNotNull();
        assertThat(exchange.characterSet()).isNotNull();
        assertThat(exchange.sqlMode()).isNotNull();
        assertThat(exchange.transactionBefore()).isNotNull();
        assertThat(exchange.transactionAfter()).isNotNull();
        assertThat(exchange.rows()).isNotNegative();
        assertThat(exchange.results()).isNotNegative();
        assertThat(exchange.columns()).isNotNegative();
        assertThat(exchange.requestBytes()).isNotNegative();
        assertThat(exchange.replyBytes()).isNotNegative();
        assertThat(exchange.rowBytes()).isBetween(0L, exchange.replyBytes());
    }

    private static void show(Parameter parameter) {
        assertThat(parameter.toString()).isNotEmpty();
        assertThat(parameter.value().display()).isNotEmpty();
    }
}

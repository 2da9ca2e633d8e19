package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session makes the decoder keep is bounded, however much a client sends ahead or prepares. */
class HeldMemoryTest {
    private static final int LONG = 127 * 1024;
    private static final int MEBIBYTE = 1 << 20;

    private final List<Integer> texts = new ArrayList<>();
    private final PacketDecoder decoder = new PacketDecoder(
            1, packet -> {}, exchange -> texts.add(exchange.sql().orElseThrow().length()));

    HeldMemoryTest() {
        feed(Direction.SERVER_TO_CLIENT, 0, Talk.MYSQL_9_7_GREETING);
        feed(Direction.CLIENT_TO_SERVER, 1, Talk.response(Talk.BASE, "caching_sha2_password"));
        feed(Direction.SERVER_TO_CLIENT, 2, Bytes.hex("00 00 00 02 00 00 00"));
    }

    @Test
    @Rule("LIM-9")
    void cutsTheStatementsOfAClientThatSendsManyAhead() {
        ByteBuffer query = frame(0, text(0x03, LONG)).asByteBuffer();
        for (int i = 0; i < 5_000; i++) {
            decoder.onBytes(Direction.CLIENT_TO_SERVER, query.rewind(), 0);
        }
        decoder.onClose(0);

        assertThat(texts).hasSize(5_000).startsWith(LONG);
        assertThat(texts.stream().mapToLong(Integer::intValue).sum()).isLessThan(3 * MEBIBYTE);
    }

    @Test
    @Rule("LIM-9")
    void givesUpOnAClientThatPreparesManyLongStatementsAhead() {
        ByteBuffer prepare = frame(0, text(0x16, LONG)).asByteBuffer();
        for (int i = 0; i < 100; i++) {
            decoder.onBytes(Direction.CLIENT_TO_SERVER, prepare.rewind(), 0);
        }
        assertThat(decoder.state().phase()).isEqualTo(new Phase.Commands());

        for (int i = 0; i < 100; i++) {
            decoder.onBytes(Direction.CLIENT_TO_SERVER, prepare.rewind(), 0);
        }
        assertThat(decoder.state().phase()).isEqualTo(new Phase.Opaque(OpaqueReason.DESYNCHRONIZED));
    }

    @Test
    @Rule("LIM-8")
    void forgetsStatementsThatGrowAfterTheyWerePrepared() {
        int parameters = 60_000;
        for (int id = 1; id <= 300; id++) {
            feed(Direction.CLIENT_TO_SERVER, 0, Bytes.utf8("\u0016do ?"));
            feed(
                    Direction.SERVER_TO_CLIENT,
                    1,
                    new WireWriter()
                            .int1(0)
                            .int4(id)
                            .int2(0)
                            .int2(parameters)
                            .int1(0)
                            .int2(0)
                            .toBytes());
            feed(Direction.SERVER_TO_CLIENT, 2, Bytes.hex("ff 7a 04 23 34 32 53 30 32 6e 6f"));
            feed(
                    Direction.CLIENT_TO_SERVER,
                    0,
                    new WireWriter()
                            .int1(0x17)
                            .int4(id)
                            .int1(0)
                            .int4(1)
                            .bytes(Bytes.of(new byte[(parameters + 7) / 8]))
                            .int1(1)
                            .bytes(Bytes.of(new byte[2 * parameters]))
                            .toBytes());
            feed(Direction.SERVER_TO_CLIENT, 1, Bytes.hex("00 00 00 02 00 00 00"));
        }

        assertThat(decoder.state().statements()).hasSizeBetween(100, 140);
    }

    private static Bytes text(int code, int length) {
        return new WireWriter().int1(code).bytes(Bytes.utf8("x".repeat(length))).toBytes();
    }

    private void feed(Direction direction, int sequenceId, Bytes payload) {
        decoder.onBytes(direction, frame(sequenceId, payload).asByteBuffer(), 0);
    }

    private static Bytes frame(int sequenceId, Bytes payload) {
        return new WireWriter()
                .int3(payload.length())
                .int1(sequenceId)
                .bytes(payload)
                .toBytes();
    }
}

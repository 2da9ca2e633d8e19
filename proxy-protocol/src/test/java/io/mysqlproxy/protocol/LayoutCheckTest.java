package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Conversation;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checking a layout and decoding agree, whatever the packet: what the check passes is never undecodable, and what decodes is passed. */
class LayoutCheckTest {
    /** Longer packets are cut and changed in their beginning only; what follows there is a value. */
    private static final int LONGEST = 200;

    private static final int[] SPECIAL = {0x00, 0x01, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff};

    private final Conversation conversation = new Conversation();
    private final PacketFramer fromClient = new PacketFramer();
    private final PacketFramer fromServer = new PacketFramer();

    @ParameterizedTest
    @MethodSource("io.mysqlproxy.protocol.GoldenTraceTest#sessions")
    void agreesWithDecodingOnEveryTruncation(String session) {
        GoldenTraceTest.load(session)
                .replay((direction, bytes) -> eachPacket(direction, bytes, payload -> {
                    for (int length = 0; length <= payload.length() && length < LONGEST; length++) {
                        agrees(payload.slice(0, length));
                    }
                    agrees(payload);
                }));
    }

    @ParameterizedTest
    @MethodSource("io.mysqlproxy.protocol.GoldenTraceTest#sessions")
    void agreesWithDecodingOnEveryChangedByte(String session) {
        GoldenTraceTest.load(session)
                .replay((direction, bytes) -> eachPacket(direction, bytes, payload -> {
                    byte[] changed = payload.toArray();
                    // The first byte of a command is what its kind is known by.
                    for (int at = direction == Direction.CLIENT_TO_SERVER ? 1 : 0;
                            at < changed.length && at < LONGEST;
                            at++) {
                        byte before = changed[at];
                        for (int value : SPECIAL) {
                            changed[at] = (byte) value;
                            agrees(Bytes.of(changed));
                        }
                        changed[at] = before;
                    }
                }));
    }

    private interface Trial {
        void on(Bytes payload);
    }

    private void eachPacket(Direction direction, ByteBuffer bytes, Trial trial) {
        PacketFramer framer = direction == Direction.CLIENT_TO_SERVER ? fromClient : fromServer;
        while (!(conversation.phase() instanceof Phase.Opaque) && bytes.hasRemaining()) {
            Packet packet = framer.next(bytes);
            if (packet != null) {
                conversation.observe(direction, packet);
                trial.on(Bytes.copyOf(packet.payload()));
            }
        }
        bytes.position(bytes.limit());
    }

    private void agrees(Bytes payload) {
        Packet packet = Packet.unframed(payload);

        assertThat(conversation.isDecodable(packet))
                .as("%s", payload)
                .isEqualTo(!(conversation.decode(packet) instanceof Undecodable));
    }
}

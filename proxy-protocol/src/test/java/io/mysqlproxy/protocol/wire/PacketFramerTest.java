package io.mysqlproxy.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacketFramerTest {
    /** What a framer said of a packet, to be compared as a whole. */
    private record Seen(
            long length,
            int frames,
            int firstFrameLength,
            int sequenceId,
            int lastSequenceId,
            boolean continuous,
            Bytes kept) {}

    private static final long SEED = 20261122;

    @Test
    void lendsAPacketThatLiesWholeInTheBuffer() {
        assertThat(whole(frame(3, "selec"))).containsExactly(new Seen(5, 1, 5, 3, 3, true, Bytes.utf8("selec")));
    }

    @Test
    @Rule("FRM-5")
    void takesAnEmptyPacketForAPacket() {
        assertThat(whole(join(frame(1, ""), frame(2, "x"))))
                .containsExactly(
                        new Seen(0, 1, 0, 1, 1, true, Bytes.EMPTY), new Seen(1, 1, 1, 2, 2, true, Bytes.utf8("x")));
    }

    @Test
    @Rule({"FRM-1", "FRM-2"})
    void joinsFramesOfSixteenMegabytesIntoOnePacket() {
        byte[] full = new byte[PacketFramer.MAX_FRAME_LENGTH];
        full[0] = (byte) 0xfe;
        byte[] bytes = join(frame(4, full), frame(5, "tail"));

        List<Seen> seen = pieces(bytes, 64 * 1024, new PacketFramer(64));

        assertThat(seen)
                .containsExactly(new Seen(
                        PacketFramer.MAX_FRAME_LENGTH + 4L,
                        2,
                        PacketFramer.MAX_FRAME_LENGTH,
                        4,
                        5,
                        true,
                        firstBytes(full, 64)));
    }

    @Test
    @Rule({"FRM-1", "FRM-3"})
    void endsAPacketOfExactlyOneFullFrameWithAnEmptyFrame() {
        byte[] full = new byte[PacketFramer.MAX_FRAME_LENGTH];
        byte[] bytes = join(frame(255, full), frame(0, ""), frame(1, "next"));

        assertThat(pieces(bytes, 1 << 20, new PacketFramer(64)))
                .containsExactly(
                        new Seen(full.length, 2, full.length, 255, 0, true, firstBytes(full, 64)),
                        new Seen(4, 1, 4, 1, 1, true, Bytes.utf8("next")));
    }

    @Test
    @Rule({"FRM-4", "LIM-20"})
    void tellsWhenAFrameOfAPacketIsOutOfOrder() {
        byte[] bytes = join(frame(7, new byte[PacketFramer.MAX_FRAME_LENGTH]), frame(9, "x"));

        assertThat(pieces(bytes, 1 << 20, new PacketFramer(64)))
                .extracting(Seen::continuous)
                .containsExactly(false);
    }

    @Test
    @Rule("LIM-11")
    void tellsTheSamePacketsHoweverTheBytesAreSliced() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] bytes = new byte[0];
        for (int i = 0; i < 60; i++) {
            byte[] payload = new byte[random.nextInt(i % 3 == 0 ? 4000 : 20)];
            random.nextBytes(payload);
            bytes = join(bytes, frame(i, payload));
        }
        List<Seen> expected = whole(bytes);

        assertThat(expected).hasSize(60);
        assertThat(pieces(bytes, 1, new PacketFramer())).isEqualTo(expected);
        for (int round = 0; round < 50; round++) {
            assertThat(randomPieces(bytes, random)).isEqualTo(expected);
        }
    }

    @Test
    @Rule("TLS-5")
    void leavesTheBytesBehindAPacketAlone() {
        PacketFramer framer = new PacketFramer();
        ByteBuffer bytes = ByteBuffer.wrap(join(frame(1, "SSLRequest"), new byte[] {0x16, 0x03, 0x01}));

        Packet packet = framer.next(bytes);

        assertThat(packet).isNotNull();
        assertThat(bytes.remaining()).isEqualTo(3);
        assertThat(framer.pendingBytes()).isZero();
    }

    @Test
    @Rule("LIM-1")
    void keepsTheBeginningOfAPacketLargerThanItsLimit() {
        byte[] payload = new byte[1000];
        payload[99] = 42;
        PacketFramer framer = new PacketFramer(100);

        assertThat(pieces(frame(0, payload), 7, framer))
                .containsExactly(new Seen(1000, 1, 1000, 0, 0, true, firstBytes(payload, 100)));
        assertThat(pieces(frame(0, payload), 4000, framer))
                .containsExactly(new Seen(1000, 1, 1000, 0, 0, true, firstBytes(payload, 100)));
    }

    @Test
    @Rule({"LIM-1", "LIM-12", "FRM-6"})
    void holdsNoMoreThanItsLimitOfAnEndlessPacket() {
        PacketFramer framer = new PacketFramer(1000);
        byte[] full = frame(0, new byte[PacketFramer.MAX_FRAME_LENGTH]);

        for (int i = 0; i < 8; i++) {
            assertThat(framer.next(ByteBuffer.wrap(full))).isNull();
        }

        assertThat(framer.pendingBytes()).isEqualTo(8L * full.length);
        assertThat(framer.heldBytes()).isLessThanOrEqualTo(1000);
    }

    @Test
    void keepsItsBufferWhileLargePacketsFlowAndLetsItGoBetweenThem() {
        PacketFramer framer = new PacketFramer();
        byte[] rows = join(frame(0, new byte[20_000]), frame(1, new byte[20_000]));
        ByteBuffer first = ByteBuffer.wrap(rows, 0, 30_000);
        assertThat(framer.next(first)).isNotNull();
        assertThat(framer.next(first)).isNull();
        framer.trim();
        int whileItFlows = framer.heldBytes();
        assertThat(framer.next(ByteBuffer.wrap(rows, 30_000, rows.length - 30_000)))
                .isNotNull();

        framer.trim();

        assertThat(whileItFlows).isGreaterThanOrEqualTo(9_000);
        assertThat(framer.heldBytes()).isZero();
    }

    @Test
    @Rule("SEC-R4")
    void erasesTheCopyOfAPacketThatMayHoldASecret() {
        PacketFramer framer = new PacketFramer();
        byte[] secret = frame(3, "hunter2");
        framer.next(ByteBuffer.wrap(secret, 0, 6));
        Packet packet = Objects.requireNonNull(framer.next(ByteBuffer.wrap(secret, 6, secret.length - 6)));
        ByteBuffer copy = packet.payload();

        framer.release(true);

        assertThat(copy).isEqualTo(ByteBuffer.allocate(7));
        assertThat(packet.payload().hasRemaining()).isFalse();
    }

    @Test
    @Rule("UNS-4")
    void countsTheBytesOfAnUnfinishedPacket() {
        byte[] bytes = frame(0, "abc");
        List<Long> pending = new ArrayList<>();
        PacketFramer framer = new PacketFramer();
        for (byte one : bytes) {
            framer.next(ByteBuffer.wrap(new byte[] {one}));
            pending.add(framer.pendingBytes());
        }

        assertThat(pending).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 0L);
    }

    @Test
    @Rule("LIM-10")
    void takesAFloodOfEmptyFramesInStride() {
        byte[] flood = new byte[4 * 10_000];

        assertThat(whole(flood)).hasSize(10_000).allMatch(seen -> seen.length() == 0);
    }

    @Test
    void refusesALimitTooSmallForAnyHeader() {
        assertThatThrownBy(() -> new PacketFramer(63))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keepLimit must be at least 64 bytes, not 63");
    }

    private static List<Seen> whole(byte[] bytes) {
        return pieces(bytes, bytes.length, new PacketFramer());
    }

    private static List<Seen> pieces(byte[] bytes, int size, PacketFramer framer) {
        List<Seen> seen = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            feed(framer, ByteBuffer.wrap(bytes, from, Math.min(size, bytes.length - from)), seen);
        }
        return seen;
    }

    private static List<Seen> randomPieces(byte[] bytes, SplittableRandom random) {
        List<Seen> seen = new ArrayList<>();
        PacketFramer framer = new PacketFramer();
        int from = 0;
        while (from < bytes.length) {
            int size = Math.min(random.nextInt(1, 300), bytes.length - from);
            feed(framer, ByteBuffer.wrap(bytes, from, size), seen);
            from += size;
        }
        return seen;
    }

    private static void feed(PacketFramer framer, ByteBuffer bytes, List<Seen> seen) {
        for (Packet packet = framer.next(bytes); packet != null; packet = framer.next(bytes)) {
            seen.add(new Seen(
                    packet.length(),
                    packet.frames(),
                    packet.firstFrameLength(),
                    packet.sequenceId(),
                    packet.lastPlace(),
                    packet.hasContinuousFrames(),
                    Bytes.copyOf(packet.payload())));
        }
    }

    private static Bytes firstBytes(byte[] bytes, int count) {
        return Bytes.of(bytes).slice(0, count);
    }

    private static byte[] frame(int sequenceId, String payload) {
        return frame(sequenceId, Bytes.utf8(payload).toArray());
    }

    private static byte[] frame(int sequenceId, byte[] payload) {
        return new WireWriter()
                .int3(payload.length)
                .int1(sequenceId)
                .bytes(Bytes.of(payload))
                .toBytes()
                .toArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}

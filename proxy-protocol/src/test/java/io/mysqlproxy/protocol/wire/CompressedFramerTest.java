package io.mysqlproxy.protocol.wire;

import static io.mysqlproxy.protocol.CompressedFrames.body;
import static io.mysqlproxy.protocol.CompressedFrames.frame;
import static io.mysqlproxy.protocol.CompressedFrames.join;
import static io.mysqlproxy.protocol.CompressedFrames.packet;
import static io.mysqlproxy.protocol.CompressedFrames.stored;
import static io.mysqlproxy.protocol.CompressedFrames.zlib;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompressedFramerTest {
    /** What was said of a packet. */
    private record Seen(Bytes content, int sequenceId, int place, int lastPlace, boolean continuous) {}

    /** What came of all bytes. */
    private record Outcome(
            List<Seen> packets, boolean broken, long frames, long misannounced, long taken, long given) {}

    private static final long SEED = 20261127;
    private static final Bytes QUERY = packet(0, "\u0003select 1");
    private static final Bytes LONG_ROW = packet(7, "all work and no play ".repeat(2000));

    private int opened;
    private int closed;

    @AfterEach
    void everyDecompressorIsClosed() {
        assertThat(closed).isEqualTo(opened);
    }

    @Test
    @Rule({"CMP-4", "CMP-5"})
    void takesAStoredBodyAsItIs() {
        assertThat(whole(stored(0, QUERY)))
                .isEqualTo(new Outcome(List.of(seen("\u0003select 1", 0, 0, 0)), false, 1, 0, 20, 13));
        assertThat(opened).isZero();
    }

    @Test
    @Rule("CMP-4")
    void decompressesABody() {
        Bytes frame = zlib(3, LONG_ROW);

        assertThat(whole(frame))
                .isEqualTo(new Outcome(
                        List.of(seen("all work and no play ".repeat(2000), 7, 3, 3)),
                        false,
                        1,
                        0,
                        frame.length(),
                        LONG_ROW.length()));
    }

    @Test
    @Rule("CMP-5")
    void assertsNoLengthFromWhichOnBodiesAreCompressed() {
        assertThat(whole(join(zlib(0, packet(0, "x")), stored(1, packet(1, "a".repeat(100_000)))))
                        .packets())
                .containsExactly(seen("x", 0, 0, 0), seen("a".repeat(100_000), 1, 1, 1));
    }

    @Test
    @Rule({"CMP-6", "CMP-7", "CMP-8"})
    void findsManyPacketsInAFrameOfWhichTheFirstHasAPlace() {
        Bytes frame = zlib(1, join(packet(1, "a"), packet(2, "b"), packet(9, "c")));

        assertThat(whole(frame).packets())
                .containsExactly(
                        seen("a", 1, 1, 1), seen("b", 2, Packet.NO_PLACE, 1), seen("c", 9, Packet.NO_PLACE, 1));
    }

    @Test
    @Rule({"CMP-6", "CMP-8", "CMP-11"})
    void joinsAPacketOverFramesThatCutItAnywhere() {
        Bytes packets = join(packet(1, "first"), packet(2, "second"));
        for (int cut = 1; cut < packets.length(); cut++) {
            Bytes frames = join(stored(1, packets.slice(0, cut)), zlib(2, packets.slice(cut, packets.length())));

            int firstEnds = cut < 9 ? 2 : 1;
            int secondBegins = cut == 9 ? 2 : Packet.NO_PLACE;
            assertThat(whole(frames).packets())
                    .as("cut at " + cut)
                    .containsExactly(seen("first", 1, 1, firstEnds), seen("second", 2, secondBegins, 2));
        }
    }

    /** With its header such a packet is longer than a frame can hold. */
    @Test
    @Rule("CMP-12")
    void joinsAPacketThatIsTooLongForOneFrame() {
        Bytes packet = packet(0, Bytes.of(new byte[PacketFramer.MAX_FRAME_LENGTH - 2]));
        Bytes frames = join(
                zlib(0, packet.slice(0, PacketFramer.MAX_FRAME_LENGTH)),
                stored(1, packet.slice(PacketFramer.MAX_FRAME_LENGTH, packet.length())));

        Outcome outcome = run(frames, () -> 60_000, new PacketFramer(64));

        assertThat(outcome.packets()).containsExactly(new Seen(Bytes.of(new byte[64]), 0, 0, 1, true));
        assertThat(outcome.given()).isEqualTo(packet.length());
    }

    @Test
    @Rule("CMP-8")
    void tellsWhenAFrameInTheMiddleOfAPacketIsOutOfOrder() {
        Bytes packet = packet(0, "cut in two");

        assertThat(whole(join(stored(0, packet.slice(0, 6)), stored(2, packet.slice(6, 14))))
                        .packets())
                .containsExactly(new Seen(Bytes.utf8("cut in two"), 0, 0, 2, false));
        assertThat(whole(join(stored(255, packet.slice(0, 6)), stored(0, packet.slice(6, 14))))
                        .packets())
                .containsExactly(new Seen(Bytes.utf8("cut in two"), 0, 255, 0, true));
    }

    @Test
    @Rule("CMP-14")
    void beginsEachBodyAnew() {
        Bytes frame = zlib(0, LONG_ROW);

        assertThat(whole(join(frame, frame, frame)).packets()).hasSize(3);
        assertThat(opened).isEqualTo(3);
    }

    @Test
    @Rule("CMP-9")
    void trustsWhatComesOutWhenMoreWasAnnounced() {
        Bytes body = body(CompressionAlgorithm.ZLIB, LONG_ROW);
        Bytes frames = join(frame(body.length(), 1, LONG_ROW.length() + 1000, body), stored(2, QUERY));

        Outcome outcome = whole(frames);

        assertThat(outcome.packets()).hasSize(2);
        assertThat(outcome.misannounced()).isEqualTo(1);
        assertThat(outcome.broken()).isFalse();
    }

    @Test
    @Rule({"CMP-9", "LIM-6"})
    void givesNoMoreThanWasAnnounced() {
        Bytes content = join(packet(1, "in time"), packet(2, "too late"));
        Bytes body = body(CompressionAlgorithm.ZLIB, content);
        Bytes frames = join(frame(body.length(), 1, 15, body), stored(2, QUERY));

        assertThat(whole(frames))
                .isEqualTo(new Outcome(List.of(seen("in time", 1, 1, 1)), true, 1, 0, 7 + body.length(), 15));
    }

    /** Sixteen megabytes in sixteen kilobytes; announced as a few. */
    @Test
    @Rule("LIM-6")
    void stopsABombWhereItsAnnouncementEnds() {
        Bytes body = body(CompressionAlgorithm.ZLIB, Bytes.of(new byte[PacketFramer.MAX_FRAME_LENGTH]));
        PacketFramer packets = new PacketFramer(64);

        Outcome outcome = run(frame(body.length(), 0, 5000, body), () -> 100, packets);

        assertThat(outcome.broken()).isTrue();
        assertThat(outcome.given()).isEqualTo(5000);
    }

    @Test
    void passesOverWhatStandsBehindABody() {
        Bytes body = body(CompressionAlgorithm.ZLIB, QUERY);
        Bytes frames =
                join(frame(body.length() + 3, 0, QUERY.length(), join(body, Bytes.hex("01 02 03"))), stored(0, QUERY));

        assertThat(whole(frames).packets())
                .containsExactly(seen("\u0003select 1", 0, 0, 0), seen("\u0003select 1", 0, 0, 0));
    }

    @Test
    @Rule("CMP-13")
    void takesABodyOfTheAnnouncedLengthForStoredWhenItDoesNotBeginAsCompressed() {
        Bytes frame = frame(QUERY.length(), 0, QUERY.length(), QUERY);

        assertThat(whole(join(frame, frame)).packets())
                .containsExactly(seen("\u0003select 1", 0, 0, 0), seen("\u0003select 1", 0, 0, 0));
        assertThat(opened).isZero();
    }

    @Test
    @Rule("CMP-13")
    void decompressesABodyOfTheAnnouncedLengthWhenItBeginsAsCompressed() {
        Bytes content = contentAsLongAsItsBody();
        Bytes frame = frame(content.length(), 0, content.length(), body(CompressionAlgorithm.ZLIB, content));

        assertThat(whole(frame).packets()).hasSize(1);
        assertThat(opened).isPositive();
    }

    @Test
    @Rule("CMP-13")
    void takesAnythingShorterThanAHeaderForStored() {
        Bytes zero = Bytes.hex("00");
        Bytes frames = join(frame(1, 0, 1, zero), frame(1, 1, 1, zero), frame(1, 2, 1, zero), frame(1, 3, 1, zero));

        assertThat(whole(frames).packets()).containsExactly(seen("", 0, 0, 3));
    }

    @Test
    void breaksOffAtABodyThatIsNotCompressed() {
        Bytes frames = join(zlib(0, QUERY), frame(13, 1, 100, QUERY), stored(2, QUERY));

        Outcome outcome = whole(frames);

        assertThat(outcome.packets()).hasSize(1);
        assertThat(outcome.broken()).isTrue();
    }

    @Test
    void breaksOffAtABodyThatEndsTooEarly() {
        Bytes body = body(CompressionAlgorithm.ZLIB, QUERY);
        for (int length = 0; length < body.length(); length++) {
            assertThat(whole(join(frame(length, 0, QUERY.length(), body.slice(0, length)), stored(0, QUERY)))
                            .broken())
                    .as("cut after " + length)
                    .isTrue();
        }
    }

    @Test
    void breaksOffAtABodyThatNeedsADictionary() {
        Bytes body = Bytes.hex("78 bb 12 34 56 78 01 02 03 04 05 06 07 08");

        assertThat(whole(frame(body.length(), 0, 100, body)).broken()).isTrue();
    }

    @Test
    void mindsNoEmptyFrame() {
        assertThat(whole(join(stored(0, Bytes.EMPTY), stored(0, QUERY))).packets())
                .containsExactly(seen("\u0003select 1", 0, 0, 0));
    }

    @Test
    @Rule({"CMP-6", "LIM-11"})
    void tellsTheSamePacketsHoweverTheBytesAreSliced() {
        SplittableRandom random = new SplittableRandom(SEED);
        Bytes frames = randomFrames(random);
        Outcome expected = whole(frames);

        assertThat(expected.packets()).hasSize(80);
        assertThat(run(frames, () -> 1, new PacketFramer())).isEqualTo(expected);
        for (int round = 0; round < 50; round++) {
            assertThat(run(frames, () -> 1 + random.nextInt(random.nextInt(1, 3000)), new PacketFramer()))
                    .isEqualTo(expected);
        }
    }

    @Test
    void tellsTheSameOfBrokenFramesHoweverTheyAreSliced() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = randomFrames(random).toArray();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            Bytes frames = Bytes.of(damaged);
            Outcome expected = whole(frames);

            Outcome sliced = run(frames, () -> 1 + random.nextInt(100), new PacketFramer());

            assertThat(sliced.packets()).as("round " + round).isEqualTo(expected.packets());
            assertThat(sliced.broken()).isEqualTo(expected.broken());
        }
    }

    @Test
    @Rule("UNS-4")
    void knowsHowMuchOfAFrameIsThere() {
        Bytes frame = zlib(0, LONG_ROW);
        for (int end = 0; end <= frame.length(); end++) {
            PacketFramer packets = new PacketFramer();
            CompressedFramer framer = framer(packets);
            ByteBuffer bytes = frame.slice(0, end).asByteBuffer();
            while (framer.next(bytes) != null) {}

            assertThat(framer.pendingBytes() > 0).as("after " + end).isEqualTo(end > 0 && end < frame.length());
            framer.discard();
        }
    }

    @Test
    void beginsAnewWhereBytesWereLost() {
        PacketFramer packets = new PacketFramer();
        CompressedFramer framer = framer(packets);
        ByteBuffer cut = zlib(4, LONG_ROW).slice(0, 90).asByteBuffer();
        assertThat(framer.next(cut)).isNull();

        framer.restart();
        packets.restart();

        assertThat(framer.isBetweenFrames()).isTrue();
        Packet packet = Objects.requireNonNull(framer.next(stored(0, QUERY).asByteBuffer()));
        assertThat(packet.place()).isZero();
    }

    /** What a repetition saves is what the body's header and checksum cost. */
    private static Bytes contentAsLongAsItsBody() {
        for (int repeated = 1; repeated < 60; repeated++) {
            Bytes content = packet(0, "abcdefghijklmnopqrstuvwxyz" + "-".repeat(repeated));
            if (body(CompressionAlgorithm.ZLIB, content).length() == content.length()) {
                return content;
            }
        }
        throw new AssertionError("no content is as long as its body");
    }

    /** Eighty packets in frames of all kinds that care nothing for where packets end. */
    private static Bytes randomFrames(SplittableRandom random) {
        WireWriter packets = new WireWriter();
        for (int i = 0; i < 80; i++) {
            byte[] payload = new byte[random.nextInt(i % 5 == 0 ? 40_000 : 60)];
            random.nextBytes(payload);
            for (int j = 0; j < payload.length; j++) {
                payload[j] &= 0x03;
            }
            packets.bytes(packet(i, Bytes.of(payload)));
        }
        Bytes content = packets.toBytes();
        WireWriter frames = new WireWriter();
        int id = 0;
        for (int at = 0; at < content.length(); ) {
            int length = Math.min(content.length() - at, random.nextInt(id % 3 == 0 ? 50_000 : 200));
            Bytes piece = content.slice(at, at + length);
            int form = random.nextInt(5);
            frames.bytes(
                    form == 0 ? stored(id, piece) : form == 1 ? frame(length, id, length, piece) : zlib(id, piece));
            at += length;
            id = (id + 1) & 0xff;
        }
        return frames.toBytes();
    }

    private static Seen seen(String text, int sequenceId, int place, int lastPlace) {
        return new Seen(Bytes.utf8(text), sequenceId, place, lastPlace, true);
    }

    private Outcome whole(Bytes frames) {
        return run(frames, frames::length, new PacketFramer());
    }

    private Outcome run(Bytes frames, IntSupplier lengths, PacketFramer packets) {
        CompressedFramer framer = framer(packets);
        List<Seen> seen = new ArrayList<>();
        int at = 0;
        while (at < frames.length() && !framer.isBroken()) {
            int end = Math.min(frames.length(), at + lengths.getAsInt());
            ByteBuffer piece = frames.slice(at, end).asByteBuffer();
            for (Packet packet = framer.next(piece); packet != null; packet = framer.next(piece)) {
                seen.add(new Seen(
                        Bytes.copyOf(packet.payload()),
                        packet.sequenceId(),
                        packet.place(),
                        packet.lastPlace(),
                        packet.hasContinuousFrames()));
            }
            assertThat(piece.hasRemaining()).isEqualTo(framer.isBroken() && piece.hasRemaining());
            at = end;
        }
        boolean broken = framer.isBroken();
        Outcome outcome = new Outcome(
                seen, broken, framer.frames(), framer.misannounced(), framer.compressedBytes(), framer.contentBytes());
        framer.discard();
        return outcome;
    }

    private CompressedFramer framer(PacketFramer packets) {
        return new CompressedFramer(CompressionAlgorithm.ZLIB, this::decompressor, packets);
    }

    /** Counts, and sees that nobody uses it when it is closed. */
    private Decompressor decompressor() {
        opened++;
        return new WatchedDecompressor(Decompressor.zlib(), () -> closed++);
    }
}

package io.mysqlproxy.protocol;

import static io.mysqlproxy.protocol.CompressedFrames.body;
import static io.mysqlproxy.protocol.CompressedFrames.frame;
import static io.mysqlproxy.protocol.CompressedFrames.join;
import static io.mysqlproxy.protocol.CompressedFrames.packet;
import static io.mysqlproxy.protocol.CompressedFrames.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** Frames that announce as much content as they have body: compressed to nothing, or stored and wrongly announced. */
@Rule("CMP-13")
class DoubtfulFrameTest {
    /** Packets that came of the bytes, and whether they ended in a frame that is neither. */
    private record Outcome(List<Bytes> packets, boolean broken) {}

    /** Bytes of such a body that are kept at most. */
    private static final int MOST_KEPT = PacketFramer.DEFAULT_KEEP_LIMIT;

    private static final long SEED = 20261127;
    private static final Bytes QUERY = Bytes.utf8("\u0003select 1");
    /** With its header it begins as a zlib stream does: 78 9c. */
    private static final Bytes LIKE_ZLIB = Bytes.utf8("\u0003select '" + "a".repeat(0x9c78 - 10) + "'");

    /** Connector/J 9.7.0 sends a query of 902 bytes. */
    private static final Bytes REAL_BODY = Transcript.resource(
                    DoubtfulFrameTest.class, "/fixtures/mysql-9.7.4_connector-j-9.7.0_zlib-prepared_2026-11-27.txt")
            .bytes(Direction.CLIENT_TO_SERVER)
            .slice(219, 569);

    private CompressionAlgorithm algorithm = CompressionAlgorithm.ZLIB;

    @Test
    void aPacketWhoseLengthLooksLikeTheBeginningOfACompressedBodyIsStored() {
        Bytes content = packet(0, LIKE_ZLIB);
        assertThat(content.slice(0, 2)).isEqualTo(Bytes.hex("78 9c"));

        assertThat(howeverSliced(join(announced(0, content), stored(1, packet(1, QUERY)))))
                .isEqualTo(new Outcome(List.of(LIKE_ZLIB, QUERY), false));
    }

    @Test
    void soAreOthersBehindItInTheSameFrame() {
        Bytes content = join(packet(0, LIKE_ZLIB), packet(0, QUERY), packet(0, QUERY));

        assertThat(howeverSliced(announced(0, content)))
                .isEqualTo(new Outcome(List.of(LIKE_ZLIB, QUERY, QUERY), false));
    }

    /** As of a file that is being loaded, or a picture: the frame happens to begin where compressed data do. */
    @Test
    void theRestOfAPacketIsStoredThoughItBeginsAsCompressed() {
        for (CompressionAlgorithm each : CompressionAlgorithm.values()) {
            algorithm = each;
            Bytes compressed = body(each, Bytes.utf8("all work and no play ".repeat(50)));
            for (int length = 0; length < compressed.length(); length++) {
                Bytes payload = join(QUERY, compressed.slice(0, length));
                Bytes content = packet(0, payload);
                int cut = 4 + QUERY.length();
                Bytes frames = join(
                        stored(0, content.slice(0, cut)),
                        announced(1, content.slice(cut, content.length())),
                        stored(2, packet(2, QUERY)));

                assertThat(howeverSliced(frames))
                        .as(each + " cut after " + length)
                        .isEqualTo(new Outcome(List.of(payload, QUERY), false));
            }
        }
    }

    /** A whole body is what it looks like, even where it was meant as a packet's bytes: nobody can tell. */
    @Test
    void whatCanBeDecompressedIsCompressed() {
        for (CompressionAlgorithm each : CompressionAlgorithm.values()) {
            algorithm = each;
            Bytes compressed = body(each, packet(0, QUERY));

            assertThat(howeverSliced(join(announced(0, compressed), stored(1, packet(1, QUERY)))))
                    .isEqualTo(new Outcome(List.of(QUERY, QUERY), false));
        }
    }

    @Test
    void isBrokenWhereItCannotBeDecompressedAndBeginsNoPacketThatEndsInIt() {
        for (int length = 5; length <= REAL_BODY.length(); length++) {
            Bytes frames = join(announced(0, REAL_BODY.slice(0, length)), stored(1, packet(1, QUERY)));

            assertThat(howeverSliced(frames)).as("cut after " + length).isEqualTo(new Outcome(List.of(), true));
        }
    }

    /** One byte off: the checksum is the last that tells. */
    @Test
    void isBrokenWhereOnlyTheChecksumIsWrong() {
        byte[] body =
                body(CompressionAlgorithm.ZLIB, packet(0, "x".repeat(300))).toArray();
        body[body.length - 1] ^= 1;

        assertThat(howeverSliced(announced(0, Bytes.of(body)))).isEqualTo(new Outcome(List.of(), true));
    }

    @Test
    void isStoredWhereMoreComesOutThanAnnounced() {
        Bytes bomb = body(CompressionAlgorithm.ZLIB, Bytes.of(new byte[1 << 20]));
        Bytes content = packet(0, join(QUERY, bomb));
        int cut = 4 + QUERY.length();

        assertThat(howeverSliced(
                        join(stored(0, content.slice(0, cut)), announced(1, content.slice(cut, content.length())))))
                .isEqualTo(new Outcome(List.of(join(QUERY, bomb)), false));
    }

    @Test
    void whatIsCompressedAsFarAsIsKeptIsTakenForCompressed() {
        Bytes incompressible = packet(0, random(2 * MOST_KEPT));
        Bytes body = body(CompressionAlgorithm.ZLIB, incompressible);
        byte[] damaged = body.toArray();
        damaged[damaged.length - 1] ^= 1;

        assertThat(howeverSliced(join(announced(0, body), stored(1, packet(1, QUERY)))))
                .isEqualTo(new Outcome(List.of(incompressible.slice(4, incompressible.length()), QUERY), false));
        assertThat(howeverSliced(join(announced(0, Bytes.of(damaged)), stored(1, packet(1, QUERY))))
                        .broken())
                .isTrue();
    }

    private static Bytes announced(int sequenceId, Bytes body) {
        return frame(body.length(), sequenceId, body.length(), body);
    }

    private static Bytes random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(SEED).nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /** The same whole, byte by byte, and in random pieces. */
    private Outcome howeverSliced(Bytes frames) {
        Outcome whole = run(frames, frames::length);
        assertThat(run(frames, () -> 1)).as("byte by byte").isEqualTo(whole);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 5; round++) {
            assertThat(run(frames, () -> random.nextInt(1, 3000))).isEqualTo(whole);
        }
        return whole;
    }

    private Outcome run(Bytes frames, IntSupplier lengths) {
        PacketStream stream = new PacketStream(4 * MOST_KEPT);
        Compression compression = new Compression(algorithm, stream, new PacketStream(4 * MOST_KEPT));
        List<Bytes> packets = new ArrayList<>();
        for (int at = 0; at < frames.length() && !stream.isBroken(); ) {
            int end = Math.min(frames.length(), at + lengths.getAsInt());
            ByteBuffer piece = frames.slice(at, end).asByteBuffer();
            for (Packet packet = stream.next(piece, 0); packet != null; packet = stream.next(piece, 0)) {
                packets.add(Bytes.copyOf(packet.payload()));
            }
            at = end;
        }
        boolean broken = stream.isBroken();
        if (!broken) {
            assertThat(stream.pendingBytes()).isZero();
            assertThat(compression.compressedBytes(Direction.CLIENT_TO_SERVER)).isEqualTo(frames.length());
        }
        stream.discard();
        return new Outcome(packets, broken);
    }
}

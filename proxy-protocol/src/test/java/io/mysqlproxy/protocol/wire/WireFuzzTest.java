package io.mysqlproxy.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are cut into the same packets however they are sliced, and whatever a reader is asked to read of them it reads or refuses within its bounds.
 * Replays its seeds in the normal build; {@code JAZZER_FUZZ=1 ./mvnw test -pl proxy-protocol -am -Dtest=WireFuzzTest#cutsThePacketsHoweverTheBytesCome}
 * looks for more.
 */
class WireFuzzTest {
    private static final int KEPT = 64;

    private record Seen(long length, int frames, int sequenceId, boolean inOrder, Bytes kept) {}

    static Stream<byte[]> streams() {
        return Stream.of(
                        "0301000000 0a0a0a 000001 01000003aa",
                        "02ffffff00 01 02 03",
                        "01 0000",
                        "07 050000ff 0102030405 01000000 61")
                .map(hex -> Bytes.hex(hex.replace(" ", "")).toArray());
    }

    static Stream<byte[]> reads() {
        return Stream.of(
                        "0005 0102030405060708",
                        "0506 fc0100fd010000fe0100000000000000fb",
                        "080a0b 036162630078797a00",
                        "0c0d07 05 03 01 02 03")
                .map(hex -> Bytes.hex(hex.replace(" ", "")).toArray());
    }

    /** The first byte is the length of the slices; the rest is one direction of a connection. */
    @MethodSource("streams")
    @FuzzTest(maxDuration = "10m")
    void cutsThePacketsHoweverTheBytesCome(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ByteBuffer stream = ByteBuffer.wrap(input, 1, input.length - 1).slice();
        int slice = Math.max(1, input[0] & 0xff);

        assertThat(packets(stream, slice)).isEqualTo(packets(stream, Integer.MAX_VALUE));
    }

    private static List<Seen> packets(ByteBuffer stream, int slice) {
        PacketFramer framer = new PacketFramer(KEPT);
        List<Seen> packets = new ArrayList<>();
        long framed = 0;
        for (int at = 0; at < stream.limit(); at += Math.min(slice, stream.limit() - at)) {
            ByteBuffer piece = stream.slice(at, Math.min(slice, stream.limit() - at));
            for (Packet packet = framer.next(piece); packet != null; packet = framer.next(piece)) {
                Bytes kept = Bytes.copyOf(packet.payload());
                assertThat(kept.length()).isEqualTo((int) Math.min(packet.length(), KEPT));
                packets.add(new Seen(
                        packet.length(), packet.frames(), packet.sequenceId(), packet.hasContinuousFrames(), kept));
                framed += packet.length() + 4L * packet.frames();
                framer.release(true);
            }
            assertThat(piece.hasRemaining()).isFalse();
            framer.trim();
        }
        assertThat(framed + framer.pendingBytes()).isEqualTo(stream.limit());
        return packets;
    }

    /** The first half tells what to read from the second. */
    @MethodSource("reads")
    @FuzzTest(maxDuration = "10m")
    void readsWithinItsBounds(byte[] input) {
        Bytes all = Bytes.of(input);
        Bytes wishes = all.slice(0, all.length() / 2);
        Bytes packet = all.slice(wishes.length(), all.length());
        WireReader reader = WireReader.of(packet);
        int position = 0;
        try {
            for (byte wish : wishes.toArray()) {
                read(wish & 0xff, reader);
                assertThat(reader.position()).isGreaterThanOrEqualTo(position);
                position = reader.position();
                assertThat(position + reader.remaining()).isEqualTo(packet.length());
            }
        } catch (MalformedPacketException refused) {
            assertThat(refused.position()).isBetween(0, packet.length());
        }
    }

    private static void read(int wish, WireReader reader) {
        switch (wish % 16) {
            case 0 -> assertThat(reader.int1("an int<1>")).isBetween(0, 0xff);
            case 1 -> assertThat(reader.int2("an int<2>")).isBetween(0, 0xffff);
            case 2 -> assertThat(reader.int3("an int<3>")).isBetween(0, 0xffffff);
            case 3 -> assertThat(reader.int4("an int<4>")).isBetween(0L, 0xffff_ffffL);
            case 4 -> reader.int8("an int<8>");
            case 5 -> reader.intLenEnc("an int<lenenc>");
            case 6 -> reader.stringLenEnc("a string<lenenc>");
            case 7 -> reader.stringLenEncOrRest("a string<lenenc>");
            case 8 -> reader.stringNul("a string<NUL>");
            case 9 -> reader.stringNulOrRest("a string<NUL>");
            case 10 -> reader.rest();
            case 11 -> assertThat(reader.bytes(wish / 16, "bytes").length()).isEqualTo(wish / 16);
            case 12 -> reader.block("a block", WireReader::rest);
            case 13 -> reader.blockOrRest("a block", WireReader::rest);
            case 14 -> reader.peek("a byte");
            default -> reader.int4Length("a length");
        }
    }
}

package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However little it takes to say how much, what one decoder keeps of it stays below a bound. */
@Rule("LIM-6")
class CompressionLimitsTest {
    private static final int MEBIBYTE = 1 << 20;

    private long packets;

    @ParameterizedTest
    @EnumSource
    void bombsAreNotKept(CompressionAlgorithm algorithm) {
        PacketDecoder decoder = compressed(algorithm);
        Bytes content = CompressedFrames.packet(0, Bytes.of(new byte[PacketFramer.MAX_FRAME_LENGTH - 4]));
        Bytes bomb = CompressedFrames.compressed(algorithm, 0, content);
        assertThat(bomb.length()).isLessThan(content.length() / 900);
        long before = residentBytes();

        for (int frame = 0; frame < 30; frame++) {
            decoder.onBytes(Direction.CLIENT_TO_SERVER, bomb.asByteBuffer(), 0);
        }

        // The packets' beginning, one window, one decompressor.
        assertThat(residentBytes() - before).isLessThan(40L * MEBIBYTE);
        assertThat(decoder.compression().orElseThrow().contentBytes(Direction.CLIENT_TO_SERVER))
                .isEqualTo(30L * content.length());
        decoder.onClose(0);
    }

    @ParameterizedTest
    @EnumSource
    void sessionsThatWaitHoldNoDecompressor(CompressionAlgorithm algorithm) {
        List<PacketDecoder> decoders = new ArrayList<>();
        Bytes command = CompressedFrames.compressed(algorithm, 0, CompressedTalk.query(3, "select " + "1".repeat(500)));
        long before = residentBytes();

        for (int session = 0; session < 3000; session++) {
            PacketDecoder decoder = compressed(algorithm);
            decoder.onBytes(Direction.CLIENT_TO_SERVER, command.asByteBuffer(), 0);
            decoders.add(decoder);
        }

        assertThat(packets).isEqualTo(4 * 3000L);
        assertThat(residentBytes() - before).isLessThan(3000L * 16 * 1024);
        decoders.forEach(decoder -> decoder.onClose(0));
    }

    @ParameterizedTest
    @EnumSource
    void sessionsThatEndInTheMiddleOfAFrameLeaveNothingBehind(CompressionAlgorithm algorithm) {
        Bytes command =
                CompressedFrames.compressed(algorithm, 0, CompressedTalk.query(3, "select " + "1".repeat(5000)));
        Bytes half = command.slice(0, command.length() - 3);
        long before = residentBytes();

        for (int session = 0; session < 20_000; session++) {
            PacketDecoder decoder = compressed(algorithm);
            decoder.onBytes(Direction.CLIENT_TO_SERVER, half.asByteBuffer(), 0);
            decoder.onClose(0);
        }

        assertThat(residentBytes() - before).isLessThan(200L * MEBIBYTE);
    }

    @Test
    void aFrameOfZstdThatAsksForAHugeWindowIsNotDecompressed() {
        Talk talk = CompressedTalk.zstd().talk();
        // A window of 2^41 bytes and seven eighths more.
        Bytes body = Bytes.hex("28 b5 2f fd 00 ff 01 00 00 00 00 00 00 00 00 00");

        talk.bytes(Direction.CLIENT_TO_SERVER, CompressedFrames.frame(body.length(), 0, 100, body));

        assertThat(talk.told()).containsExactly("opaque COMPRESSION_BROKEN");
    }

    private PacketDecoder compressed(CompressionAlgorithm algorithm) {
        PacketDecoder decoder = new PacketDecoder(1, event -> packets++);
        long capability = algorithm == CompressionAlgorithm.ZLIB ? CompressedTalk.COMPRESS : CompressedTalk.ZSTD;
        Bytes response = Talk.response(Talk.BASE | Talk.DEPRECATE_EOF | capability, "caching_sha2_password");
        decoder.onBytes(
                Direction.SERVER_TO_CLIENT,
                CompressedFrames.packet(0, Talk.MYSQL_9_7_GREETING).asByteBuffer(),
                0);
        decoder.onBytes(
                Direction.CLIENT_TO_SERVER, CompressedFrames.packet(1, response).asByteBuffer(), 0);
        decoder.onBytes(
                Direction.SERVER_TO_CLIENT,
                CompressedFrames.packet(2, CompressedTalk.OK).asByteBuffer(),
                0);
        return decoder;
    }

    /** Memory of the process, on the heap and off it: what decompressors take is mostly off it. */
    private static long residentBytes() {
        System.gc();
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

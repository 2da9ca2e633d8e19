package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.message.CapturedPackets.Captured;
import io.mysqlproxy.protocol.message.Decoders.Decoder;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Some of the decoders, to be fuzzed: an input is a byte that chooses the decoder, and the packet. What is decoded is written again as it was and has a
 * text, what is refused says where.
 */
final class FuzzedDecoders {
    private static final int SEEDS_PER_DECODER = 2;

    /** The fuzzer cuts and joins by itself. */
    private static final int LONGEST_SEED = 2_000;

    private final List<Decoder> decoders;

    /** @param names a regular expression of the names that {@link Decoders} gives them */
    FuzzedDecoders(String names) {
        this.decoders = Decoders.all().stream()
                .filter(decoder -> decoder.name().matches(names))
                .toList();
    }

    /** The message, if it is one. */
    Optional<MySqlMessage> decode(byte[] input) {
        if (input.length == 0) {
            return Optional.empty();
        }
        Decoder decoder = decoders.get((input[0] & 0xff) % decoders.size());
        Bytes packet = Bytes.of(Arrays.copyOfRange(input, 1, input.length));
        try {
            MySqlMessage message = decoder.decode().apply(WireReader.of(packet));
            assertThat(message.unsafeEncoded()).isEqualTo(packet);
            assertThat(message.toString()).isNotEmpty();
            return Optional.of(message);
        } catch (MalformedPacketException refused) {
            assertThat(refused.position()).isBetween(0, packet.length());
            return Optional.empty();
        }
    }

    /** Packets that real servers and clients have sent, for each decoder some. */
    Stream<byte[]> captured() {
        List<Captured> packets = CapturedPackets.all();
        return Stream.iterate(0, i -> i < Math.min(decoders.size(), 256), i -> i + 1)
                .flatMap(i -> packets.stream()
                        .filter(isFor(decoders.get(i)))
                        .limit(SEEDS_PER_DECODER)
                        .map(packet -> input(i, packet.payload())));
    }

    private static Predicate<Captured> isFor(Decoder decoder) {
        return packet ->
                decoder.kinds().contains(packet.kind()) && packet.payload().length() <= LONGEST_SEED;
    }

    private static byte[] input(int decoder, Bytes packet) {
        byte[] input = new byte[1 + packet.length()];
        input[0] = (byte) decoder;
        packet.asByteBuffer().get(input, 1, packet.length());
        return input;
    }
}

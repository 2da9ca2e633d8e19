package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.CapturedPackets.Captured;
import io.mysqlproxy.protocol.message.Decoders.Decoder;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes: a decoder returns a message that is written again as it was read, or refuses, and does nothing else. */
@Rule({"LIM-2", "LIM-5", "LIM-7", "LIM-13", "LIM-14", "LIM-15", "LIM-19"})
class HostileBytesTest {
    /** Longer samples tell nothing new about a layout. */
    private static final int LONGEST_SAMPLE = 600;

    private static final int SAMPLES_PER_DECODER = 8;

    /** Values of a length byte that are all special. */
    private static final int[] SPECIAL = {0x00, 0x01, 0x23, 0x7f, 0x80, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff};

    private static final List<Captured> CAPTURED = CapturedPackets.all();

    static List<Decoder> decoders() {
        return Decoders.all();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void everyTruncationIsWrittenAgainOrRefused(Decoder decoder) {
        for (Bytes sample : samples(decoder)) {
            for (int length = 0; length <= sample.length(); length++) {
                check(decoder, sample.slice(0, length));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void everySpecialValueOfEveryByteIsWrittenAgainOrRefused(Decoder decoder) {
        for (Bytes sample : samples(decoder)) {
            for (int at = 0; at < sample.length(); at++) {
                for (int value : SPECIAL) {
                    check(decoder, with(sample, at, value));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void randomDamageIsWrittenAgainOrRefused(Decoder decoder) {
        Random random = new Random(4711);
        for (Bytes sample : samples(decoder)) {
            for (int round = 0; round < 50 && !sample.isEmpty(); round++) {
                Bytes damaged = sample;
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    damaged = with(damaged, random.nextInt(damaged.length()), random.nextInt(256));
                }
                check(decoder, damaged.slice(0, 1 + random.nextInt(damaged.length())));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void packetsOfOtherKindsAreWrittenAgainOrRefused(Decoder decoder) {
        for (Captured other : CAPTURED) {
            check(decoder, other.payload());
        }
    }

    private static void check(Decoder decoder, Bytes payload) {
        MySqlMessage message;
        try {
            message = decoder.decode().apply(WireReader.of(payload));
        } catch (MalformedPacketException refused) {
            assertThat(refused.position()).isBetween(0, payload.length());
            return;
        }
        WireWriter writer = new WireWriter();
        message.encode(writer);
        if (!writer.toBytes().equals(payload)) { // the message of a failure is costly
            assertThat(writer.toBytes().toHex()).as("%s", message).isEqualTo(payload.toHex());
        }
        assertThat(message.toString()).isNotEmpty();
    }

    /** Different ones first: one per session and kind, then whatever was built by hand. */
    private static List<Bytes> samples(Decoder decoder) {
        Map<Integer, Bytes> byLength = new LinkedHashMap<>();
        CAPTURED.stream()
                .filter(packet -> decoder.kinds().contains(packet.kind()))
                .map(Captured::payload)
                .filter(payload -> payload.length() <= LONGEST_SAMPLE)
                .forEach(payload -> byLength.putIfAbsent(payload.length(), payload));
        return Stream.concat(byLength.values().stream().limit(SAMPLES_PER_DECODER), HandMade.packets().stream())
                .toList();
    }

    private static Bytes with(Bytes bytes, int at, int value) {
        byte[] changed = bytes.toArray();
        changed[at] = (byte) value;
        return Bytes.of(changed);
    }
}

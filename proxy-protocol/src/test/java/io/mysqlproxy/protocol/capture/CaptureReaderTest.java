package io.mysqlproxy.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.core.Direction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as such: what they are, where they are damaged, and how they come in. */
class CaptureReaderTest {
    private static final String OPENED = "#1 10.0.0.1:5000 to 10.0.0.2:3306, joined";

    private static final Conversing MYSQL = Conversing.mysql();
    private static final byte[] FIRST = MYSQL.asks(0, 0, "ask");
    private static final byte[] SECOND = MYSQL.asks(3, 0, "more");

    private static final byte[] PCAP =
            CaptureFile.pcap(Frames.RAW).packet(FIRST).packet(SECOND).toBytes();
    private static final byte[] PCAPNG = CaptureFile.pcapng(ByteOrder.LITTLE_ENDIAN)
            .interfaceBlock(Frames.RAW, 0)
            .enhancedPacket(0, 0, FIRST, FIRST.length)
            .enhancedPacket(0, 0, SECOND, SECOND.length)
            .toBytes();
    private static final byte[] TRANSCRIPT =
            "# Two questions.\ndate: 2026-11-22\n\n>> @5 61 73 6b # ask\n>> @1000007 6d6f\n   7265\n"
                    .getBytes(StandardCharsets.UTF_8);

    static List<byte[]> files() {
        return List.of(PCAP, PCAPNG, TRANSCRIPT);
    }

    @ParameterizedTest
    @CsvSource({
        "LITTLE_ENDIAN, a1b2c3d4, 123456",
        "BIG_ENDIAN,    a1b2c3d4, 123456",
        "LITTLE_ENDIAN, a1b23c4d, 123456789",
        "BIG_ENDIAN,    a1b23c4d, 123456789"
    })
    void readsPcapOfBothOrdersAndResolutions(String order, String magic, int fraction) {
        ByteOrder byteOrder = "BIG_ENDIAN".equals(order) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] file = CaptureFile.pcap(byteOrder, (int) Long.parseLong(magic, 16), Frames.RAW)
                .record((int) 4_000_000_000L, fraction, FIRST, FIRST.length, FIRST.length)
                .toBytes();
        Told told = new Told();

        told.read(file, ServerPorts.DEFAULT, Limits.DEFAULT);

        assertThat(told.lines()).containsExactly(OPENED, "#1 >> ask", "#1 END_OF_CAPTURE");
        assertThat(told.times()).containsExactly(4_000_000_000_123_456L);
    }

    @Test
    void readsATranscriptWithTheTimesOfItsDate() {
        Told told = new Told();

        told.read(TRANSCRIPT, ServerPorts.DEFAULT, Limits.DEFAULT);

        assertThat(told.lines()).containsExactly("#1 unknown to unknown", "#1 >> askmore", "#1 END_OF_CAPTURE");
        assertThat(told.times()).containsExactly(1_795_305_600_000_005L, 1_795_305_601_000_007L);
    }

    @ParameterizedTest
    @MethodSource("files")
    void tellsTheSameWhenTheInputComesByteByByte(byte[] file) throws IOException {
        Told told = new Told();
        try (CaptureReader reader = new CaptureReader(told)) {
            reader.read(new Trickle(file));
        }

        assertThat(told.lines()).isEqualTo(Told.about(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void tellsWhatStandsBeforeEveryTruncation(byte[] file) throws IOException {
        for (int length = 0; length < file.length; length++) {
            Told told = new Told();
            try (CaptureReader reader = new CaptureReader(told)) {
                CaptureFormatException damage = damageOf(reader, Arrays.copyOf(file, length));
                assertThat(damage == null ? length : damage.offset()).isLessThanOrEqualTo(length);
            }
            assertThat(String.join("", Told.about(file)).replaceAll("#1 (>>|END_OF_CAPTURE)", ""))
                    .startsWith(String.join("", told.lines()).replaceAll("#1 (>>|END_OF_CAPTURE)", ""));
        }
    }

    private static @Nullable CaptureFormatException damageOf(CaptureReader reader, byte[] file) throws IOException {
        try {
            reader.read(new ByteArrayInputStream(file));
            return null;
        } catch (CaptureFormatException e) {
            return e;
        }
    }

    @Test
    void saysWhereAFileIsCutShort() {
        assertDamage(
                Arrays.copyOf(PCAP, PCAP.length - 1),
                24 + 16 + FIRST.length,
                "at byte 83: the file is cut short: 59 bytes of a record of 60");
        assertDamage(
                Arrays.copyOf(PCAP, 30), 24, "at byte 24: the file is cut short: 6 bytes of a record header of 16");
        assertDamage(Arrays.copyOf(PCAP, 20), 0, "at byte 0: the pcap file ends in its header");
        assertDamage(
                Arrays.copyOf(PCAPNG, PCAPNG.length - 1),
                PCAPNG.length - 76,
                "at byte 124: the file is cut short: a block claims 76 bytes");
        assertDamage(Arrays.copyOf(PCAPNG, 35), 28, "at byte 28: the file is cut short: 7 bytes of a block's header");
    }

    @Test
    void saysWhereALengthMakesNoSense() {
        byte[] pcap = PCAP.clone();
        pcap[24 + 11] = 0x7f;
        byte[] odd = PCAPNG.clone();
        odd[28 + 4] = 21;
        byte[] unequal = PCAPNG.clone();
        unequal[28 + 16] = 24;
        byte[] huge = PCAPNG.clone();
        huge[48 + 7] = 0x7f;

        assertDamage(pcap, 24, "at byte 24: a record claims 2130706475 bytes, so this is no record or a damaged one");
        assertDamage(odd, 28, "at byte 28: a block claims 21 bytes, so this is no block or a damaged one");
        assertDamage(unequal, 28, "at byte 28: a block's two lengths differ: 20 and 24");
        assertDamage(huge, 48, "at byte 48: a packet's block claims 2130706508 bytes");
    }

    @Test
    void saysWhatIsNoCapture() {
        assertDamage(new byte[0], 0, "at byte 0: not a capture: it has only 0 bytes");
        assertDamage(new byte[10], 0, "at byte 0: neither pcap nor pcapng nor a transcript: it begins with 00000000");
        assertDamage(
                "SELECT 1;\nSELECT 2;\n".getBytes(StandardCharsets.UTF_8),
                0,
                "at byte 0: line 1: expected a header (key: value), >> or <<, found \"SELECT 1;\"");
        assertDamage(
                "# text\n>> 61\n>> x\n".getBytes(StandardCharsets.UTF_8),
                13,
                "at byte 13: line 3: expected hexadecimal digits, found \"x\"");
    }

    @Test
    void refusesALineWithoutEnd() {
        byte[] text = new byte[3 << 20];
        Arrays.fill(text, (byte) 'a');

        assertDamage(text, 0, "at byte 0: a line of more than 1048576 bytes");
    }

    @Test
    void handsOnEveryPacketBeforeItWaitsForTheNext() throws IOException {
        List<String> events = new ArrayList<>();
        InputStream live = new SequenceInputStream(
                new ByteArrayInputStream(Arrays.copyOf(PCAP, 24 + 16 + FIRST.length)), new InputStream() {
                    @Override
                    public int read() {
                        events.add("waits");
                        return -1;
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) {
                        return read();
                    }
                });
        try (CaptureReader reader = new CaptureReader(connection -> new BytesOnly(events))) {
            reader.read(live);
        }

        assertThat(events).containsExactly("3 bytes", "waits");
    }

    @Test
    void goesOnWithConnectionsInTheNextInput() throws IOException {
        Told told = new Told();
        try (CaptureReader reader = new CaptureReader(told)) {
            reader.read(new ByteArrayInputStream(
                    CaptureFile.pcap(Frames.RAW).packet(FIRST).toBytes()));
            reader.read(new ByteArrayInputStream(
                    CaptureFile.pcap(Frames.RAW).packet(SECOND).toBytes()));
            assertThat(reader.counts().bytesRead()).isEqualTo(48 + 32 + FIRST.length + SECOND.length);
        }

        assertThat(told.lines()).containsExactly(OPENED, "#1 >> askmore", "#1 END_OF_CAPTURE");
    }

    private static void assertDamage(byte[] file, long offset, String message) {
        try (CaptureReader reader = new CaptureReader(new Told())) {
            assertThatThrownBy(() -> reader.read(new ByteArrayInputStream(file)))
                    .isInstanceOf(CaptureFormatException.class)
                    .hasMessage(message)
                    .hasFieldOrPropertyWithValue("offset", offset);
        }
    }

    private record BytesOnly(List<String> events) implements ConnectionListener {
        @Override
        public void onBytes(Direction direction, ByteBuffer bytes, long epochMicros) {
            events.add(bytes.remaining() + " bytes");
        }

        @Override
        public void onGap(Direction direction, long missingBytes, long epochMicros) {
            events.add("gap");
        }
    }

    /** Gives one byte at a time. */
    private static final class Trickle extends ByteArrayInputStream {
        private Trickle(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
        }
    }
}

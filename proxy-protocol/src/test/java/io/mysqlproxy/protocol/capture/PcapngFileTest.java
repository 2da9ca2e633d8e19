package io.mysqlproxy.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PcapngFileTest {
    private static final List<ByteOrder> ORDERS = List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);
    private static final int TIME_RESOLUTION = 9;
    private static final int TIME_OFFSET = 14;

    private final Conversing mysql = Conversing.mysql();
    private final byte[] first = mysql.asks(0, 0, "ask");
    private final byte[] second = mysql.asks(3, 0, "more");

    static List<ByteOrder> orders() {
        return ORDERS;
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsAllKindsOfPacketBlocks(ByteOrder order) {
        CaptureFile file =
                CaptureFile.pcapng(order).interfaceBlock(Frames.RAW, 0).enhancedPacket(0, 1_000, first, first.length);
        file.block(
                2,
                file.buffer(20 + second.length)
                        .putShort((short) 0)
                        .putShort((short) 7)
                        .putLong(0)
                        .putInt(8, 2_000)
                        .putInt(12, second.length)
                        .putInt(16, second.length)
                        .put(20, second));
        byte[] third = mysql.asks(7, 0, "!");
        file.block(3, file.buffer(4 + third.length).putInt(third.length).put(third));

        Told told = told(file);

        assertThat(told.lines())
                .containsExactly("#1 10.0.0.1:5000 to 10.0.0.2:3306, joined", "#1 >> askmore!", "#1 END_OF_CAPTURE");
        assertThat(told.times()).containsExactly(1_000L, 2_000L, 2_000L);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void passesOverBlocksItDoesNotKnow(ByteOrder order) {
        CaptureFile file = CaptureFile.pcapng(order);
        file.block(4, file.buffer(40))
                .block(0x0bad, file.buffer(1_000_000))
                .interfaceBlock(Frames.RAW, 0)
                .block(5, file.buffer(0))
                .enhancedPacket(
                        0, 0, first, first.length, option(order, 1, "a comment ".getBytes(StandardCharsets.UTF_8)))
                .block(0x80000bad, file.buffer(4));

        assertThat(told(file).lines()).contains("#1 >> ask");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsSectionsOfBothOrdersAndTheirInterfaces(ByteOrder order) {
        ByteOrder other = order == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        CaptureFile file = CaptureFile.pcapng(order)
                .interfaceBlock(0, 0)
                .interfaceBlock(Frames.RAW, 0)
                .enhancedPacket(1, 0, first, first.length)
                .append(CaptureFile.pcapng(other)
                        .interfaceBlock(Frames.ETHERNET, 0)
                        .enhancedPacket(0, 0, Frames.ethernet("0800", second), second.length + 14));

        assertThat(told(file).lines()).contains("#1 >> askmore");
    }

    @ParameterizedTest
    @CsvSource({
        "06, 1700000000123456,               1700000000123456",
        "09, 1700000000123456789,            1700000000123456",
        "03, 1700000000123,                  1700000000123000",
        "00, 1700000000,                     1700000000000000",
        "8a, 1740800000126,                  1700000000123046",
        "94, 1782579200129453,               1700000000123456",
        "a0, 7301444403730239483,            1700000000123456",
        "7f, 1700000000123456,               0"
    })
    void readsTimesOfAnyResolution(String resolution, long units, long micros) {
        byte[] option = option(ByteOrder.BIG_ENDIAN, TIME_RESOLUTION, Frames.hex(resolution));
        CaptureFile file = CaptureFile.pcapng(ByteOrder.BIG_ENDIAN)
                .interfaceBlock(Frames.RAW, 0, option)
                .enhancedPacket(0, units, first, first.length);

        assertThat(told(file).times()).containsExactly(micros);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void addsTheOffsetOfTimes(ByteOrder order) {
        byte[] hour = ByteBuffer.allocate(8).order(order).putLong(-3600).array();
        CaptureFile file = CaptureFile.pcapng(order)
                .interfaceBlock(Frames.RAW, 0, option(order, TIME_OFFSET, hour))
                .enhancedPacket(0, 7_200_000_000L, first, first.length);

        assertThat(told(file).times()).containsExactly(3_600_000_000L);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void knowsHowMuchOfASimplePacketWasCaptured(ByteOrder order) {
        byte[] cut = mysql.asks(0, 0, "ask me");
        CaptureFile file = CaptureFile.pcapng(order).interfaceBlock(Frames.RAW, cut.length - 3);
        file.block(3, file.buffer(4 + cut.length - 3).putInt(cut.length).put(cut, 0, cut.length - 3));

        assertThat(told(file).lines()).contains("#1 >> ask", "#1 >> 3 missing");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void countsBlocksThatMakeNoSenseAndGoesOn(ByteOrder order) {
        CaptureFile file = CaptureFile.pcapng(order);
        file.block(3, file.buffer(8)).interfaceBlock(Frames.RAW, 0);
        file.block(6, file.buffer(16))
                .block(6, file.buffer(20).putInt(0, 1))
                .block(6, file.buffer(20).putInt(12, 1_000_000))
                .block(3, file.buffer(0))
                .enhancedPacket(0, 0, first, first.length);
        Told told = new Told();

        CaptureCounts counts = told.read(file.toBytes(), ServerPorts.DEFAULT, Limits.DEFAULT);

        assertThat(told.lines()).contains("#1 >> ask");
        assertThat(counts.damaged()).isEqualTo(5);
        assertThat(counts.packets()).isEqualTo(6);
    }

    private static byte[] option(ByteOrder order, int code, byte[] value) {
        ByteBuffer option = ByteBuffer.allocate(4 + (value.length + 3) / 4 * 4 + 4)
                .order(order)
                .putShort((short) code)
                .putShort((short) value.length)
                .put(value);
        return option.array();
    }

    private static Told told(CaptureFile file) {
        Told told = new Told();
        told.read(file.toBytes(), ServerPorts.DEFAULT, Limits.DEFAULT);
        return told;
    }
}

package io.mysqlproxy.protocol.capture;

import static io.mysqlproxy.protocol.capture.Conversing.ACK;
import static io.mysqlproxy.protocol.capture.Conversing.CLIENT;
import static io.mysqlproxy.protocol.capture.Conversing.PSH;
import static io.mysqlproxy.protocol.capture.Conversing.SERVER;
import static io.mysqlproxy.protocol.capture.Frames.ethernet;
import static io.mysqlproxy.protocol.capture.Frames.hex;
import static io.mysqlproxy.protocol.capture.Frames.ipv4;
import static io.mysqlproxy.protocol.capture.Frames.ipv6;
import static io.mysqlproxy.protocol.capture.Frames.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand around a TCP segment. */
class LinkLayerTest {
    private static final String CLIENT_6 = "20010db8000000000000000000000001";
    private static final String SERVER_6 = "20010db8000000000000000000000002";

    private final Conversing mysql = Conversing.mysql();
    private final byte[] tcp = mysql.clientTcp(0, 0, PSH | ACK, "ask");
    private final byte[] packet = ipv4(CLIENT, SERVER, tcp);

    @ParameterizedTest
    @CsvSource({
        "1,   0200000000010200000000020800",
        "1,   0200000000010200000000028100006408 00",
        "1,   02000000000102000000000288a8006481000064 0800",
        "1,   0200000000010200000000029100006481000064 81000001 0800",
        "113, 0000000100060200000000010000 0800",
        "113, 0000000100060200000000010000 8100 0064 0800",
        "276, 0800 0000 00000001 0001 00 06 0200000000010000",
        "0,   02000000",
        "0,   00000002",
        "108, 00000002",
        "101, ''",
        "12,  ''",
        "14,  ''",
        "228, ''"
    })
    void findsIpv4(int linkType, String header) {
        assertThat(told(linkType, join(hex(header), packet)))
                .containsExactly("#1 10.0.0.1:5000 to 10.0.0.2:3306, joined", "#1 >> ask", "#1 END_OF_CAPTURE");
    }

    @ParameterizedTest
    @CsvSource({
        "1,   02000000000102000000000286dd",
        "1,   020000000001020000000002 81000064 86dd",
        "113, 0000000100060200000000010000 86dd",
        "276, 86dd 0000 00000001 0001 00 06 0200000000010000",
        "0,   1e000000",
        "0,   0000001e",
        "0,   18000000",
        "0,   0a000000",
        "108, 0000001c",
        "101, ''",
        "229, ''"
    })
    void findsIpv6(int linkType, String header) {
        assertIpv6(told(linkType, join(hex(header), ipv6(CLIENT_6, SERVER_6, 6, "", tcp))));
    }

    @ParameterizedTest
    @CsvSource({
        "0,  0600050200000100",
        "60, 0601000000000000 0000000000000000",
        "43, 3c00000000000000 0600000000000000",
        "44, 0600000000000001",
        "51, 060400000000000100000001 0000000000000000 00000000"
    })
    void passesExtensionHeaders(int first, String extensions) {
        assertIpv6(told(Frames.RAW, ipv6(CLIENT_6, SERVER_6, first, extensions, tcp)));
    }

    @Test
    void passesOptionsOfIpv4() {
        assertThat(told(Frames.RAW, ipv4(CLIENT, SERVER, "94040000", 0, 0, tcp)))
                .contains("#1 >> ask");
    }

    @Test
    void doesNotTakeTheFillingOfAShortFrameForData() {
        byte[] filled = join(ethernet("0800", ipv4(CLIENT, SERVER, tcp)), new byte[20]);

        assertThat(told(Frames.ETHERNET, filled)).contains("#1 >> ask");
    }

    @Test
    void looksAtTheLinkTypeWithoutTheLengthOfTheChecksum() {
        assertThat(told(0x14000000 | Frames.ETHERNET, ethernet("0800", packet))).contains("#1 >> ask");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 113, 276, 0, 108, 101, 228, 229, 105, 195, 65535})
    void survivesEveryFrameOfOneByteRepeated(int linkType) {
        CaptureFile file = CaptureFile.pcap(linkType);
        for (int value = 0; value < 256; value++) {
            byte[] frame = new byte[100];
            Arrays.fill(frame, (byte) value);
            file.packet(frame);
        }

        assertThat(Told.about(file.toBytes(), ServerPorts.of(List.of(3306)))).isEmpty();
    }

    @Test
    void countsWhatItCannotUse() {
        byte[] udp = packet.clone();
        udp[9] = 17;
        byte[] other =
                ipv4(CLIENT, SERVER, new Conversing(5000, 80, 1, 1).clientTcp(0, 0, PSH | ACK, "GET / HTTP/1.1"));
        CaptureFile file = CaptureFile.pcap(Frames.RAW)
                .packet(packet)
                .packet(packet)
                .packet(udp)
                .packet(other)
                .packet(packet, 39)
                .packet(hex("00"));

        CaptureCounts counts = new Told().read(file.toBytes(), ServerPorts.DEFAULT, Limits.DEFAULT);

        assertThat(counts).isEqualTo(new CaptureCounts(file.toBytes().length, 6, 2, 1, 1, 0, 1, 1, 0, 0, 0));
    }

    private static void assertIpv6(List<String> told) {
        assertThat(told)
                .containsExactly(
                        "#1 [2001:db8::1]:5000 to [2001:db8::2]:3306, joined", "#1 >> ask", "#1 END_OF_CAPTURE");
    }

    private static List<String> told(int linkType, byte[] frame) {
        return Told.about(CaptureFile.pcap(linkType).packet(frame).toBytes());
    }
}

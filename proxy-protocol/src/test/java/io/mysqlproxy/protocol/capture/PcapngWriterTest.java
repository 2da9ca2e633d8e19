package io.mysqlproxy.protocol.capture;

import static io.mysqlproxy.core.Direction.CLIENT_TO_SERVER;
import static io.mysqlproxy.core.Direction.SERVER_TO_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PcapngWriterTest {
    private static final TcpAddress CLIENT = TcpAddress.of(new byte[] {10, 0, 0, 1}, 5000);
    private static final TcpAddress SERVER = TcpAddress.of(new byte[] {10, 0, 0, 2}, 3307);
    private static final long TIME = CaptureFile.START;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PcapngWriter writer = PcapngWriter.open(out, "mysql-proxy", "what for");

    @Test
    void writesWhatTheReaderReads() {
        PcapngConnection connection = writer.connection(CLIENT, SERVER, TIME);
        connection.packet(SERVER_TO_CLIENT, TIME + 1, 7, text("hello"), 5, "a greeting");
        connection.packet(CLIENT_TO_SERVER, TIME + 2, 8, text("ask"), 3, "");
        connection.close(ConnectionEnd.CLIENT_CLOSED, TIME + 3);
        connection.packet(CLIENT_TO_SERVER, TIME + 4, 9, text("late"), 4, "");

        assertTold("#1 10.0.0.1:5000 to 10.0.0.2:3306", "#1 << \5\0\0\7hello", "#1 >> \3\0\0\bask", "#1 CLIENT_CLOSED");
    }

    @Test
    void writesEveryEndThatThereIs() {
        for (ConnectionEnd end : ConnectionEnd.values()) {
            PcapngConnection connection = writer.connection(CLIENT, SERVER, TIME);
            connection.packet(
                    CLIENT_TO_SERVER, TIME, 0, text(end.name()), end.name().length(), "");
            connection.close(end, TIME);
        }

        assertThat(told())
                .filteredOn(line -> !line.contains(" to ") && !line.contains(">>"))
                .containsExactly(
                        "#1 CLIENT_CLOSED",
                        "#2 SERVER_CLOSED",
                        "#3 CLIENT_RESET",
                        "#4 SERVER_RESET",
                        "#5 REPLACED",
                        "#6 REPLACED",
                        "#7 END_OF_CAPTURE");
    }

    @Test
    void writesIpv6AlsoWhenOnlyOneSideHasIt() {
        byte[] ipv6 = Frames.hex("20010db8000000000000000000000001");
        PcapngConnection connection = writer.connection(TcpAddress.of(ipv6, 5000), SERVER, TIME);
        connection.packet(SERVER_TO_CLIENT, TIME, 0, text("hello"), 5, "");

        assertTold("#1 [2001:db8::1]:5000 to 10.0.0.2:3306", "#1 << \5\0\0\0hello", "#1 END_OF_CAPTURE");
    }

    @Test
    void makesUpAddressesThatDiffer() {
        writer.connection(TcpAddress.UNKNOWN, TcpAddress.UNKNOWN, TIME);
        writer.connection(TcpAddress.UNKNOWN, SERVER, TIME);
        writer.connection(CLIENT, SERVER, TIME);
        assertThat(writer.connection(CLIENT, SERVER, TIME).client()).isNotEqualTo(CLIENT);

        assertThat(told())
                .startsWith(
                        "#1 10.1.0.0:10000 to 10.0.0.1:3306",
                        "#2 10.1.0.0:10001 to 10.0.0.2:3306",
                        "#3 10.0.0.1:5000 to 10.0.0.2:3306",
                        "#4 10.1.0.0:10002 to 10.0.0.2:3306");
    }

    @Test
    void cutsALargePacketIntoFramesAndSegments() {
        byte[] large = new byte[(16 << 20) + 10];
        large[0] = 3;
        writer.connection(CLIENT, SERVER, TIME)
                .packet(CLIENT_TO_SERVER, TIME, 255, ByteBuffer.wrap(large), large.length, "");

        List<String> told = told();

        String content = told.get(1).substring("#1 >> ".length());
        assertThat(content).hasSize(large.length + 8).startsWith("\u00ff\u00ff\u00ff\u00ff\3\0");
        assertThat(content.substring(4 + 0xffffff, 8 + 0xffffff)).isEqualTo("\13\0\0\0");
    }

    @Test
    void endsAPacketOfFullFramesWithAnEmptyOne() {
        byte[] full = new byte[0xffffff];
        writer.connection(CLIENT, SERVER, TIME)
                .packet(CLIENT_TO_SERVER, TIME, 0, ByteBuffer.wrap(full), full.length, "");

        assertThat(told().get(1)).hasSize("#1 >> ".length() + 8 + full.length).endsWith("\0\0\0\0\0\0\1");
    }

    @Test
    void writesWhatIsNotKnownAsNotCaptured() {
        PcapngConnection connection = writer.connection(CLIENT, SERVER, TIME);
        connection.packet(CLIENT_TO_SERVER, TIME, 0, text("SELECT"), 1_000, "cut");
        connection.packet(CLIENT_TO_SERVER, TIME, 1, text(""), 40_000_000, "unknown");
        connection.gap(CLIENT_TO_SERVER, 12);
        connection.bytes(CLIENT_TO_SERVER, TIME, text("!"), 1, "");

        assertTold(
                "#1 10.0.0.1:5000 to 10.0.0.2:3306",
                "#1 >> \u00e8\3\0\0SELECT",
                "#1 >> 994 missing",
                "#1 >> \u00ff\u00ff\u00ff\1",
                "#1 >> " + (40_000_000 + 2 * 4 + 12) + " missing",
                "#1 >> !",
                "#1 END_OF_CAPTURE");
    }

    @Test
    void refusesToKnowMoreOfAPacketThanThereIs() {
        PcapngConnection connection = writer.connection(CLIENT, SERVER, TIME);

        assertThatThrownBy(() -> connection.packet(CLIENT_TO_SERVER, TIME, 0, text("four"), 3, ""))
                .hasMessage("4 bytes are known of a packet of 3");
    }

    @Test
    void takesCommentsOfAnyLength() {
        PcapngConnection connection = writer.connection(CLIENT, SERVER, TIME);
        connection.packet(CLIENT_TO_SERVER, TIME, 0, text("a"), 1, "é".repeat(100_000));
        connection.packet(CLIENT_TO_SERVER, TIME, 0, text("b"), 1, "a" + "é".repeat(100_000));

        assertThat(told()).contains("#1 >> \1\0\0\0a\1\0\0\0b");
    }

    @Test
    void keepsPacketsOfSessionsApartThatAreWrittenAtTheSameTime() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "session " + i;
            threads.add(Thread.ofVirtual().start(() -> {
                PcapngConnection connection = writer.connection(TcpAddress.UNKNOWN, TcpAddress.UNKNOWN, TIME);
                for (int packet = 0; packet < 200; packet++) {
                    connection.bytes(CLIENT_TO_SERVER, TIME, text(name), name.length(), name);
                }
                connection.close(ConnectionEnd.CLIENT_CLOSED, TIME);
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        List<String> told = told();
        for (int i = 1; i <= 8; i++) {
            String prefix = "#" + i + " >> ";
            String said = told.stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .collect(Collectors.joining());
            assertThat(said).isEqualTo(said.substring(0, "session 0".length()).repeat(200));
        }
    }

    @Test
    void saysWhenTheOutputFails() {
        assertThatThrownBy(() -> {
                    try (PcapngWriter full = PcapngWriter.open(new FullDisk(), "", "")) {
                        full.connection(CLIENT, SERVER, TIME);
                        full.flush();
                    }
                })
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("No space left on device");
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(Conversing.bytes(text));
    }

    private List<String> told() {
        writer.flush();
        return Told.about(out.toByteArray());
    }

    private void assertTold(String... lines) {
        assertThat(told()).containsExactly(lines);
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}

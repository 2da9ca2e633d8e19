package io.mysqlproxy.protocol.capture;

import static io.mysqlproxy.core.Direction.CLIENT_TO_SERVER;
import static io.mysqlproxy.core.Direction.SERVER_TO_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Wireshark's tools and tcpdump make of our files, and we of theirs; where they are installed. */
class CaptureToolsTest {
    private static final String FIXTURE = "/fixtures/mysql-9.7.4_raw_commands_2026-11-22.txt";

    @TempDir
    private Path folder;

    private Path ours = Path.of("");
    private List<String> told = List.of();

    @BeforeEach
    void writeASession() throws IOException {
        ours = folder.resolve("ours.pcapng");
        Transcript session = Transcript.resource(getClass(), FIXTURE);
        try (PcapngWriter writer = PcapngWriter.open(Files.newOutputStream(ours), "mysql-proxy", "for tests")) {
            for (byte[] ip : List.of(new byte[] {10, 0, 0, 1}, Frames.hex("20010db8000000000000000000000001"))) {
                PcapngConnection connection = writer.connection(
                        TcpAddress.of(ip, 5000), TcpAddress.of(new byte[] {10, 0, 0, 2}, 3307), CaptureFile.START);
                long micros = CaptureFile.START;
                for (Transcript.Chunk chunk : session.chunks()) {
                    connection.bytes(
                            chunk.direction(),
                            ++micros,
                            chunk.bytes().asByteBuffer(),
                            chunk.bytes().length(),
                            chunk.toString());
                }
                connection.close(ConnectionEnd.CLIENT_CLOSED, micros);
            }
        }
        told = Told.about(Files.readAllBytes(ours));
        assertThat(told).contains("#1 CLIENT_CLOSED", "#2 CLIENT_CLOSED");
    }

    @Test
    void tsharkFindsNothingWrong() throws IOException, InterruptedException {
        List<String> packets = lines(
                "tshark",
                "-r",
                ours.toString(),
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "ip.check_checksum:TRUE",
                "-T",
                "fields",
                "-E",
                "separator=|",
                "-e",
                "ip.checksum.status",
                "-e",
                "tcp.checksum.status",
                "-e",
                "tcp.analysis.flags",
                "-e",
                "_ws.col.Protocol");

        assertThat(packets.stream().distinct())
                .containsExactlyInAnyOrder("1|1||TCP", "1|1||MySQL", "|1||TCP", "|1||MySQL");
    }

    @Test
    void tsharkShowsTheComments() throws IOException, InterruptedException {
        List<String> comments =
                lines("tshark", "-r", ours.toString(), "-Y", "frame.comment", "-T", "fields", "-e", "frame.comment");

        assertThat(comments).hasSizeGreaterThan(20).startsWith("<< 79 bytes", ">> 105 bytes");
    }

    @Test
    void tsharkReadsThePacketThatIsCut() throws IOException, InterruptedException {
        Path cut = folder.resolve("cut.pcapng");
        byte[] query = ("\3SELECT '" + "x".repeat(200_000) + "'").getBytes(StandardCharsets.ISO_8859_1);
        byte[] ok = Frames.hex("00000002000000");
        Transcript login = Transcript.resource(getClass(), FIXTURE);
        try (PcapngWriter writer = PcapngWriter.open(Files.newOutputStream(cut), "mysql-proxy", "")) {
            PcapngConnection connection = writer.connection(TcpAddress.UNKNOWN, TcpAddress.UNKNOWN, 0);
            for (Transcript.Chunk chunk : login.chunks().subList(0, 3)) {
                connection.bytes(
                        chunk.direction(),
                        0,
                        chunk.bytes().asByteBuffer(),
                        chunk.bytes().length(),
                        "");
            }
            for (int known : new int[] {query.length, 100_000, 500}) {
                connection.packet(CLIENT_TO_SERVER, 0, 0, ByteBuffer.wrap(query, 0, known), query.length, "query");
                connection.packet(SERVER_TO_CLIENT, 0, 1, ByteBuffer.wrap(ok), ok.length, "ok");
            }
            connection.packet(CLIENT_TO_SERVER, 0, 0, ByteBuffer.wrap(new byte[] {1}), 1, "quit");
        }

        assertThat(lines(
                                "tshark",
                                "-r",
                                cut.toString(),
                                "-Y",
                                "frame.comment",
                                "-T",
                                "fields",
                                "-e",
                                "_ws.col.Info",
                                "-e",
                                "frame.comment")
                        .stream()
                        .map(line -> line.replaceAll("\\[.*]", "").strip()))
                .containsExactly(
                        "Request Query\tquery",
                        "Response  OK \tok",
                        "Request Query\tquery",
                        "Response  OK \tok",
                        "Request Query\tquery",
                        "Response  OK \tok",
                        "Request Quit\tquit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcap", "nsecpcap", "pcapng"})
    void readsWhatEditcapWrites(String format) throws IOException, InterruptedException {
        Path theirs = folder.resolve("theirs");
        lines("editcap", "-F", format, ours.toString(), theirs.toString());

        assertThat(Told.about(Files.readAllBytes(theirs))).isEqualTo(told);
    }

    @Test
    void readsWhatTcpdumpWrites() throws IOException, InterruptedException {
        Path theirs = folder.resolve("theirs.pcap");
        lines("tcpdump", "-Z", System.getProperty("user.name"), "-r", ours.toString(), "-w", theirs.toString());

        assertThat(Told.about(Files.readAllBytes(theirs))).isEqualTo(told);
    }

    @Test
    void readsWhatMergecapPutsTogether() throws IOException, InterruptedException {
        Path other = folder.resolve("other.pcap");
        Path both = folder.resolve("both.pcapng");
        try (OutputStream out = Files.newOutputStream(other)) {
            Conversing mysql = new Conversing(6000, 3306, 1, 1);
            out.write(mysql.handshake(CaptureFile.pcap(Frames.RAW))
                    .packet(mysql.answers(0, 0, "hello"))
                    .toBytes());
        }
        lines("mergecap", "-a", "-w", both.toString(), ours.toString(), other.toString());

        assertThat(Told.about(Files.readAllBytes(both))).containsAll(told).contains("#3 << hello");
    }

    /** What the program prints; the test is skipped where it is not installed. */
    private List<String> lines(String... command) throws IOException, InterruptedException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, command[0]))),
                command[0] + " is not installed");
        Path errors = folder.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(() -> errors(errors)).isZero();
        return lines;
    }

    private static String errors(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}

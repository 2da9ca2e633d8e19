package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mysqlproxy.protocol.capture.Transcript;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DecodeCommandTest {
    private static final Path FIXTURES = Path.of("../proxy-protocol/src/test/resources/fixtures");
    private static final Path PREPARED = FIXTURES.resolve("mysql-9.7.4_raw_prepared_2026-11-22.txt");

    private static final Path COMMANDS = FIXTURES.resolve("mysql-9.7.4_raw_commands_2026-11-22.txt");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @Test
    void showsATranscript() {
        assertThat(decode(PREPARED.toString())).isZero();

        assertThat(shown())
                .contains(
                        "addresses unknown", "HandshakeV10", "execute", "ERROR 1243 HY000", "closed    open at the end")
                .doesNotContain("ColumnDefinition");
        assertThat(err.toString())
                .startsWith("1 session, 0 open now · 40 packets, 0 undecoded · 12 exchanges, 2 errors");
    }

    @Test
    void showsAPcapWithItsAddressesAndTimes() throws IOException {
        assertThat(decode("--show", "sessions", "--format", "json", pcap().toString()))
                .isZero();

        assertThat(shown().lines().toList().getFirst())
                .contains("\"time\":\"2026-11-22T12:03:20.000000Z\",\"event\":\"opened\",\"session\":1,"
                        + "\"client\":\"10.0.0.1:50412\",\"server\":\"10.0.0.2:3306\"");
        assertThat(shown().lines().toList().getLast()).contains("\"packets\":40,\"undecoded\":0,\"exchanges\":12,");
    }

    @Test
    void readsSeveralFilesAndTellsWhichOneItCannot() throws IOException {
        Path damaged = folder.resolve("damaged.pcap");
        Files.write(damaged, Arrays.copyOf(Files.readAllBytes(pcap()), 500));

        assertThat(decode("--quiet", "nope.pcap", damaged.toString(), PREPARED.toString()))
                .isOne();
        assertThat(err.toString())
                .contains(
                        "mysql-proxy: nope.pcap: there is no such file\n",
                        "mysql-proxy: " + damaged + ": damaged at byte ",
                        "2 sessions, ");
    }

    @Test
    void showsWhatComesOnStdinBeforeItsEnd() throws Exception {
        byte[] capture = Files.readAllBytes(pcap());
        PipedOutputStream writer = new PipedOutputStream();
        InputStream stdin = new PipedInputStream(writer, 1 << 16);
        CompletableFuture<Integer> exitCode =
                CompletableFuture.supplyAsync(() -> command(out, stdin).execute("decode", "-"));
        writer.write(capture, 0, capture.length - 100);
        writer.flush();

        await().until(() -> shown().contains("HandshakeResponse41"));
        assertThat(exitCode).isNotDone();
        writer.write(capture, capture.length - 100, 100);
        writer.close();
        assertThat(exitCode.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(shown()).contains("closed");
    }

    @Test
    void endsWhenNobodyReadsTheOutputAnyMore() throws Exception {
        OutputStream head = new OutputStream() {
            @Override
            public void write(int character) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        PipedOutputStream writer = new PipedOutputStream();
        InputStream stdin = new PipedInputStream(writer, 1 << 16);
        CompletableFuture<Integer> exitCode =
                CompletableFuture.supplyAsync(() -> command(head, stdin).execute("decode", "-"));
        writer.write(Files.readAllBytes(pcap()));
        writer.flush();

        assertThat(exitCode.get(20, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void writesACaptureThatReadsAsTheSame() throws IOException {
        Path written = folder.resolve("written.pcapng");
        assertThat(decode("--write", written.toString(), COMMANDS.toString())).isZero();
        String first = conversation();
        out.reset();
        assertThat(decode("--show", "exchanges", written.toString())).isZero();

        assertThat(conversation()).isEqualTo(first);
        assertThat(first).contains("query", "2 rows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql-9.7.4_raw_commands_2026-11-22.txt",
                "mysql-9.7.4_raw_prepared_2026-11-22.txt",
                "mysql-8.0.12_raw_every-type-as-binary_2026-11-22.txt",
                "mysql-8.0.12_raw_every-type-as-text_2026-11-22.txt"
            })
    void masksACaptureThatStillDecodes(String fixture) throws IOException {
        Path written = folder.resolve("masked.pcapng");
        String source = FIXTURES.resolve(fixture).toString();
        assertThat(decode("--mask", "--show", "rows", "--write", written.toString(), source))
                .isZero();
        String masked = shown();
        List<String> counts = List.of(err.toString().split(" · ")).subList(1, 3);
        out.reset();
        err.getBuffer().setLength(0);
        assertThat(decode("--show", "rows", written.toString())).isZero();

        assertThat(List.of(err.toString().split(" · "))).containsSubsequence(counts);
        assertThat(counts.getFirst()).endsWith(" packets, 0 undecoded");
        assertThat(masked + shown() + Files.readString(written, StandardCharsets.ISO_8859_1))
                .doesNotContain(
                        "'nope'",
                        "select 1",
                        "'x'",
                        "ColumnDefinition     x",
                        "12345678901234567890",
                        "'medium'",
                        "\u0006medium");
    }

    @Test
    void showsTheValuesOfRows() {
        assertThat(decode("--show", "rows", "--format", "json", COMMANDS.toString()))
                .isZero();

        assertThat(shown()).contains("\"kind\":\"TextResultsetRow\",\"row\":[");
    }

    @Test
    void writesACaptureToStdout() throws IOException {
        assertThat(decode("--format", "pcapng", PREPARED.toString())).isZero();
        byte[] capture = out.toByteArray();
        out.reset();

        assertThat(command(out, new ByteArrayInputStream(capture)).execute("decode", "-"))
                .isZero();
        assertThat(shown()).contains("ERROR 1243");
    }

    @Test
    void saysWhyACaptureCannotBeWritten() {
        assertThat(decode("--write", folder.resolve("no/such/x.pcapng").toString(), PREPARED.toString()))
                .isOne();
        assertThat(err.toString()).contains("mysql-proxy: cannot write ", ": there is no such folder\n");
    }

    @Test
    void findsAConversationThatTheCaptureJoins() throws IOException {
        Transcript whole = Transcript.load(PREPARED);
        Transcript late = new Transcript(
                whole.headers(), whole.chunks().subList(4, whole.chunks().size()));
        Path file = Files.write(folder.resolve("late.pcap"), PcapStory.of(late));
        assertThat(decode(file.toString())).isZero();

        assertThat(shown())
                .contains(
                        "opened    10.0.0.1:50412 to 10.0.0.2:3306, joined in its middle\n",
                        "lost      the beginning of the connection was not seen; packets are not understood until a"
                                + " command and its reply are\n",
                        "found     the conversation is understood again\n",
                        "execute");
    }

    /** What is shown of the conversation, without the time of the day. */
    private String conversation() {
        return shown().lines()
                .filter(line -> line.contains("#1    ") && !line.contains("opened") && !line.contains("closed"))
                .map(line -> line.substring(14))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void endsAtTheLimitOfWhatIsShown() {
        assertThat(decode("--limit", "6", PREPARED.toString())).isZero();

        assertThat(shown().lines().filter(line -> line.contains("prepare ") || line.contains("execute ")))
                .hasSize(2);
        assertThat(err.toString()).contains("2 exchanges");
    }

    @Test
    void saysWhichPortsItPassedOver() throws IOException {
        assertThat(decode("--port", "3307", pcap().toString())).isZero();

        assertThat(err.toString()).contains("0 sessions").contains("on other ports (--port says which to read)");
    }

    @Test
    void refusesWhatIsNoPort() {
        assertThat(decode("--port", "x", PREPARED.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("'x' is no list of ports (write 3306, 3306,3307 or any)");
    }

    @Test
    void refusesToReadNothing() {
        assertThat(decode()).isEqualTo(2);
        assertThat(err.toString()).contains("FILE");
    }

    private int decode(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "decode";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return command(out, new ByteArrayInputStream(new byte[0])).execute(all);
    }

    private CommandLine command(OutputStream stdout, InputStream stdin) {
        return Main.commandLine(stdout, stdin).setErr(new PrintWriter(err, true));
    }

    private Path pcap() throws IOException {
        return Files.write(folder.resolve("prepared.pcap"), PcapStory.of(Transcript.load(PREPARED)));
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }
}

package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.capture.Transcript;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedCaptureTest {
    private static final Path FIXTURES = Path.of("../proxy-protocol/src/test/resources/fixtures");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "zstd"})
    void showsStatementsAndWhatCompressionCameTo(String algorithm) {
        decode(fixture(algorithm).toString());

        assertThat(shown().lines().map(line -> line.substring(Math.min(line.length(), 14))))
                .anyMatch(line -> line.matches("#1         " + algorithm + "      from here on, both ways"))
                .anyMatch(line -> line.matches("#1    query .* 700 rows +\\d+ kB  with recursive n as .*"))
                .anyMatch(line -> line.matches("#1    query .* 2 rows .*call two\\(\\).*in 2 results"))
                .anyMatch(line -> line.matches("#1    query .* 600 affected .*load data local infile .*"))
                .anyMatch(line ->
                        line.matches("#1         " + algorithm + "      \\d\\.\\d kB for 1\\d kB up \\(\\d\\.\\d:1\\),"
                                + " 3\\d kB for \\d+ kB down \\(2\\.\\d:1\\), decompressed in .*"));
        assertThat(err.toString())
                .startsWith("1 session, 0 open now · 734 packets, 0 undecoded · 7 exchanges, 2 errors · ")
                .containsPattern(" · 1 session compressed 3\\d kB for \\d+ kB \\([23]\\.\\d:1\\), decompressed in ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "zstd"})
    void showsAPcapAsItsTranscript(String algorithm) throws IOException {
        Path pcap = folder.resolve("compressed.pcap");
        Files.write(pcap, PcapStory.of(Transcript.load(fixture(algorithm))));
        decode("--show", "rows", fixture(algorithm).toString());
        List<String> transcript = meanings();

        out.reset();
        decode("--show", "rows", pcap.toString());

        assertThat(meanings()).isEqualTo(transcript).hasSizeGreaterThan(700);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "zstd"})
    void writesThePacketsAsTheyWereBeforeCompression(String algorithm) throws IOException {
        Path written = folder.resolve("written.pcapng");
        // Else what looks like a password in a statement would be hidden in two ways.
        String open = "--unsafe-show-secrets";
        decode(
                open,
                "--show",
                "rows",
                "--write",
                written.toString(),
                fixture(algorithm).toString());
        List<String> first = meanings();
        out.reset();
        err.getBuffer().setLength(0);

        decode(open, "--show", "rows", written.toString());

        // Without the sequence ids, which count as if nothing had been compressed; an odd one would be told.
        assertThat(withoutIds(meanings())).isEqualTo(withoutIds(first)).hasSizeGreaterThan(700);
        assertThat(err.toString()).contains(" 734 packets, 0 undecoded · ").doesNotContain("compressed");
        assertThat(Files.readString(written, StandardCharsets.ISO_8859_1))
                .contains("select repeat('after the file ',10) [compressed with " + algorithm + " on the wire]")
                .contains("[agrees on " + algorithm + ": the flag is left out of this capture");
    }

    private static Path fixture(String algorithm) {
        return FIXTURES.resolve("mysql-9.7.4_mysql-client-9.7.4_" + algorithm + "-statements_2026-11-27.txt");
    }

    private void decode(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "decode";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int exitCode = Main.commandLine(out, new ByteArrayInputStream(new byte[0]))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        assertThat(exitCode).isZero();
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Nor with the log-in, whose capabilities differ. */
    private static List<String> withoutIds(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.contains("HandshakeResponse41"))
                .map(line -> line.substring(0, 8) + line.substring(12))
                .toList();
    }

    /** The lines of packets, without their times. */
    private List<String> meanings() {
        return shown().lines()
                .filter(line -> line.contains(">>") || line.contains("<<"))
                .map(line -> line.substring(14))
                .toList();
    }
}

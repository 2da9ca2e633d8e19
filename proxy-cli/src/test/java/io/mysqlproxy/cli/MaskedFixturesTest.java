package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code --mask} leaves of every captured session: packets that decode as before, and nothing that people stored or asked for. */
class MaskedFixturesTest {
    private static final Path FIXTURES = Path.of("../proxy-protocol/src/test/resources/fixtures");
    private static final Pattern PACKET =
            Pattern.compile("\"direction\":\"(\\w+)\",\"sequence\":(\\d+),\"length\":(\\d+),\"kind\":\"(\\w+)\"");
    /** Log-ins that are none: nothing of them is left that tells which one it was. */
    private static final Pattern NO_LOG_IN = Pattern.compile(".*_raw_(garbage|short-response)_.*");

    private static final Pattern UNDECODED = Pattern.compile("(\\d+) undecoded");

    @TempDir
    private Path folder;

    static Stream<Path> fixtures() {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Path> loggedIn() {
        return fixtures().filter(file -> !NO_LOG_IN.matcher(file.toString()).matches());
    }

    @ParameterizedTest
    @MethodSource("loggedIn")
    void aMaskedCaptureDecodesToTheSamePackets(Path fixture) {
        Path masked = capture(fixture, "--mask");
        Path whole = capture(fixture);

        assertThat(packets(masked)).isEqualTo(packets(whole)).isNotEmpty();
        assertThat(undecoded(masked)).isLessThanOrEqualTo(undecoded(whole));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void noFormatShowsAValue(Path fixture) throws IOException {
        Set<String> values = Spoken.of(fixture).values();

        for (String shown : shown(fixture)) {
            assertThat(values.stream().filter(shown::contains)).isEmpty();
        }
    }

    private List<String> shown(Path fixture) throws IOException {
        String file = fixture.toString();
        List<String> shown = new ArrayList<>();
        shown.add(decode("--mask", "--show", "rows", "--hex", file).out);
        shown.add(decode("--mask", "--show", "rows", "--hex", "--format", "json", file).out);
        shown.add(decode("--mask", "--format", "slowlog", file).out);
        shown.add(decode("--mask", "--report", file).out);
        shown.add(decode("--mask", "--report", "--format", "json", file).out);
        shown.add(Files.readString(capture(fixture, "--mask"), StandardCharsets.ISO_8859_1));
        return shown;
    }

    /** As Wireshark opens it: what was compressed is plain in it, with ids of its own. */
    private Path capture(Path fixture, String... how) {
        Path capture = folder.resolve(how.length == 0 ? "whole.pcapng" : "masked.pcapng");
        List<String> arguments = new ArrayList<>(List.of(how));
        arguments.addAll(List.of("--quiet", "--write", capture.toString(), fixture.toString()));
        decode(arguments.toArray(String[]::new));
        return capture;
    }

    private static List<String> packets(Path file) {
        return PACKET.matcher(decode("--show", "packets", "--format", "json", "--port", "any", file.toString()).out)
                .results()
                .map(packet -> packet.group(1) + " " + packet.group(2) + " " + packet.group(3) + " " + packet.group(4))
                .toList();
    }

    private static int undecoded(Path file) {
        return UNDECODED
                .matcher(decode("--quiet", "--port", "any", file.toString()).err)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }

    private record Output(String out, String err) {}

    private static Output decode(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("decode"));
        all.addAll(List.of(arguments));
        Main.commandLine(out, new ByteArrayInputStream(new byte[0]))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Output(out.toString(StandardCharsets.UTF_8), err.toString());
    }
}

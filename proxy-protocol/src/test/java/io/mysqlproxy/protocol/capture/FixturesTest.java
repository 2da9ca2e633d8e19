package io.mysqlproxy.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every captured session of the fixtures folder to the folder's rules. */
class FixturesTest {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures");

    static List<Path> fixtures() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void areWrittenInTheCanonicalForm(Path file) throws IOException {
        String text = Files.readString(file);

        assertThat(Transcript.parse(text).toText()).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void sayWhereTheyComeFrom(Path file) {
        Transcript transcript = Transcript.load(file);

        assertThat(transcript.headers()).containsKeys("server", "client", "date", "description");
        assertThat(file.getFileName().toString())
                .endsWith("_" + transcript.header("date").orElseThrow() + ".txt");
        assertThat(transcript.chunks()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void staySmallEnoughToBeRead(Path file) throws IOException {
        assertThat(Files.size(file)).isLessThan(needsManyFrames(file) ? 160 * 1024 : 64 * 1024);
    }

    /** A compressed reply goes over several frames only when it is larger than the server's buffer, several times over. */
    private static boolean needsManyFrames(Path file) {
        return file.getFileName().toString().matches(".*_z(lib|std)-statements_.*");
    }
}

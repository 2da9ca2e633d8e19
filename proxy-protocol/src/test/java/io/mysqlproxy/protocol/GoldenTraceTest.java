package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.mysqlproxy.core.Tap;
import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.message.Undecodable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every captured session is told exactly as its golden trace, the file of the same name that ends in {@code .trace}, says; whole, byte by byte and in
 * random slices. {@code -Dgolden.update=true} writes the traces anew, to be read before they are committed.
 */
class GoldenTraceTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final long[] SEEDS = {1, 20261122, 977};

    static Stream<String> sessions() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void thereAreSessionsToTell() throws IOException {
        assertThat(sessions().count()).isGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void tellsTheSessionAsItsGoldenTraceSays(String session) throws IOException {
        List<String> trace = told(session, Transcript::replay);
        if (UPDATE) {
            Files.write(goldenFile(session), trace);
        }

        assertThat(trace).isNotEmpty().isEqualTo(Files.readAllLines(goldenFile(session)));
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void tellsTheSameHoweverTheBytesAreSliced(String session) {
        List<String> whole = told(session, Transcript::replay);

        assertThat(told(session, Transcript::replayByteByByte)).isEqualTo(whole);
        for (long seed : SEEDS) {
            assertThat(told(session, (transcript, tap) -> transcript.replaySliced(seed, tap)))
                    .as("seed " + seed)
                    .isEqualTo(whole);
        }
    }

    /** Encoding what was decoded gives the very bytes back; only a client that we made to send nonsense sends what cannot be decoded. */
    @ParameterizedTest
    @MethodSource("sessions")
    void writesEveryPacketAgainAsItWas(String session) {
        Transcript transcript = load(session);
        boolean hostile = session.contains("_raw_");
        PacketListener check = event -> {
            if (event.message() instanceof Undecodable undecodable && !hostile) {
                fail("%s cannot be decoded: %s", event.kind(), undecodable);
            }
            if (event.length() == event.payload().remaining()) {
                assertThat(event.message().unsafeEncoded().asByteBuffer())
                        .as(event.kind() + " " + event.message())
                        .isEqualTo(event.payload());
            }
        };
        PacketDecoder decoder = new PacketDecoder(1, check);

        transcript.replay((direction, bytes) -> decoder.onBytes(direction, bytes, 0));
    }

    private static List<String> told(String session, BiConsumer<Transcript, Tap> replay) {
        Talk talk = new Talk();
        replay.accept(load(session), talk.asTap());
        return talk.close().toldWithMessages();
    }

    static Transcript load(String session) {
        return Transcript.load(FIXTURES.resolve(session));
    }

    private static Path goldenFile(String session) {
        return FIXTURES.resolve(session.replaceAll("\\.txt$", ".trace"));
    }
}

package io.mysqlproxy.protocol.capture;

import static io.mysqlproxy.core.Direction.CLIENT_TO_SERVER;
import static io.mysqlproxy.core.Direction.SERVER_TO_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.capture.Transcript.Chunk;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptTest {
    private static Chunk client(String hex) {
        return new Chunk(CLIENT_TO_SERVER, Bytes.hex(hex));
    }

    private static Chunk server(String hex) {
        return new Chunk(SERVER_TO_CLIENT, Bytes.hex(hex));
    }

    private static Transcript of(Chunk... chunks) {
        return new Transcript(Map.of(), List.of(chunks));
    }

    @Test
    void readsHeadersChunksTimesAndRuns() {
        Transcript transcript = Transcript.parse("""
                # What this is.
                server: MySQL 9.7.4
                description: user's key: value, # and all

                # the greeting
                << @0 01 0203  # ...
                   # a comment between
                \t04

                   05
                >> @17 FF*3 6162*2
                <<0a
                """);

        assertThat(transcript)
                .isEqualTo(new Transcript(
                        Map.of("server", "MySQL 9.7.4", "description", "user's key: value, # and all"),
                        List.of(
                                new Chunk(SERVER_TO_CLIENT, Bytes.hex("0102030405"), OptionalLong.of(0)),
                                new Chunk(CLIENT_TO_SERVER, Bytes.hex("ffffff61626162"), OptionalLong.of(17)),
                                server("0a"))));
    }

    @Test
    void keepsTheOrderOfHeaders() {
        Transcript transcript = Transcript.parse("z: 1\na: 2\nm: 3\n");

        assertThat(transcript.headers()).containsExactly(Map.entry("z", "1"), Map.entry("a", "2"), Map.entry("m", "3"));
        assertThat(transcript.toText()).isEqualTo("z: 1\na: 2\nm: 3\n");
    }

    @Test
    void readsLinesThatEndWithCarriageReturns() {
        assertThat(Transcript.parse("a: b\r\n>> 01\r\n   02\r\n"))
                .isEqualTo(new Transcript(Map.of("a", "b"), List.of(client("0102"))));
    }

    @Test
    void isEmptyForAnEmptyText() {
        assertThat(Transcript.parse("")).isEqualTo(of());
    }

    @Test
    void writesSixteenBytesToALineAndShortensRuns() {
        Transcript transcript = new Transcript(
                Map.of("server", "none"),
                List.of(
                        new Chunk(
                                CLIENT_TO_SERVER,
                                Bytes.hex("0400000341 20 2323" + "ff".repeat(70) + "7f7e"),
                                OptionalLong.of(12)),
                        server("00112233445566778899aabbccddeeff10")));

        assertThat(transcript.toText()).isEqualTo("""
                server: none

                >> @12  # 80 bytes
                   04 00 00 03 41 20 23 23                          # ....A ##
                   ff*70
                   7f 7e                                            # .~

                <<  # 17 bytes
                   00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff  # .."3DUfw........
                   10                                               # .
                """);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void survivesTheWayToTextAndBack(long seed) {
        Transcript transcript = random(new Random(seed));

        assertThat(Transcript.parse(transcript.toText())).isEqualTo(transcript);
    }

    @Test
    void writesA16MebibytePacketInAFewLines() {
        byte[] packet = new byte[(1 << 24) + 3];
        packet[0] = packet[1] = packet[2] = (byte) 0xff;
        Transcript transcript = of(new Chunk(CLIENT_TO_SERVER, Bytes.of(packet)));

        String text = transcript.toText();

        assertThat(text).isEqualTo("""

                >>  # 16777219 bytes
                   ff ff ff                                         # ...
                   00*16777216
                """);
        assertThat(Transcript.parse(text)).isEqualTo(transcript);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "\"hello\" | \"line 1: expected a header (key: value), >> or <<, found \"\"hello\"\"\"",
                "\"Key: v\" | \"line 1: expected a header (key: value), >> or <<, found \"\"Key: v\"\"\"",
                "\"a: 1\nb:\" | line 2: header b has no value",
                "\"a: 1\n\na: 2\" | line 3: header a a second time",
                "\"\n  01\" | line 2: bytes before the first >> or <<",
                "\">> 01\na: b\" | \"line 2: expected >>, << or indented bytes, found \"\"a: b\"\"\"",
                "\">> 01\n02\" | \"line 2: expected >>, << or indented bytes, found \"\"02\"\"\"",
                "\">> 01\n   0g\" | \"line 2: expected hexadecimal digits, found \"\"0g\"\"\"",
                "\">> 01\n   012\" | \"line 2: an odd number of hexadecimal digits: \"\"012\"\"\"",
                "\">> 01*\" | \"line 1: expected hexadecimal digits, found \"\"01*\"\"\"",
                "\">> 01*0\" | line 1: >> without bytes",
                "\"# c\n>> # nothing\n\n<< 01\" | line 2: >> without bytes",
                "\"<< @x 01\" | \"line 1: expected microseconds, as in @1250, found \"\"@x\"\"\"",
                "\"<< @ 01\" | \"line 1: expected microseconds, as in @1250, found \"\"@\"\"\"",
                "\"<< 01 @5\" | \"line 1: expected hexadecimal digits, found \"\"@5\"\"\"",
                "\"<< @5 01\n>> 02\n>> @4 03\" | line 3: the time goes back from @5 to @4",
                "\">> 00*100000000\n   00*100000000\" | line 2: more than 134217728 bytes",
                "\">>> 01\" | \"line 1: expected hexadecimal digits, found \"\">\"\"\"",
            })
    void saysInWhichLineTheTextIsWrong(String text, String message) {
        assertThatThrownBy(() -> Transcript.parse(text))
                .isInstanceOf(TranscriptFormatException.class)
                .hasMessage(message)
                .extracting(e -> "line " + ((TranscriptFormatException) e).line())
                .isEqualTo(message.substring(0, message.indexOf(':')));
    }

    @Test
    void takesOnlyHeadersThatATextCanExpress() {
        for (Map<String, String> headers : List.of(
                Map.of("Server", "x"),
                Map.of("", "x"),
                Map.of("a b", "x"),
                Map.of("a", ""),
                Map.of("a", " x"),
                Map.of("a", "x\ny"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Transcript(headers, List.of()));
        }
    }

    @Test
    void takesNoTimesThatGoBack() {
        List<Chunk> chunks = List.of(
                new Chunk(CLIENT_TO_SERVER, Bytes.hex("01"), OptionalLong.of(5)),
                new Chunk(CLIENT_TO_SERVER, Bytes.hex("01"), OptionalLong.of(4)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Transcript(Map.of(), chunks))
                .withMessage("the time goes back from @5 to @4");
    }

    @Test
    void replacesAHeader() {
        Transcript transcript =
                Transcript.parse("a: 1\n>> 01\n").withHeader("a", "2").withHeader("b", "3");

        assertThat(transcript).isEqualTo(Transcript.parse("a: 2\nb: 3\n>> 01\n"));
        assertThat(transcript.header("b")).contains("3");
        assertThat(transcript.header("c")).isEmpty();
    }

    @Test
    void joinsTheBytesOfADirection() {
        Transcript transcript = of(server("0102"), client("03"), server("04"));

        assertThat(transcript.bytes(SERVER_TO_CLIENT)).isEqualTo(Bytes.hex("010204"));
        assertThat(transcript.bytes(CLIENT_TO_SERVER)).isEqualTo(Bytes.hex("03"));
    }

    @Test
    void showsNoBytesInItsToString() {
        assertThat(Transcript.parse("a: 1\n>> 736563726574\n<< 00"))
                .hasToString("Transcript{a=1} [>> 6 bytes, << 1 bytes]");
    }

    @Test
    void loadsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("t.txt"), "a: ü\n>> 01\n");

        assertThat(Transcript.load(file)).isEqualTo(new Transcript(Map.of("a", "ü"), List.of(client("01"))));
        assertThatThrownBy(() -> Transcript.load(folder.resolve("none.txt"))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void saysWhichResourceIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transcript.resource(TranscriptTest.class, "/fixtures/none.txt"))
                .withMessage("no resource /fixtures/none.txt for " + TranscriptTest.class.getName());
    }

    private static Transcript random(Random random) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.put("key-" + i, "value: " + random.nextInt() + " # ü");
        }
        List<Chunk> chunks = new ArrayList<>();
        long time = 0;
        for (int i = random.nextInt(20); i > 0; i--) {
            byte[] bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            int runStart = random.nextInt(bytes.length);
            Arrays.fill(bytes, runStart, runStart + random.nextInt(bytes.length - runStart), (byte) i);
            Direction direction = random.nextBoolean() ? CLIENT_TO_SERVER : SERVER_TO_CLIENT;
            time += random.nextInt(1000);
            chunks.add(new Chunk(
                    direction, Bytes.of(bytes), random.nextBoolean() ? OptionalLong.of(time) : OptionalLong.empty()));
        }
        return new Transcript(headers, chunks);
    }
}

package io.mysqlproxy.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any text is a transcript that can be written again, or is refused with the line of the error. Replays its seeds in the normal build;
 * {@code JAZZER_FUZZ=1 ./mvnw test -pl proxy-protocol -am -Dtest=TranscriptFuzzTest} looks for more.
 */
class TranscriptFuzzTest {
    static Stream<byte[]> texts() {
        return Stream.of(
                        "# a comment\nserver: MySQL 9.7.4\ndescription: a # in it\n\n<< @5239  # 3 bytes\n   17 00ff  # ...\n>>\n 41*3\n",
                        ">> @1 00\n<< @1 01\n>> 02*16\n\t03",
                        "key: value\nkey: twice\n",
                        "<< @99999999999999999999 00",
                        ">>\n",
                        "00 01\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("texts")
    @FuzzTest(maxDuration = "10m")
    void survivesAnyText(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Transcript transcript = Transcript.parse(text);
            assertThat(Transcript.parse(transcript.toText())).isEqualTo(transcript);
        } catch (TranscriptFormatException refused) {
            assertThat(refused.line()).isBetween(1, (int) text.lines().count() + 1);
        }
    }
}

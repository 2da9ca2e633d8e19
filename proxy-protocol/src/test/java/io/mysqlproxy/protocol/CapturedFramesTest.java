package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captured sessions as peers would have sent them that compress nothing. */
class CapturedFramesTest {
    static Stream<String> sessions() throws java.io.IOException {
        return CapturedFrames.sessions();
    }

    /** Each frame announces its content as if it had compressed it. */
    @ParameterizedTest
    @MethodSource("sessions")
    @Rule("CMP-13")
    void areToldAsTheyWereWhereTheyAreWronglyAnnounced(String session) {
        CapturedFrames captured = new CapturedFrames(session);
        assertThat(captured.frames).isNotEmpty();
        Talk honest = new Talk();
        Transcript.resource(getClass(), "/fixtures/" + session).replay(honest.asTap());

        Talk lying = new Talk();
        captured.logIn.forEach(piece -> lying.bytes(piece.direction(), piece.bytes()));
        // A frame in place of the log-in's OK must be what it says.
        boolean hasOk = lying.told().stream().anyMatch(line -> line.startsWith("compressed"));
        captured.frames.stream().limit(hasOk ? 0 : 1).forEach(frame -> lying.bytes(frame.direction(), frame.bytes()));
        captured.frames.stream().skip(hasOk ? 0 : 1).forEach(frame -> {
            Bytes content = frame.content();
            lying.bytes(
                    frame.direction(),
                    CompressedFrames.frame(content.length(), frame.sequenceId(), content.length(), content));
        });

        assertThat(lying.toldWithMessages()).isEqualTo(honest.toldWithMessages());
        assertThat(lying.exchanges()).isEqualTo(honest.exchanges());
    }

    /** Nothing was seen of them before the first command. */
    @ParameterizedTest
    @MethodSource("sessions")
    @Rule("DSY-4")
    void areJoinedWhereTheyAreStored(String session) {
        CapturedFrames captured = new CapturedFrames(session);
        Talk compressed = Talk.joined();
        Talk stored = Talk.joined();

        for (CapturedFrames.Frame frame : captured.frames) {
            compressed.bytes(frame.direction(), frame.bytes());
            stored.bytes(frame.direction(), CompressedFrames.stored(frame.sequenceId(), frame.content()));
        }

        assertThat(stored.exchanges()).isEqualTo(compressed.exchanges());
        assertThat(stored.state().confidence()).isEqualTo(compressed.state().confidence());
    }
}

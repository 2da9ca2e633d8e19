package io.mysqlproxy.protocol.capture;

import static io.mysqlproxy.core.Direction.CLIENT_TO_SERVER;
import static io.mysqlproxy.core.Direction.SERVER_TO_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TranscriptRecorderTest {
    private long nanos = 1_000_000_000;

    private final TranscriptRecorder recorder = new TranscriptRecorder(6, () -> nanos);

    @Test
    void recordsWhatItIsShownWithTheTimeSinceItWasMade() {
        ByteBuffer borrowed = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2);
        recorder.onBytes(SERVER_TO_CLIENT, borrowed);
        borrowed.put(1, (byte) 7);
        nanos += 1_234_999;
        recorder.onBytes(CLIENT_TO_SERVER, ByteBuffer.wrap(new byte[] {3}));

        assertThat(recorder.transcript()).isEqualTo(Transcript.parse("<< @0 0102\n>> @1234 03"));
    }

    @Test
    void keepsWhatFitsAndSaysThatItWasCut() {
        recorder.onBytes(SERVER_TO_CLIENT, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
        recorder.onBytes(CLIENT_TO_SERVER, ByteBuffer.wrap(new byte[] {5, 6, 7}));
        recorder.onBytes(CLIENT_TO_SERVER, ByteBuffer.wrap(new byte[] {8}));

        assertThat(recorder.transcript()).isEqualTo(Transcript.parse("cut: after 6 bytes\n<< @0 01020304\n>> @0 0506"));
    }

    @Test
    void isWholeWhenExactlyAsManyBytesCameAsItKeeps() {
        recorder.onBytes(CLIENT_TO_SERVER, ByteBuffer.wrap(new byte[6]));

        assertThat(recorder.transcript()).isEqualTo(Transcript.parse(">> @0 00*6"));
    }

    @Test
    void refusesAnImpossibleBound() {
        for (int bound : new int[] {0, -1, Transcript.MAXIMUM_BYTES + 1}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new TranscriptRecorder(bound));
        }
    }
}

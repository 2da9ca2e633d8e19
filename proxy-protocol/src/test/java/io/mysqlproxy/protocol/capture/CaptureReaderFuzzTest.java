package io.mysqlproxy.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mysqlproxy.core.Direction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Whatever a capture holds, the reader tells something and throws nothing but its own exception. Replays its corpus in the normal build; {@code
 * JAZZER_FUZZ=1 ./mvnw test -pl proxy-protocol -am -Dtest=CaptureReaderFuzzTest} looks for more.
 */
class CaptureReaderFuzzTest {
    private static final Limits SMALL = new Limits(4, 10_000, 8, 20_000, 16, 1_000_000);

    @FuzzTest(maxDuration = "10m")
    void survivesAnyCapture(byte[] input) throws IOException {
        Checks checks = new Checks();
        try (CaptureReader reader = new CaptureReader(connection -> checks.opened(), ServerPorts.ANY, SMALL)) {
            try {
                reader.read(new ByteArrayInputStream(input));
            } catch (CaptureFormatException damage) {
                assertThat(damage.offset()).isBetween(0L, (long) input.length);
            }
            assertThat(checks.bytes).isLessThanOrEqualTo(Math.max(input.length, Transcript.MAXIMUM_BYTES));
        }
        assertThat(checks.open).isZero();
    }

    private static final class Checks {
        private long bytes;
        private int open;

        private ConnectionListener opened() {
            open++;
            return new ConnectionListener() {
                private long lastMicros = Long.MIN_VALUE;
                private boolean isClosed;

                @Override
                public void onBytes(Direction direction, ByteBuffer lent, long epochMicros) {
                    assertThat(lent.hasRemaining()).isTrue();
                    bytes += lent.remaining();
                    at(epochMicros);
                }

                @Override
                public void onGap(Direction direction, long missingBytes, long epochMicros) {
                    assertThat(missingBytes).isPositive();
                    at(epochMicros);
                }

                @Override
                public void onClose(ConnectionEnd end, long epochMicros) {
                    at(epochMicros);
                    isClosed = true;
                    open--;
                }

                private void at(long epochMicros) {
                    assertThat(isClosed).isFalse();
                    assertThat(epochMicros).isGreaterThanOrEqualTo(lastMicros);
                    lastMicros = epochMicros;
                }
            };
        }
    }
}

package io.mysqlproxy.protocol.capture;

import static io.mysqlproxy.protocol.capture.Conversing.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What keeps a reader small, whatever the capture holds. */
class BoundedMemoryTest {
    private static final int CONNECTIONS = 3;
    private static final Limits SMALL = new Limits(CONNECTIONS, 2_000, 4, 3_000, 1_000_000, Long.MAX_VALUE);

    private final Conversing mysql = Conversing.mysql();

    @Test
    void keepsOnlySoManyBytesOfADirection() {
        CaptureFile file = mysql.opened();
        file.packet(mysql.answers(10, 0, "a".repeat(1_000)))
                .packet(mysql.answers(2_000, 0, "b".repeat(1_000)))
                .packet(mysql.answers(0, 0, "too late"));

        assertThat(Told.about(file.toBytes(), ServerPorts.DEFAULT, SMALL))
                .containsExactly(
                        "#1 10.0.0.1:5000 to 10.0.0.2:3306",
                        "#1 << 10 missing",
                        "#1 << " + "a".repeat(1_000),
                        "#1 << 990 missing",
                        "#1 << " + "b".repeat(1_000),
                        "#1 END_OF_CAPTURE");
    }

    @Test
    void keepsOnlySoManySegmentsOfADirection() {
        CaptureFile file = mysql.opened();
        for (int i = 1; i <= 5; i++) {
            file.packet(mysql.answers(2 * i, 0, Integer.toString(i)));
        }
        file.packet(mysql.answers(3, 0, "-")).packet(mysql.answers(0, 0, "no"));

        assertThat(Told.about(file.toBytes(), ServerPorts.DEFAULT, SMALL))
                .startsWith("#1 10.0.0.1:5000 to 10.0.0.2:3306", "#1 << 2 missing", "#1 << 1-2", "#1 << 1 missing");
    }

    @Test
    void keepsOnlySoManyBytesOfAllConnections() {
        Conversing other = new Conversing(5001, 3306, 1, 1);
        CaptureFile file = other.handshake(mysql.opened())
                .packet(mysql.answers(1, 0, "a".repeat(1_700)))
                .packet(other.answers(1, 0, "b".repeat(1_700)))
                .packet(mysql.answers(0, 0, "A"))
                .packet(other.answers(0, 0, "B"));

        assertThat(Told.about(file.toBytes(), ServerPorts.DEFAULT, SMALL))
                .contains("#1 << A" + "a".repeat(1_700), "#2 << 1 missing", "#2 << " + "b".repeat(1_700));
    }

    @Test
    void dropsTheConnectionThatWasSilentForTheLongestTime() {
        CaptureFile file = mysql.opened();
        for (int port = 5001; port <= 5003; port++) {
            new Conversing(port, 3306, 1, 1).handshake(file);
            file.packet(mysql.asks(port - 5001, 0, "."));
        }

        assertThat(Told.about(file.toBytes(), ServerPorts.DEFAULT, SMALL))
                .containsSubsequence("#2 10.0.0.1:5001 to 10.0.0.2:3306", "#2 DROPPED", "#1 >> .", "#1 END_OF_CAPTURE");
    }

    @Test
    void dropsHalfOpenConnectionsFirst() {
        CaptureFile file = mysql.opened();
        for (int port = 1; port <= 1_000; port++) {
            file.packet(new Conversing(port, 3306, 1, 1).client(-1, 0, SYN, ""));
        }
        file.packet(mysql.asks(0, 0, "ask"));
        Told told = new Told();

        CaptureCounts counts = told.read(file.toBytes(), ServerPorts.DEFAULT, SMALL);

        assertThat(told.lines()).containsExactly("#1 10.0.0.1:5000 to 10.0.0.2:3306", "#1 >> ask", "#1 END_OF_CAPTURE");
        assertThat(counts.dropped()).isEqualTo(1_000 - (CONNECTIONS - 1));
    }

    @Test
    void takesNoMemoryForALengthThatIsOnlyAnnounced() throws IOException {
        CaptureInput in = new CaptureInput(new ByteArrayInputStream(new byte[100]), read -> {});

        assertThat(in.ensure(1 << 24)).isFalse();
        assertThat(in.buffer().length).isLessThan(1 << 20);
    }
}

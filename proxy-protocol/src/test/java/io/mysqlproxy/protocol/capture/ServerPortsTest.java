package io.mysqlproxy.protocol.capture;

import static io.mysqlproxy.protocol.capture.Conversing.ACK;
import static io.mysqlproxy.protocol.capture.Conversing.SYN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which connections are read, and who is the server. */
class ServerPortsTest {
    private static final String GREETING = "\u0010\0\0\0\n9.7.4\0........";

    @Test
    void takesTheSideWithMysqlsPortForTheServer() {
        assertThat(Told.about(joined(5000, 3306))).contains("#1 10.0.0.1:5000 to 10.0.0.2:3306, joined", "#1 >> ask");
        assertThat(Told.about(joined(3306, 5000))).contains("#1 10.0.0.2:5000 to 10.0.0.1:3306, joined", "#1 << ask");
    }

    @Test
    void believesTheHandshakeMoreThanThePorts() {
        Conversing odd = new Conversing(3306, 5000, 1, 1);

        assertThat(Told.about(odd.opened().packet(odd.answers(0, 0, GREETING)).toBytes()))
                .contains("#1 10.0.0.1:3306 to 10.0.0.2:5000", "#1 << " + GREETING);
    }

    @Test
    void believesAHandshakeOfWhichOnlyTheAnswerWasCaptured() {
        Conversing odd = new Conversing(33, 5000, 1, 1);
        CaptureFile file = CaptureFile.pcap(Frames.RAW)
                .packet(odd.server(-1, 0, SYN | ACK, ""))
                .packet(odd.asks(0, 0, "ask"));

        assertThat(Told.about(file.toBytes(), ServerPorts.ANY))
                .containsExactly("#1 10.0.0.1:33 to 10.0.0.2:5000", "#1 >> ask", "#1 END_OF_CAPTURE");
    }

    @Test
    void readsAnyPortWhoseServerGreets() {
        Conversing odd = new Conversing(5000, 3307, 1, 1);
        byte[] greets = odd.opened()
                .packet(odd.answers(0, 0, GREETING.substring(0, 3)))
                .packet(odd.answers(3, 0, GREETING.substring(3)))
                .toBytes();

        assertThat(Told.about(greets))
                .containsExactly("#1 10.0.0.1:5000 to 10.0.0.2:3307", "#1 << " + GREETING, "#1 END_OF_CAPTURE");
    }

    @Test
    void readsAnyPortWhoseServerRefuses() {
        Conversing odd = new Conversing(5000, 3307, 1, 1);
        String refusal = "\u0017\0\0\0\u00ff\u0010\u0004Too many connections";

        assertThat(Told.about(odd.opened().packet(odd.answers(0, 0, refusal)).toBytes()))
                .contains("#1 << " + refusal);
    }

    @Test
    void findsAGreetingWithoutTheHandshake() {
        Conversing odd = new Conversing(3307, 5000, 1, 1);
        CaptureFile file = CaptureFile.pcap(Frames.RAW)
                .packet(odd.asks(0, 0, GREETING))
                .packet(odd.answers(0, GREETING.length(), "!"));

        assertThat(Told.about(file.toBytes()))
                .containsExactly(
                        "#1 10.0.0.2:5000 to 10.0.0.1:3307", "#1 << " + GREETING, "#1 >> !", "#1 END_OF_CAPTURE");
    }

    @Test
    void waitsForTheGreetingBehindAProxyHeader() {
        Conversing odd = new Conversing(5000, 3307, 1, 1);
        byte[] capture = odd.opened()
                .packet(odd.asks(0, 0, "PROXY UNKNOWN\r\n"))
                .packet(odd.answers(0, 15, GREETING))
                .toBytes();

        assertThat(Told.about(capture)).contains("#1 >> PROXY UNKNOWN\r\n", "#1 << " + GREETING);
    }

    @Test
    void passesOverOtherConnections() {
        Conversing http = new Conversing(5000, 80, 1, 1);
        CaptureFile file = http.opened()
                .packet(http.asks(0, 0, "GET / HTTP/1.1\r\n\r\n"))
                .packet(http.answers(0, 18, "HTTP/1.1 200 OK\r\n"))
                .packet(http.asks(18, 17, "GET / HTTP/1.1\r\n\r\n"));
        Told told = new Told();

        CaptureCounts counts = told.read(file.toBytes(), ServerPorts.DEFAULT, Limits.DEFAULT);

        assertThat(told.lines()).isEmpty();
        assertThat(counts.otherPorts()).isEqualTo(2);
    }

    @Test
    void readsOnlyThePortsThatAreNamed() {
        Conversing odd = new Conversing(5000, 3307, 1, 1);
        byte[] capture = odd.opened().packet(odd.answers(0, 0, GREETING)).toBytes();

        assertThat(Told.about(capture, ServerPorts.of(List.of(3306)))).isEmpty();
        assertThat(Told.about(capture, ServerPorts.of(List.of(3306, 3307)))).contains("#1 << " + GREETING);
    }

    @Test
    void takesTheLowerPortForTheServerWhenNothingElseTells() {
        assertThat(Told.about(joined(5000, 4000), ServerPorts.ANY))
                .contains("#1 10.0.0.1:5000 to 10.0.0.2:4000, joined");
        assertThat(Told.about(joined(4000, 5000), ServerPorts.ANY))
                .contains("#1 10.0.0.2:5000 to 10.0.0.1:4000, joined");
        assertThat(Told.about(joined(5000, 4000), ServerPorts.of(List.of(5000, 4000))))
                .contains("#1 10.0.0.1:5000 to 10.0.0.2:4000, joined");
    }

    @Test
    void refusesWhatIsNoPort() {
        assertThatThrownBy(() -> ServerPorts.of(List.of(65_536))).hasMessageContaining("not 65536");
        assertThatThrownBy(() -> ServerPorts.of(List.of(0))).hasMessageContaining("not 0");
        assertThatThrownBy(() -> ServerPorts.of(List.of())).hasMessageContaining("no port");
    }

    private static byte[] joined(int sourcePort, int targetPort) {
        Conversing odd = new Conversing(sourcePort, targetPort, 1, 1);
        return CaptureFile.pcap(Frames.RAW).packet(odd.asks(7, 9, "ask")).toBytes();
    }
}

package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IdleTest {
    private final Ends ends = new Ends();

    @Test
    void endsASessionInWhichNothingMoves() throws Exception {
        Duration timeout = Duration.ofMillis(100);
        try (TestServer server = TestServer.echoing();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(server.upstream())
                        .idleTimeout(timeout)
                        .listener(ends)
                        .start();
                Socket client = TestClient.connect(proxy)) {
            assertThat(TestClient.end(client)).isEqualTo("FIN");
            assertThat(ends.nextReason()).isEqualTo(new CloseReason.IdleTimeout(timeout));
        }
    }

    /** Sweeps by hand, so that no clock has a say. */
    @Test
    void countsFromTheLastByte() throws Exception {
        try (TestServer server = TestServer.manual()) {
            LiveSession session = LiveSessions.over(server.address());
            Socket peer = server.accept();
            session.connectedTo(server.address());
            SessionRegistry registry = new SessionRegistry(1);
            registry.admit(session);
            IdleReaper reaper = new IdleReaper(registry, Duration.ofNanos(100));

            reaper.sweep(1000);
            reaper.sweep(1099);
            assertThat(session.isEnding()).isFalse();

            TestClient.send(peer, 1);
            session.client().read(ByteBuffer.allocate(1));
            reaper.sweep(1100);
            reaper.sweep(1199);
            assertThat(session.isEnding()).isFalse();

            reaper.sweep(1200);
            assertThat(session.isEnding()).isTrue();
        }
    }

    @Test
    void leavesASessionThatIsStillDiallingToItsConnectTimeout() throws Exception {
        try (TestServer server = TestServer.manual()) {
            LiveSession session = LiveSessions.over(server.address());
            SessionRegistry registry = new SessionRegistry(1);
            registry.admit(session);
            IdleReaper reaper = new IdleReaper(registry, Duration.ofNanos(100));

            reaper.sweep(1000);
            reaper.sweep(2000);

            assertThat(session.isEnding()).isFalse();
            session.close();
        }
    }
}

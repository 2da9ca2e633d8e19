package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mysqlproxy.core.CloseReason.ConnectFailed;
import io.mysqlproxy.core.CloseReason.ConnectFailed.Cause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DialTest {
    private final Ends ends = new Ends();

    @Test
    void tellsThatTheServerRefused() throws Exception {
        try (DeadPort port = new DeadPort()) {
            InetSocketAddress nobody = port.address();

            assertThat(reasonWith(session -> nobody))
                    .isEqualTo(new ConnectFailed(nobody, Cause.REFUSED, "Connection refused"));
        }
    }

    @Test
    void tellsThatTheServerIsUnreachable() throws Exception {
        // A broadcast address: no system connects to it, whatever network it has.
        InetSocketAddress everybody = new InetSocketAddress("255.255.255.255", 3306);

        assertThat(reasonWith(session -> everybody))
                .isEqualTo(new ConnectFailed(everybody, Cause.UNREACHABLE, "Network is unreachable"));
    }

    @Test
    void tellsThatTheNameIsUnknown() throws Exception {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 3306);
        try (TestServer server = TestServer.manual();
                Resolver names = new Resolver(host -> {
                    throw new UnknownHostException(host);
                })) {
            LiveSession session = LiveSessions.over(server.address());

            CloseReason reason = failure(new Dialer(settings(each -> nowhere), names), session);

            assertThat(reason).isEqualTo(new ConnectFailed(nowhere, Cause.UNKNOWN_HOST, "unknown host"));
            assertThat(reason.description()).isEqualTo("cannot connect to no-such-host.invalid:3306: unknown host");
            session.close();
        }
    }

    @Test
    void tellsThatTheServerDidNotAnswerInTime() throws Exception {
        try (Deaf deaf = new Deaf()) {
            assertThat(reasonWith(session -> deaf.address()))
                    .isEqualTo(new ConnectFailed(deaf.address(), Cause.TIMED_OUT, "Connection timed out"));
        }
    }

    @Test
    void tellsThatThereIsNoServerToChoose() throws Exception {
        assertThat(reasonWith(session -> {
                    throw new IOException("all servers are down");
                }))
                .isEqualTo(new ConnectFailed(null, Cause.NO_UPSTREAM, "all servers are down"));
        assertThat(reasonWith(session -> {
                    throw new IllegalStateException("bug");
                }))
                .isEqualTo(new ConnectFailed(null, Cause.NO_UPSTREAM, "bug"));
    }

    @Test
    void endsADialThatTheProxyCutsShort() throws Exception {
        try (Deaf deaf = new Deaf();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(session -> deaf.address())
                        .connectTimeout(Duration.ofMinutes(10))
                        .listener(ends)
                        .start();
                Socket client = TestClient.connect(proxy)) {
            await().until(() -> proxy.openSessions() == 1);

            proxy.closeGracefully(Duration.ZERO);

            assertThat(ends.nextReason()).isEqualTo(new CloseReason.ProxyClosed());
            assertThat(TestClient.end(client)).isEqualTo("FIN");
        }
    }

    @Test
    void outlivesAClientThatLeavesWhileTheServerIsDialled() throws Exception {
        try (Deaf deaf = new Deaf();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(session -> deaf.address())
                        .connectTimeout(Duration.ofMillis(300))
                        .failureHandler((session, client, reason) -> client.write(ByteBuffer.allocate(100)))
                        .listener(ends)
                        .start()) {
            TestClient.reset(TestClient.connect(proxy));

            assertThat(ends.nextReason())
                    .isEqualTo(new ConnectFailed(deaf.address(), Cause.TIMED_OUT, "Connection timed out"));
        }
    }

    @Test
    void triesEveryAddressOfAName() throws Exception {
        try (TestServer server = TestServer.manual();
                Resolver names = new Resolver(host -> new InetAddress[] {
                    // Nothing listens on the first of these.
                    InetAddress.getByName("127.0.0.3"),
                    InetAddress.getByName("127.0.0.2"),
                    server.address().getAddress()
                })) {
            LiveSession session = LiveSessions.over(server.address());
            Upstream upstream = each -> InetSocketAddress.createUnresolved("db.test", server.port());

            SocketEndpoint dialled = new Dialer(settings(upstream), names).dial(session);

            assertThat(dialled.remoteAddress()).isEqualTo(server.address());
            assertThat(session.upstreamAddress()).isEqualTo(server.address());
            session.close();
        }
    }

    @Test
    void doesNotWaitForANameServiceThatHangs() throws Exception {
        Object forever = new Object();
        try (TestServer server = TestServer.manual();
                Resolver names = new Resolver(host -> {
                    LockSupport.park(forever);
                    throw new IOException("interrupted");
                })) {
            LiveSession session = LiveSessions.over(server.address());
            InetSocketAddress named = InetSocketAddress.createUnresolved("db.test", 3306);

            CloseReason reason = failure(new Dialer(settings(each -> named), names), session);

            assertThat(reason).isEqualTo(new ConnectFailed(named, Cause.TIMED_OUT, "Connection timed out"));
            session.close();
        }
    }

    private static CloseReason failure(Dialer dialer, LiveSession session) {
        try {
            dialer.dial(session);
            throw new AssertionError("the dial succeeded");
        } catch (DialException e) {
            return e.reason();
        }
    }

    private static ProxySettings settings(Upstream upstream) {
        return new ProxySettings(
                upstream,
                (session, client, server) -> new CloseReason.ClientClosed(),
                new RelayHandler(),
                session -> null,
                new SessionListener() {},
                null,
                new JdkScheduling(Thread.ofVirtual().factory()),
                new SocketOptions(),
                Duration.ofMillis(200),
                1);
    }

    private CloseReason reasonWith(Upstream upstream) throws Exception {
        try (TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(upstream)
                        .connectTimeout(Duration.ofMillis(500))
                        .listener(ends)
                        .start();
                Socket client = TestClient.connect(proxy)) {
            assertThat(TestClient.end(client)).isEqualTo("FIN");
            return ends.nextReason();
        }
    }

    /** Listens, never accepts, and has its queue full: connecting to it gets no answer. */
    private static final class Deaf implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> queued = new ArrayList<>();

        Deaf() throws IOException {
            try {
                while (true) {
                    Socket next = new Socket();
                    queued.add(next);
                    next.connect(socket.getLocalSocketAddress(), 200);
                }
            } catch (SocketTimeoutException e) {
                // Full.
            }
        }

        InetSocketAddress address() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            for (Socket each : queued) {
                each.close();
            }
            socket.close();
        }
    }
}

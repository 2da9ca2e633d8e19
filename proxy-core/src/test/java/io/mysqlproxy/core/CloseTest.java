package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CloseTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final TestServer server = TestServer.echoing();
    private final Ends ends = new Ends();
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void closePeers() throws IOException {
        for (Socket each : clients) {
            each.close();
        }
        server.close();
    }

    private TcpProxy.Builder builder() {
        return TcpProxy.listenOn(0).upstream(server.upstream()).listener(ends);
    }

    private Socket connected(TcpProxy proxy) throws IOException {
        Socket client = TestClient.connect(proxy);
        clients.add(client);
        TestClient.exchange(client, client);
        return client;
    }

    @Test
    void cutsIdleSessionsAfterTheGracePeriod() throws Exception {
        TcpProxy proxy = builder().closeGrace(Duration.ofMillis(50)).start();
        Socket client = connected(proxy);

        proxy.close();

        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ProxyClosed());
        assertThat(TestClient.end(client)).isEqualTo("FIN");
        assertThat(proxy.isOpen()).isFalse();
        assertThat(proxy.sessions()).isEmpty();
        assertThat(proxy.awaitTermination(Duration.ZERO)).isTrue();
        assertThatThrownBy(() -> TestClient.connect(proxy)).isInstanceOf(IOException.class);
    }

    @Test
    void letsARunningSessionEndByItself() throws Exception {
        TcpProxy proxy = builder().start();
        Socket client = connected(proxy);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> proxy.closeGracefully(LONG));
        await().until(() -> !proxy.isOpen());
        TestClient.exchange(client, client);
        assertThat(closing).isNotDone();
        client.close();

        closing.get(20, TimeUnit.SECONDS);
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientClosed());
    }

    @Test
    void aShorterCloseCutsALongerOneShort() throws Exception {
        TcpProxy proxy = builder().start();
        connected(proxy);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> proxy.closeGracefully(LONG));
        await().until(() -> !proxy.isOpen());

        proxy.closeGracefully(Duration.ZERO);

        closing.get(20, TimeUnit.SECONDS);
        proxy.close();
    }

    @Test
    void anInterruptEndsTheGracePeriod() throws Exception {
        TcpProxy proxy = builder().start();
        connected(proxy);
        AtomicReference<Boolean> kept = new AtomicReference<>();
        Thread closer = Thread.ofPlatform().start(() -> {
            proxy.closeGracefully(LONG);
            kept.set(Thread.currentThread().isInterrupted());
        });
        await().until(() -> !proxy.isOpen());

        closer.interrupt();

        assertThat(closer.join(Duration.ofSeconds(20))).isTrue();
        assertThat(kept.get()).isTrue();
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ProxyClosed());
    }

    @Test
    void mayBeCalledFromTapsOfSeveralSessionsAtOnce() throws Exception {
        AtomicReference<TcpProxy> self = new AtomicReference<>();
        TcpProxy proxy = builder()
                .closeGrace(Duration.ofMillis(100))
                .tap(session -> (direction, bytes) -> {
                    if (bytes.get(0) == 99) {
                        self.get().close();
                    }
                })
                .start();
        self.set(proxy);
        for (int i = 0; i < 3; i++) {
            connected(proxy);
        }

        // The third only looks on and is cut.
        TestClient.send(clients.get(0), 99);
        TestClient.send(clients.get(1), 99);

        for (int i = 0; i < 3; i++) {
            assertThat(ends.nextReason()).isEqualTo(new CloseReason.ProxyClosed());
        }
        assertThat(proxy.awaitTermination(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void mayBeCalledFromAListener() throws Exception {
        AtomicReference<TcpProxy> self = new AtomicReference<>();
        CompletableFuture<CloseReason> end = new CompletableFuture<>();
        TcpProxy proxy = TcpProxy.listenOn(0)
                .upstream(server.upstream())
                .listener(new SessionListener() {
                    @Override
                    public void onClose(Session session, CloseReason reason) {
                        self.get().close();
                        end.complete(reason);
                    }
                })
                .start();
        self.set(proxy);

        connected(proxy).close();

        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(new CloseReason.ClientClosed());
        assertThat(proxy.awaitTermination(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void aSessionMayBeClosedAlone() throws Exception {
        try (TcpProxy proxy = builder().start()) {
            Socket one = connected(proxy);
            Socket other = connected(proxy);

            proxy.sessions().getFirst().close();

            assertThat(ends.nextReason()).isEqualTo(new CloseReason.ProxyClosed());
            assertThat(TestClient.end(one)).isEqualTo("FIN");
            TestClient.exchange(other, other);
        }
    }

    @Test
    void freesThePort() throws Exception {
        TcpProxy first = builder().start();
        connected(first);
        first.closeGracefully(Duration.ZERO);

        try (TcpProxy second =
                TcpProxy.listenOn(first.port()).upstream(server.upstream()).start()) {
            assertThat(second.port()).isEqualTo(first.port());
            connected(second);
        }
    }
}

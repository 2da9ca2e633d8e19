package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenerTest {
    private final TestServer server = TestServer.echoing();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void whatAListenerThrowsDoesNotHurtTheSession() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        SessionListener broken = new SessionListener() {
            @Override
            public void onOpen(Session session) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void onClose(Session session, CloseReason reason) {
                closed.countDown();
                throw new AssertionError("on purpose");
            }
        };
        try (TcpProxy proxy = TcpProxy.listenOn(0)
                .upstream(server.upstream())
                .listener(broken)
                .start()) {
            try (Socket client = TestClient.connect(proxy)) {
                TestClient.exchange(client, client);
            }
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aHandlerThatFailsResetsBothSidesAndIsTheReason() throws Exception {
        IOException failure = new IOException("on purpose");
        Ends ends = new Ends();
        try (TestServer played = TestServer.manual();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(played.upstream())
                        .listener(ends)
                        .handler((session, client, upstream) -> {
                            throw failure;
                        })
                        .start();
                Socket client = TestClient.connect(proxy);
                Socket upstream = TestClient.limited(played.accept())) {
            assertThat(TestClient.end(client)).isEqualTo("RST");
            assertThat(TestClient.end(upstream)).isEqualTo("RST");
            assertThat(ends.nextReason()).isEqualTo(new CloseReason.HandlerFailed(failure));
        }
    }

    @Test
    void threadsAreNamedForTheSession() throws Exception {
        ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();
        try (TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(server.upstream())
                        .tap(session -> (direction, bytes) ->
                                names.add(Thread.currentThread().getName()))
                        .start();
                Socket client = TestClient.connect(proxy)) {
            TestClient.exchange(client, client);
            // On carriers one thread relays both directions.
            assertThat(names)
                    .containsExactlyElementsOf(
                            CarrierThreads.obstacle().isEmpty()
                                    ? List.of("proxy-1 <>", "proxy-1 <>")
                                    : List.of("proxy-1 >>", "proxy-1 <<"));
        }
    }
}

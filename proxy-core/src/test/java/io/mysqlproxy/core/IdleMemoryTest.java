package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IdleMemoryTest {
    /** On real sockets: after bulk data in both directions every large buffer is back, though all sessions are open. */
    @Test
    void sessionsThatWaitHoldNoLargeBuffer() throws Exception {
        Set<BufferPool> pools = ConcurrentHashMap.newKeySet();
        List<Socket> clients = new ArrayList<>();
        try (TestServer server = TestServer.echoing();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(server.upstream())
                        .handler((session, client, upstream) -> {
                            pools.add(((LiveSession) session).place().buffers());
                            return new RelayHandler().handle(session, client, upstream);
                        })
                        .start()) {
            byte[] bulk = new byte[200_000];
            for (int i = 0; i < 50; i++) {
                Socket client = TestClient.connect(proxy);
                clients.add(client);
                Thread.ofVirtual().start(() -> {
                    try {
                        client.getOutputStream().write(bulk);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
                assertThat(client.getInputStream().readNBytes(bulk.length)).hasSize(bulk.length);
            }

            await().until(() -> pools.stream().allMatch(pool -> pool.lent() == 0));
            assertThat(pools)
                    .isNotEmpty()
                    .allSatisfy(pool -> assertThat(pool.made()).isPositive());
            assertThat(proxy.openSessions()).isEqualTo(50);
            for (Socket each : clients) {
                each.close();
            }
        }
    }
}

package io.mysqlproxy.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MaxSessionsTest {
    private final Ends ends = new Ends();

    @Test
    void turnsTheNextClientAwayAndTellsEverybody() throws Exception {
        try (TestServer server = TestServer.echoing();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(server.upstream())
                        .maxSessions(1)
                        .listener(ends)
                        .failureHandler((session, client, reason) -> client.write(
                                ByteBuffer.wrap(reason.description().getBytes(UTF_8))))
                        .start();
                Socket first = TestClient.connect(proxy)) {
            TestClient.exchange(first, first);

            try (Socket second = TestClient.connect(proxy)) {
                assertThat(second.getInputStream().readAllBytes())
                        .asString(UTF_8)
                        .isEqualTo("refused: 1 sessions are open already");
            }

            assertThat(ends.nextReason()).isEqualTo(new CloseReason.TooManySessions(1));
            assertThat(proxy.refusedSessions()).isEqualTo(1);
            assertThat(proxy.acceptedSessions()).isEqualTo(1);
            assertThat(proxy.sessions()).hasSize(1);
            // The first session did not notice, and its place can be had again.
            TestClient.exchange(first, first);
            TestClient.leave(first);
            assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientClosed());
            await().until(() -> proxy.openSessions() == 0);
            try (Socket third = TestClient.connect(proxy)) {
                TestClient.exchange(third, third);
            }
        }
        ends.nextReason();
        assertThat(ends.opened).hasValue(3);
        assertThat(ends.closed).hasValue(3);
    }

    @Test
    void aFloodOfClientsThatDoNotLeaveHasNoMoreThreadsThanGoodbyes() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (TestServer server = TestServer.echoing();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(server.upstream())
                        .maxSessions(1)
                        .listener(ends)
                        .failureHandler((session, client, reason) -> {})
                        .start();
                Socket first = TestClient.connect(proxy)) {
            TestClient.exchange(first, first);
            for (int i = 0; i < 3 * SessionRegistry.MOST_GOODBYES; i++) {
                crowd.add(TestClient.connect(proxy));
            }
            await().until(() -> proxy.refusedSessions() == 3 * SessionRegistry.MOST_GOODBYES);

            assertThat(ends.opened.get()).isBetween(2, 1 + 2 * SessionRegistry.MOST_GOODBYES);
            for (Socket each : crowd) {
                assertThat(TestClient.end(each)).isEqualTo("FIN");
                each.close();
            }
            TestClient.exchange(first, first);
        }
        await().untilAsserted(() -> assertThat(ends.closed).hasValue(ends.opened.get()));
    }
}

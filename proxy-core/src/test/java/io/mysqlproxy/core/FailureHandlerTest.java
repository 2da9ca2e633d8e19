package io.mysqlproxy.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailureHandlerTest {
    private final Ends ends = new Ends();

    private TcpProxy failing(FailureHandler handler) throws IOException {
        return TcpProxy.listenOn(0)
                .upstream(session -> {
                    throw new IOException("no server today");
                })
                .failureHandler(handler)
                .listener(ends)
                .start();
    }

    private static FailureHandler saying(String words) {
        return (session, client, reason) -> client.write(ByteBuffer.wrap(words.getBytes(UTF_8)));
    }

    @Test
    void itsBytesArriveBeforeAnOrderlyEnd() throws Exception {
        try (TcpProxy proxy = failing(saying("sorry"));
                Socket client = TestClient.connect(proxy)) {
            assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("sorry");
        }
        Ends.End end = ends.next();
        assertThat(end.reason().description()).isEqualTo("no server: no server today");
        assertThat(end.session().byteCounts(Direction.SERVER_TO_CLIENT)).isEqualTo(new ByteCounts(0, 5));
    }

    @Test
    void itsBytesArriveAlsoAtAClientThatHasSpoken() throws Exception {
        CountDownLatch spoken = new CountDownLatch(1);
        FailureHandler afterTheClient = (session, client, reason) -> {
            awaitUninterrupted(spoken);
            saying("sorry").handle(session, client, reason);
        };
        try (TcpProxy proxy = failing(afterTheClient);
                Socket client = TestClient.connect(proxy)) {
            TestClient.send(client, 1, 2, 3);
            spoken.countDown();

            assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("sorry");
        }
    }

    @Test
    void getsTheReason() throws Exception {
        AtomicReference<CloseReason> told = new AtomicReference<>();
        try (TcpProxy proxy = failing((session, client, reason) -> told.set(reason));
                Socket client = TestClient.connect(proxy)) {
            assertThat(TestClient.end(client)).isEqualTo("FIN");
        }
        assertThat(told.get()).isEqualTo(ends.nextReason());
    }

    @Test
    void aClientThatNeitherReadsNorLeavesIsGivenUp() throws Exception {
        FailureHandler endless = (session, client, reason) -> {
            while (true) {
                client.write(ByteBuffer.allocate(64 * 1024));
            }
        };
        try (TcpProxy proxy = failing(endless);
                Socket client = TestClient.connect(proxy)) {
            assertThat(ends.nextReason()).isInstanceOf(CloseReason.ConnectFailed.class);
            await().until(() -> proxy.openSessions() == 0);
            assertThat(client.isClosed()).isFalse();
        }
    }

    @Test
    void aHandlerThatHangsIsInterrupted() throws Exception {
        try (TcpProxy proxy = failing((session, client, reason) -> awaitUninterrupted(new CountDownLatch(1)));
                Socket client = TestClient.connect(proxy)) {
            assertThat(TestClient.end(client)).isEqualTo("FIN");
            assertThat(ends.nextReason()).isInstanceOf(CloseReason.ConnectFailed.class);
        }
    }

    @Test
    void aHandlerThatThrowsChangesNothing() throws Exception {
        FailureHandler broken = (session, client, reason) -> {
            throw new IllegalStateException("broken on purpose");
        };
        try (TcpProxy proxy = failing(broken);
                Socket client = TestClient.connect(proxy)) {
            assertThat(TestClient.end(client)).isEqualTo("FIN");
            assertThat(ends.nextReason()).isInstanceOf(CloseReason.ConnectFailed.class);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }
}

package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TapTest {
    private final TestServer server = TestServer.echoing();
    private final Ends ends = new Ends();

    @AfterEach
    void closeServer() {
        server.close();
    }

    private TcpProxy tapped(Function<Session, @Nullable Tap> taps) throws IOException {
        return TcpProxy.listenOn(0)
                .upstream(server.upstream())
                .tap(taps)
                .listener(ends)
                .start();
    }

    /** Echoes numbers; an answer that is seen before its question is counted. */
    @Test
    void neverSeesAnAnswerBeforeItsQuestion() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        AtomicInteger early = new AtomicInteger();
        try (TcpProxy proxy = tapped(session -> new Tap() {
                    private int asked;

                    @Override
                    public void onBytes(Direction direction, ByteBuffer bytes) {
                        int number = bytes.getInt();
                        if (direction == Direction.CLIENT_TO_SERVER) {
                            asked = number;
                        } else {
                            answers.incrementAndGet();
                            if (number != asked) {
                                early.incrementAndGet();
                            }
                        }
                    }
                });
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(clients.submit(() -> askAndHear(proxy, 5000)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertThat(answers).hasValue(20_000);
        assertThat(early).hasValue(0);
    }

    private static @Nullable Void askAndHear(TcpProxy proxy, int rounds) throws IOException {
        try (Socket client = TestClient.connect(proxy)) {
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            DataInputStream in = new DataInputStream(client.getInputStream());
            for (int i = 1; i <= rounds; i++) {
                out.writeInt(i);
                assertThat(in.readInt()).isEqualTo(i);
            }
        }
        return null;
    }

    @Test
    void seesEveryByteAndThenTheEnds() throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        ConcurrentLinkedQueue<String> ending = new ConcurrentLinkedQueue<>();
        byte[] sent = new byte[300_000];
        new Random(11).nextBytes(sent);
        try (TcpProxy proxy = tapped(session -> new Tap() {
                    @Override
                    public void onBytes(Direction direction, ByteBuffer bytes) {
                        if (direction == Direction.SERVER_TO_CLIENT) {
                            byte[] copy = new byte[bytes.remaining()];
                            bytes.get(copy);
                            seen.writeBytes(copy);
                        }
                        // Whatever it does to its view, the traffic does not mind.
                        bytes.clear().limit(0).order(ByteOrder.LITTLE_ENDIAN);
                    }

                    @Override
                    public void onEnd(Direction direction) {
                        ending.add("end " + direction.arrow());
                    }

                    @Override
                    public void onClose(CloseReason reason) {
                        ending.add("closed " + reason.description());
                    }
                });
                Socket client = TestClient.connect(proxy)) {
            Thread.ofVirtual().start(() -> {
                try {
                    client.getOutputStream().write(sent);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
            ends.next();
        }
        assertThat(seen.toByteArray()).isEqualTo(sent);
        assertThat(ending).containsExactly("end >>", "end <<", "closed by the client");
    }

    @Test
    void cannotWriteToTheTraffic() throws Exception {
        AtomicInteger readOnly = new AtomicInteger();
        try (TcpProxy proxy = tapped(session -> (direction, bytes) -> {
                    if (bytes.isReadOnly()) {
                        readOnly.incrementAndGet();
                    }
                });
                Socket client = TestClient.connect(proxy)) {
            TestClient.exchange(client, client);
        }
        assertThat(readOnly).hasValue(2);
    }

    @Test
    void aTapThatThrowsIsLeftOutAndTheSessionGoesOn() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (TcpProxy proxy = tapped(session -> new Tap() {
                    @Override
                    public void onBytes(Direction direction, ByteBuffer bytes) {
                        calls.incrementAndGet();
                        throw new StackOverflowError("on purpose");
                    }

                    @Override
                    public void onClose(CloseReason reason) {
                        calls.incrementAndGet();
                    }
                });
                Socket client = TestClient.connect(proxy)) {
            TestClient.exchange(client, client);
            TestClient.exchange(client, client);
            TestClient.leave(client);
            assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientClosed());
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void aTapThatInterruptsItsThreadDoesNotHurtTheSession() throws Exception {
        try (TcpProxy proxy = tapped(
                        session -> (direction, bytes) -> Thread.currentThread().interrupt());
                Socket client = TestClient.connect(proxy)) {
            TestClient.exchange(client, client);
            TestClient.exchange(client, client);
        }
    }

    @Test
    void aSessionWhoseTapCannotBeMadeGoesOnWithoutOne() throws Exception {
        try (TcpProxy proxy = tapped(session -> {
                    throw new IllegalStateException("on purpose");
                });
                Socket client = TestClient.connect(proxy)) {
            TestClient.exchange(client, client);
        }
    }

    @Test
    void isClosedAlsoWhenNoServerWasFound() throws Exception {
        ConcurrentLinkedQueue<CloseReason> closed = new ConcurrentLinkedQueue<>();
        Tap tap = new Tap() {
            @Override
            public void onBytes(Direction direction, ByteBuffer bytes) {}

            @Override
            public void onClose(CloseReason reason) {
                closed.add(reason);
            }
        };
        try (DeadPort nobody = new DeadPort();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream("127.0.0.1", nobody.address().getPort())
                        .tap(session -> tap)
                        .listener(ends)
                        .start();
                Socket client = TestClient.connect(proxy)) {
            assertThat(TestClient.end(client)).isEqualTo("FIN");
            CloseReason reason = ends.nextReason();
            assertThat(reason).isInstanceOf(CloseReason.ConnectFailed.class);
            assertThat(closed).containsExactly(reason);
        }
    }
}

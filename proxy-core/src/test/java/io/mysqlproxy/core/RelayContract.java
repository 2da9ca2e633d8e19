package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for a relayed session, whatever threads carry it. */
@Timeout(60)
abstract class RelayContract {
    private final TestServer server = TestServer.manual();
    private final Ends ends = new Ends();
    private TcpProxy proxy;
    private Socket client;
    private Socket upstream;

    abstract TcpProxy.Builder scheduled(TcpProxy.Builder builder);

    @BeforeEach
    void connect() throws Exception {
        proxy = scheduled(TcpProxy.listenOn(0))
                .upstream(server.upstream())
                .listener(ends)
                .socketOption(StandardSocketOptions.SO_SNDBUF, 64 * 1024)
                .socketOption(StandardSocketOptions.SO_RCVBUF, 64 * 1024)
                .start();
        client = TestClient.connect(proxy);
        upstream = TestClient.limited(server.accept());
    }

    @AfterEach
    void closeAll() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 2049, 65_535, 65_536, 65_537, 67_584, 5_000_000})
    void carriesBothDirectionsAtOnceUnchanged(int size) throws Exception {
        byte[] question = random(size, 1);
        byte[] answer = random(size, 2);

        CompletableFuture<byte[]> atServer = exchange(upstream, answer);
        CompletableFuture<byte[]> atClient = exchange(client, question);

        assertThat(Arrays.equals(atServer.get(30, TimeUnit.SECONDS), question)).isTrue();
        assertThat(Arrays.equals(atClient.get(30, TimeUnit.SECONDS), answer)).isTrue();
        Session session = ends.next().session();
        assertThat(session.byteCounts(Direction.CLIENT_TO_SERVER)).isEqualTo(new ByteCounts(size, size));
        assertThat(session.byteCounts(Direction.SERVER_TO_CLIENT)).isEqualTo(new ByteCounts(size, size));
    }

    /** Sends all in random slices, ends its side, and returns what came until the other side's end. */
    private static CompletableFuture<byte[]> exchange(Socket socket, byte[] sent) {
        Thread.ofVirtual().start(() -> {
            try {
                Random random = new Random(7);
                for (int at = 0; at < sent.length; ) {
                    int slice = Math.min(sent.length - at, 1 + random.nextInt(100_000));
                    socket.getOutputStream().write(sent, at, slice);
                    at += slice;
                }
                socket.shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                received.complete(socket.getInputStream().readAllBytes());
            } catch (IOException e) {
                received.completeExceptionally(e);
            }
        });
        return received;
    }

    @Test
    void goesOnWithTheAnswerAfterTheClientHasFinished() throws Exception {
        client.shutdownOutput();
        assertThat(upstream.getInputStream().read()).isEqualTo(-1);

        TestClient.exchange(upstream, client);
        upstream.close();

        assertThat(TestClient.end(client)).isEqualTo("FIN");
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientClosed());
    }

    @Test
    void goesOnWithTheQuestionAfterTheServerHasFinished() throws Exception {
        upstream.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);

        TestClient.exchange(client, upstream);
        client.close();

        assertThat(TestClient.end(upstream)).isEqualTo("FIN");
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ServerClosed());
    }

    @Test
    void passesTheClientsResetOn() throws Exception {
        TestClient.exchange(client, upstream);

        TestClient.reset(client);

        assertThat(TestClient.end(upstream)).isEqualTo("RST");
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientReset());
    }

    @Test
    void passesTheServersResetOn() throws Exception {
        TestClient.exchange(upstream, client);

        TestClient.reset(upstream);

        assertThat(TestClient.end(client)).isEqualTo("RST");
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ServerReset());
    }

    @Test
    void deliversWhatCameBeforeAReset() throws Exception {
        TestClient.send(upstream, 1, 2, 3);
        assertThat(client.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);

        TestClient.reset(upstream);

        assertThat(TestClient.end(client)).isEqualTo("RST");
    }

    @Test
    void passesTheClientsResetOnWhileTheServerFloodsIt() throws Exception {
        CompletableFuture<IOException> failure = flood(upstream);
        awaitStall(Direction.SERVER_TO_CLIENT);

        TestClient.reset(client);

        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(SocketException.class);
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientReset());
    }

    @Test
    void passesTheServersResetOnWhileTheClientFloodsIt() throws Exception {
        CompletableFuture<IOException> failure = flood(client);
        awaitStall(Direction.CLIENT_TO_SERVER);

        TestClient.reset(upstream);

        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(SocketException.class);
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ServerReset());
    }

    @Test
    void slowsTheSenderDownToTheReceiversPace() throws Exception {
        CompletableFuture<IOException> broken = flood(upstream);

        ByteCounts stalled = awaitStall(Direction.SERVER_TO_CLIENT);

        // What is on the way inside the proxy fits its large buffer; the rest waits in the sockets and at the sender.
        assertThat(stalled.received() - stalled.forwarded()).isBetween(0L, (long) BufferPool.BUFFER_BYTES);
        assertThat(stalled.received()).isLessThan(32 << 20);
        // The receiver takes some, and it goes on.
        client.getInputStream().readNBytes((int) stalled.received());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> counts(Direction.SERVER_TO_CLIENT).received() > stalled.received());
        assertThat(broken).isNotDone();
    }

    @Test
    void tellsItsByteCountsWhileItRuns() throws Exception {
        TestClient.send(client, 1, 2, 3);
        upstream.getInputStream().readNBytes(3);
        TestClient.send(upstream, 4, 5);
        client.getInputStream().readNBytes(2);

        await().untilAsserted(() -> {
            assertThat(counts(Direction.CLIENT_TO_SERVER)).isEqualTo(new ByteCounts(3, 3));
            assertThat(counts(Direction.SERVER_TO_CLIENT)).isEqualTo(new ByteCounts(2, 2));
        });
    }

    private ByteCounts counts(Direction direction) {
        return proxy.sessions().getFirst().byteCounts(direction);
    }

    /** Writes without end; returns what ends it, a reset. (Linux tells of a reset once, and the writer is the first to hear of it.) */
    private static CompletableFuture<IOException> flood(Socket socket) {
        CompletableFuture<IOException> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            byte[] block = new byte[64 * 1024];
            try {
                while (true) {
                    socket.getOutputStream().write(block);
                }
            } catch (IOException e) {
                end.complete(e);
            }
        });
        return end;
    }

    /** Waits until the direction moves no more, though its sender would. */
    private ByteCounts awaitStall(Direction direction) {
        ByteCounts[] last = {ByteCounts.NONE};
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    ByteCounts now = counts(direction);
                    boolean stalled = now.received() > 0 && now.equals(last[0]);
                    last[0] = now;
                    return stalled;
                });
        return last[0];
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}

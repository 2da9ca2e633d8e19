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
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for a session whose two legs are in TLS; the peers are the JDK's TLS sockets. */
@Timeout(60)
abstract class TlsRelayContract {
    final TestServer server = TestServer.manual();
    final Ends ends = new Ends();
    private final TlsBuffers buffers = new TlsBuffers();
    private final String version;
    TcpProxy proxy;
    Socket plainClient;
    Socket plainUpstream;
    SSLSocket client;
    SSLSocket upstream;

    TlsRelayContract(String version) {
        this.version = version;
    }

    @BeforeEach
    void connect() throws Exception {
        TestTls tls = TestTls.of(version);
        proxy = TcpProxy.listenOn(0)
                .upstream(server.upstream())
                .handler((session, clientEnd, serverEnd) -> {
                    TlsEndpoint inner = TlsEndpoint.over(serverEnd, tls.engine(true), buffers);
                    inner.handshake();
                    TlsEndpoint outer = TlsEndpoint.over(clientEnd, tls.engine(false), buffers);
                    outer.handshake();
                    return session.relay(outer, inner);
                })
                .listener(ends)
                .socketOption(StandardSocketOptions.SO_SNDBUF, 64 * 1024)
                .socketOption(StandardSocketOptions.SO_RCVBUF, 64 * 1024)
                .start();
        plainClient = TestClient.connect(proxy);
        plainUpstream = TestClient.limited(server.accept());
        client = tls.over(plainClient, true);
        upstream = tls.over(plainUpstream, false);
        CompletableFuture<Void> served = CompletableFuture.runAsync(() -> handshake(upstream));
        handshake(client);
        served.get(20, TimeUnit.SECONDS);
        assertThat(client.getSession().getProtocol()).isEqualTo(version);
        assertThat(upstream.getSession().getProtocol()).isEqualTo(version);
    }

    private static void handshake(SSLSocket socket) {
        try {
            socket.startHandshake();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        plainClient.close();
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2047, 2048, 2049, 16_383, 16_384, 16_385, 65_537, 5_000_000})
    void carriesBothDirectionsAtOnceUnchanged(int size) throws Exception {
        byte[] question = random(size, 1);
        byte[] answer = random(size, 2);

        send(upstream, answer);
        send(client, question);
        CompletableFuture<byte[]> atServer = receive(upstream, size);
        CompletableFuture<byte[]> atClient = receive(client, size);

        assertThat(Arrays.equals(atServer.get(30, TimeUnit.SECONDS), question)).isTrue();
        assertThat(Arrays.equals(atClient.get(30, TimeUnit.SECONDS), answer)).isTrue();
        await().until(() -> buffers.lent() == 0);
    }

    /** In random slices. */
    private static void send(SSLSocket socket, byte[] sent) {
        Thread.ofVirtual().start(() -> {
            try {
                Random random = new Random(7);
                for (int at = 0; at < sent.length; ) {
                    int slice = Math.min(sent.length - at, 1 + random.nextInt(100_000));
                    socket.getOutputStream().write(sent, at, slice);
                    at += slice;
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static CompletableFuture<byte[]> receive(SSLSocket socket, int size) {
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                received.complete(socket.getInputStream().readNBytes(size));
            } catch (IOException e) {
                received.completeExceptionally(e);
            }
        });
        return received;
    }

    /** One that kept back a byte until more comes would stop the conversation. */
    @Test
    void keepsNothingBackWhateverTheSizesOfTheMessages() throws Exception {
        int around = PumpBuffer.SMALL_BYTES;
        for (int size : new int[] {1, around - 1, around, around + 1, 16_383, 16_384, 16_385, 40_000, around, 1}) {
            byte[] message = random(size, size);
            client.getOutputStream().write(message);
            assertThat(upstream.getInputStream().readNBytes(size)).isEqualTo(message);
            upstream.getOutputStream().write(message);
            assertThat(client.getInputStream().readNBytes(size)).isEqualTo(message);
        }
    }

    @Test
    void carriesARecordPerByte() throws Exception {
        byte[] message = random(3_000, 3);
        CompletableFuture<byte[]> atServer = receive(upstream, message.length);
        for (byte each : message) {
            client.getOutputStream().write(each);
        }

        assertThat(atServer.get(30, TimeUnit.SECONDS)).isEqualTo(message);
    }

    @Test
    void takesAFinWithoutCloseNotifyForTheEndAndGoesOnWithTheAnswer() throws Exception {
        plainClient.shutdownOutput();
        assertThat(upstream.getInputStream().read()).isEqualTo(-1);
        // In TLS 1.2 the server answers a close_notify with its own by itself, and the session may be over by now.

        plainUpstream.close();

        assertThat(TestClient.end(plainClient)).isEqualTo("FIN");
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientClosed());
    }

    @Test
    void passesAnOrderlyEndOn() throws Exception {
        TestClient.exchange(client, upstream);
        client.close();

        assertThat(upstream.getInputStream().read()).isEqualTo(-1);
        upstream.close();
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientClosed());
    }

    @Test
    void passesTheServersOrderlyEndOn() throws Exception {
        TestClient.exchange(upstream, client);
        upstream.close();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        client.close();
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ServerClosed());
    }

    @Test
    void passesTheClientsResetOn() throws Exception {
        TestClient.exchange(client, upstream);

        TestClient.reset(plainClient);

        assertThat(TestClient.end(plainUpstream)).isEqualTo("RST");
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientReset());
    }

    @Test
    void deliversWhatCameBeforeTheServersReset() throws Exception {
        byte[] last = random(PumpBuffer.SMALL_BYTES, 5);
        upstream.getOutputStream().write(last);
        assertThat(client.getInputStream().readNBytes(last.length)).isEqualTo(last);

        TestClient.reset(plainUpstream);

        assertThat(TestClient.end(plainClient)).isEqualTo("RST");
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ServerReset());
    }

    @Test
    void passesAResetOnWhileTheOtherSideFloods() throws Exception {
        CompletableFuture<IOException> failure = flood(upstream);
        awaitStall();

        TestClient.reset(plainClient);

        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(SocketException.class);
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientReset());
    }

    @Test
    void slowsTheSenderDownToTheReceiversPace() throws Exception {
        CompletableFuture<IOException> broken = flood(upstream);

        ByteCounts stalled = awaitStall();

        assertThat(stalled.received()).isLessThan(32 << 20);
        // The other direction does not care.
        TestClient.exchange(client, upstream);
        // The receiver takes some, and it goes on.
        client.getInputStream().readNBytes((int) stalled.forwarded());
        await().atMost(Duration.ofSeconds(20)).until(() -> counts().received() > stalled.received());
        assertThat(broken).isNotDone();
    }

    private ByteCounts counts() {
        return proxy.sessions().getFirst().byteCounts(Direction.SERVER_TO_CLIENT);
    }

    private static CompletableFuture<IOException> flood(SSLSocket socket) {
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

    private ByteCounts awaitStall() {
        ByteCounts[] last = {ByteCounts.NONE};
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    ByteCounts now = counts();
                    boolean stalled = now.received() > 100_000 && now.equals(last[0]);
                    last[0] = now;
                    return stalled;
                });
        return last[0];
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}

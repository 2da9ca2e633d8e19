package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TlsEndpointTest {
    private final TestServer server = TestServer.manual();
    private SocketEndpoint net;
    private Socket peer;

    @BeforeEach
    void connect() throws Exception {
        net = new BlockingEndpoint(SocketChannel.open(server.address()));
        peer = TestClient.limited(server.accept());
    }

    @AfterEach
    void close() {
        net.close();
        server.close();
    }

    @Test
    void takesBytesThatWereReadBeforeItsTime() throws Exception {
        TestTls tls = TestTls.of("TLSv1.3");
        SSLSocket client = tls.over(peer, true);
        CompletableFuture<Void> greeted = handshake(client);
        ByteBuffer early = ByteBuffer.allocate(100);
        net.read(early);
        TlsEndpoint endpoint = TlsEndpoint.over(net, tls.engine(false));

        endpoint.alreadyRead(early.flip());
        endpoint.handshake();

        greeted.get(20, TimeUnit.SECONDS);
        TestClient.send(client, 42);
        ByteBuffer got = ByteBuffer.allocate(10);
        assertThat(endpoint.read(got)).isEqualTo(1);
        assertThat(got.get(0)).isEqualTo((byte) 42);
    }

    @Test
    void failsWhenThePeerTalksPlain() throws Exception {
        TlsEndpoint endpoint = TlsEndpoint.over(net, TestTls.of("TLSv1.3").engine(false));
        TestClient.send(peer, 'h', 'e', 'l', 'l', 'o', '\n');

        assertThatThrownBy(endpoint::handshake).isInstanceOf(SSLException.class);
    }

    @Test
    void hearsThatTheClientDoesNotTrustItsCertificate() throws Exception {
        TlsEndpoint endpoint = TlsEndpoint.over(net, TestTls.of("TLSv1.3").engine(false));
        Socket far = peer;
        CompletableFuture<Void> client = CompletableFuture.runAsync(() -> {
            try {
                SSLSocket socket =
                        (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket(far, "localhost", 1, true);
                socket.startHandshake();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });

        assertThatThrownBy(endpoint::handshake)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("certificate_unknown");
        assertThat(client).failsWithin(Duration.ofSeconds(20));
    }

    @Test
    void tellsTheServerWhyItsCertificateIsNotTrusted() throws Exception {
        SSLSocket far = TestTls.of("TLSv1.3").over(peer, false);
        CompletableFuture<Void> served = handshake(far);
        TlsEndpoint endpoint = TlsEndpoint.over(net, TestTls.distrustfulEngine());

        assertThatThrownBy(endpoint::handshake)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("unable to find valid certification path");

        assertThat(served)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("certificate_unknown");
    }

    @Test
    void findsNoVersionThatBothSpeak() throws Exception {
        SSLSocket far = TestTls.of("TLSv1.2").over(peer, true);
        CompletableFuture<Void> client = handshake(far);
        TlsEndpoint endpoint = TlsEndpoint.over(net, TestTls.of("TLSv1.3").engine(false));

        assertThatThrownBy(endpoint::handshake)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("protocol");
        assertThat(client)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("protocol_version");
    }

    @Test
    void saysThatThePeerLeftDuringTheHandshake() throws Exception {
        TlsEndpoint endpoint = TlsEndpoint.over(net, TestTls.of("TLSv1.3").engine(false));
        peer.close();

        assertThatThrownBy(endpoint::handshake).isInstanceOf(EOFException.class);
    }

    @Test
    void aHandshakeThatNobodyAnswersEndsWhenItIsClosed() throws Exception {
        TlsEndpoint endpoint = TlsEndpoint.over(net, TestTls.of("TLSv1.3").engine(false));
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                endpoint.handshake();
            } catch (IOException e) {
                end.complete(e);
            }
        });

        endpoint.close();

        assertThat(end).succeedsWithin(Duration.ofSeconds(20));
        waiting.join();
    }

    @Test
    void tellsWhatWasNegotiated() throws Exception {
        TestTls tls = TestTls.of("TLSv1.2");
        CompletableFuture<Void> served = handshake(tls.over(peer, false));
        TlsEndpoint endpoint = TlsEndpoint.over(net, tls.engine(true));

        endpoint.handshake();

        served.get(20, TimeUnit.SECONDS);
        assertThat(endpoint.session().getProtocol()).isEqualTo("TLSv1.2");
        assertThat(endpoint.session().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        assertThat(endpoint.failure()).isNull();
        assertThat(endpoint.remoteAddress().getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
    }

    /** A flipped bit is not delivered; what came before it is. */
    @Test
    void refusesARecordThatWasTamperedWith() throws Exception {
        TestTls tls = TestTls.of("TLSv1.3");
        SSLSocket far = tls.over(peer, false);
        CompletableFuture<Void> served = handshake(far);
        TamperingEndpoint tampering = new TamperingEndpoint(net);
        TlsEndpoint endpoint = TlsEndpoint.over(tampering, tls.engine(true));
        endpoint.handshake();
        served.get(20, TimeUnit.SECONDS);
        TestClient.send(far, 1);
        ByteBuffer got = ByteBuffer.allocate(100);
        endpoint.read(got);

        tampering.active = true;
        TestClient.send(far, 2);

        assertThatThrownBy(() -> endpoint.read(got)).isInstanceOf(SSLException.class);
        assertThat(got.position()).isEqualTo(1);
        assertThat(endpoint.failure()).isNotNull();
    }

    @Test
    void showsAHandlersTapWhatIsInside() throws Exception {
        TestTls tls = TestTls.of("TLSv1.3");
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        TlsLegs legs = new TlsLegs(new TlsLeg("TLSv1.3", "TLS_AES_256_GCM_SHA384", "", ""), null);
        try (TestServer echo = TestServer.echoing();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(echo.upstream())
                        .tap(session -> new Tap() {
                            @Override
                            public void onBytes(Direction direction, ByteBuffer bytes) {
                                seen.add(direction.arrow() + " " + bytes.remaining());
                            }

                            @Override
                            public void onTls(TlsLegs told) {
                                seen.add(told.description());
                            }
                        })
                        .handler((session, client, serverEnd) -> {
                            session.tap().onBytes(Direction.SERVER_TO_CLIENT, ByteBuffer.allocate(7));
                            session.tap().onClose(new CloseReason.ProxyClosed());
                            TlsEndpoint outer = TlsEndpoint.over(client, tls.engine(false));
                            outer.handshake();
                            session.tap().onTls(legs);
                            return session.relay(outer, serverEnd);
                        })
                        .start()) {
            SSLSocket client = tls.over(TestClient.connect(proxy), true);
            client.getOutputStream().write(new byte[5]);
            assertThat(client.getInputStream().readNBytes(5)).hasSize(5);
            client.close();
        }
        assertThat(seen).containsExactly("<< 7", "client TLSv1.3 TLS_AES_256_GCM_SHA384, server plain", ">> 5", "<< 5");
    }

    private static CompletableFuture<Void> handshake(SSLSocket socket) {
        return CompletableFuture.runAsync(() -> {
            try {
                socket.startHandshake();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Flips a bit of the last byte of each read, when active. */
    private static final class TamperingEndpoint implements Endpoint {
        private final Endpoint net;
        boolean active;

        TamperingEndpoint(Endpoint net) {
            this.net = net;
        }

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            int count = net.read(buffer);
            if (active && count > 0) {
                int last = buffer.position() - 1;
                buffer.put(last, (byte) (buffer.get(last) ^ 1));
            }
            return count;
        }

        @Override
        public void write(ByteBuffer buffer) throws IOException {
            net.write(buffer);
        }

        @Override
        public void shutdownOutput() throws IOException {
            net.shutdownOutput();
        }

        @Override
        public void reset() {
            net.reset();
        }

        @Override
        public void close() {
            net.close();
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return net.remoteAddress();
        }

        @Override
        public InetSocketAddress localAddress() {
            return net.localAddress();
        }
    }
}

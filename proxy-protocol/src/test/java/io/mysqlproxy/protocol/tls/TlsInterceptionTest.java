package io.mysqlproxy.protocol.tls;

import static io.mysqlproxy.protocol.tls.TlsPeers.ELSEWHERE;
import static io.mysqlproxy.protocol.tls.TlsPeers.LOCALHOST;
import static io.mysqlproxy.protocol.tls.TlsPeers.OK;
import static io.mysqlproxy.protocol.tls.TlsPeers.SSL;
import static io.mysqlproxy.protocol.tls.TlsPeers.SSL_REQUEST;
import static io.mysqlproxy.protocol.tls.TlsPeers.packet;
import static io.mysqlproxy.protocol.tls.TlsPeers.read;
import static io.mysqlproxy.protocol.tls.TlsPeers.send;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.CloseReason.TlsFailed;
import io.mysqlproxy.core.CloseReason.TlsFailed.Failure;
import io.mysqlproxy.core.CloseReason.TlsFailed.Leg;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.SessionListener;
import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.MySqlTap;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.PacketListener;
import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.Talk;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@SuppressWarnings(
        "FutureReturnValueIgnored") // Where the client is refused, the server's end is of no interest: what counts is
// what the client gets.
class TlsInterceptionTest implements PacketListener, SessionListener {
    private static final Bytes GREETING = Talk.MYSQL_9_7_GREETING;
    private static final Bytes RESPONSE = Talk.response(Talk.BASE | SSL, "caching_sha2_password");

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final List<Set<String>> names = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private TcpProxy proxy;

    TlsInterceptionTest() throws IOException {}

    private interface Options {
        TlsInterception.Builder on(TlsInterception.Builder builder) throws Exception;
    }

    private interface Script {
        void play(Socket connection) throws Exception;
    }

    @Override
    public void onPacket(PacketEvent event) {
        told.add(event.direction().arrow() + " " + event.sequenceId() + " "
                + event.kind().manualName() + (event.anomalies().isEmpty() ? "" : " " + event.anomalies()));
    }

    @Override
    public void onTls(long sessionId, TlsLegs legs) {
        told.add("TLS " + legs.description());
    }

    @Override
    public void onOpaque(long sessionId, OpaqueReason reason) {
        told.add("opaque " + reason);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        ends.add(reason);
    }

    /** How many the proxies have. */
    int carriers() {
        return 1;
    }

    @BeforeEach
    void startPlainly() throws Exception {
        start(options -> options);
    }

    private void start(Options options) throws Exception {
        stop();
        TlsInterception.Builder builder = TlsInterception.with(asked -> {
            names.add(asked);
            try {
                return TlsPeers.keys(LOCALHOST);
            } catch (IOException e) {
                throw new GeneralSecurityException(e);
            }
        });
        proxy = TcpProxy.listenOn(0)
                .upstream("localhost", listening.getLocalPort())
                .carriers(carriers())
                .handler(options.on(builder).build())
                .tap(MySqlTap.reportingTo(this))
                .listener(this)
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        if (proxy != null) {
            proxy.closeGracefully(Duration.ZERO);
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("proxy-")));
        }
    }

    private CompletableFuture<Void> serve(Script script) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (Socket connection = listening.accept()) {
                connection.setSoTimeout(20_000);
                script.play(connection);
                end.complete(null);
            } catch (Throwable e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    /** A server in TLS that lets the client in and answers one command. */
    private CompletableFuture<Void> serveInTls(String identity, String... versions) {
        return serve(plain -> {
            send(plain, 0, GREETING);
            assertThat(read(plain)).isEqualTo(packet(1, SSL_REQUEST));
            SSLSocket inside = TlsPeers.serve(plain, identity, versions);
            assertThat(read(inside)).isEqualTo(packet(2, RESPONSE));
            send(inside, 3, OK);
            assertThat(read(inside)).isEqualTo(packet(0, Bytes.hex("0e")));
            send(inside, 1, OK);
            read(inside);
        });
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(20_000);
        return client;
    }

    private static void logInAndPing(SSLSocket inside) throws IOException {
        send(inside, 2, RESPONSE);
        assertThat(read(inside)).isEqualTo(packet(3, OK));
        send(inside, 0, Bytes.hex("0e"));
        assertThat(read(inside)).isEqualTo(packet(1, OK));
    }

    private TlsFailed failure() throws InterruptedException {
        CloseReason reason = ends.poll(20, TimeUnit.SECONDS);
        assertThat(reason).isInstanceOf(TlsFailed.class);
        return (TlsFailed) reason;
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, TLS_AES_256_GCM_SHA384", "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"})
    void showsWhatIsInsideTlsAndChangesNoPacket(String version, String suite) throws Exception {
        CompletableFuture<Void> server = serveInTls(LOCALHOST, version);
        try (Socket plain = connect()) {
            assertThat(read(plain)).isEqualTo(packet(0, GREETING));
            send(plain, 1, SSL_REQUEST);
            SSLSocket inside = TlsPeers.connect(plain, List.of(TlsPeers.authority(LOCALHOST)));
            logInAndPing(inside);
            assertThat(inside.getSession().getProtocol()).isEqualTo(version);
            assertThat(inside.getSession().getCipherSuite()).isEqualTo(suite);
        }
        server.get(20, TimeUnit.SECONDS);
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo(new CloseReason.ClientClosed());
        assertThat(told)
                .containsExactly(
                        "<< 0 HandshakeV10",
                        ">> 1 SSLRequest",
                        "TLS " + version + " " + suite + " on both legs",
                        ">> 2 HandshakeResponse41",
                        "<< 3 Ok",
                        ">> 0 COM_PING",
                        "<< 1 Ok");
        assertThat(names).containsExactly(Set.of("localhost.example", "127.0.0.1", "localhost"));
    }

    /** A client of TLS 1.2 gets what a server of 1.3 would have given it, and so does the server. */
    @Test
    void asksTheServerForNoMoreThanTheClientAsksFor() throws Exception {
        CompletableFuture<Void> server = serveInTls(LOCALHOST);
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
            logInAndPing(TlsPeers.connect(plain, List.of(), "TLSv1.2"));
        }
        server.get(20, TimeUnit.SECONDS);
        assertThat(told).contains("TLS TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 on both legs");
    }

    @Test
    @Rule("TLS-5")
    void takesAClientHelloThatComesTogetherWithTheRequest() throws Exception {
        CompletableFuture<Void> server = serveInTls(LOCALHOST);
        try (Socket plain = new TlsPeers.Prefixing(proxy.port(), TlsPeers.frame(1, SSL_REQUEST))) {
            read(plain);
            logInAndPing(TlsPeers.connect(plain, List.of()));
        }
        server.get(20, TimeUnit.SECONDS);
    }

    @Test
    @Rule("DET-1")
    void passesAProxyHeaderOnInFrontOfIt() throws Exception {
        byte[] header = "PROXY TCP4 10.0.0.1 10.0.0.2 1234 3306\r\n".getBytes(US_ASCII);
        CompletableFuture<Void> server = serve(plain -> {
            assertThat(plain.getInputStream().readNBytes(header.length)).isEqualTo(header);
            send(plain, 0, GREETING);
            assertThat(read(plain)).isEqualTo(packet(1, SSL_REQUEST));
            SSLSocket inside = TlsPeers.serve(plain, LOCALHOST);
            assertThat(read(inside)).isEqualTo(packet(2, RESPONSE));
            send(inside, 3, OK);
            read(inside);
        });
        try (Socket plain = connect()) {
            plain.getOutputStream().write(header);
            read(plain);
            send(plain, 1, SSL_REQUEST);
            SSLSocket inside = TlsPeers.connect(plain, List.of());
            send(inside, 2, RESPONSE);
            assertThat(read(inside)).isEqualTo(packet(3, OK));
        }
        server.get(20, TimeUnit.SECONDS);
        assertThat(told).startsWith(">> 0 ProxyHeader", "<< 0 HandshakeV10", ">> 1 SSLRequest");
    }

    @Test
    void leavesAClientAloneThatDoesWithoutTls() throws Exception {
        Bytes response = Talk.response(Talk.BASE, "caching_sha2_password");
        CompletableFuture<Void> server = serve(plain -> {
            send(plain, 0, GREETING);
            assertThat(read(plain)).isEqualTo(packet(1, response));
            send(plain, 2, OK);
            assertThat(read(plain)).isEqualTo("end");
        });
        try (Socket plain = connect()) {
            assertThat(read(plain)).isEqualTo(packet(0, GREETING));
            send(plain, 1, response);
            assertThat(read(plain)).isEqualTo(packet(2, OK));
        }
        server.get(20, TimeUnit.SECONDS);
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo(new CloseReason.ClientClosed());
        assertThat(told).containsExactly("<< 0 HandshakeV10", ">> 1 HandshakeResponse41", "<< 2 Ok");
    }

    @Test
    void passesAServersRefusalAndItsEndOn() throws Exception {
        Bytes full = Bytes.hex("ff 10 04 54 6f 6f 20 6d 61 6e 79 20 63 6f 6e 6e 65 63 74 69 6f 6e 73");
        CompletableFuture<Void> server = serve(plain -> send(plain, 0, full));
        try (Socket plain = connect()) {
            assertThat(read(plain)).isEqualTo(packet(0, full));
            assertThat(read(plain)).isEqualTo("end");
        }
        server.get(20, TimeUnit.SECONDS);
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo(new CloseReason.ServerClosed());
    }

    /** Until the client has spoken, too, it hears what the server says. */
    @Test
    void passesOnThatTheServerHasLostPatience() throws Exception {
        Bytes timeout = Bytes.hex("ff 87 04 23 30 38 53 30 31 47 6f 74 20 74 69 6d 65 6f 75 74");
        CompletableFuture<Void> greeted = new CompletableFuture<>();
        CompletableFuture<Void> server = serve(plain -> {
            send(plain, 0, GREETING);
            greeted.get(20, TimeUnit.SECONDS);
            send(plain, 1, timeout);
        });
        try (Socket plain = connect()) {
            assertThat(read(plain)).isEqualTo(packet(0, GREETING));
            greeted.complete(null);
            assertThat(read(plain)).isEqualTo(packet(1, timeout));
            assertThat(read(plain)).isEqualTo("end");
        }
        server.get(20, TimeUnit.SECONDS);
        assertThat(told).containsExactly("<< 0 HandshakeV10", "<< 1 Err");
    }

    @Test
    void passesAProtocolOnInWhichTheClientSpeaksFirst() throws Exception {
        CompletableFuture<Void> server = serve(plain -> plain.getInputStream().transferTo(plain.getOutputStream()));
        try (Socket plain = connect()) {
            for (String line : List.of("GET / HTTP/1.1\r\n", "\r\n", "and more")) {
                plain.getOutputStream().write(line.getBytes(US_ASCII));
                assertThat(plain.getInputStream().readNBytes(line.length()))
                        .asString(US_ASCII)
                        .isEqualTo(line);
            }
        }
        server.get(20, TimeUnit.SECONDS);
    }

    @Test
    void saysThatTheClientDoesNotTrustTheCertificate() throws Exception {
        serveInTls(LOCALHOST);
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
            assertThatThrownBy(() -> TlsPeers.connect(plain, List.of(TlsPeers.authority(ELSEWHERE))))
                    .isInstanceOf(SSLException.class);
        }
        TlsFailed failure = failure();
        assertThat(failure.leg()).isEqualTo(Leg.CLIENT);
        assertThat(failure.cause()).isEqualTo(Failure.CERTIFICATE_REFUSED);
        assertThat(failure.description())
                .isEqualTo("TLS with the client failed: it does not trust the proxy's certificate (alert"
                        + " certificate_unknown); start it with --ssl-ca=FILE, or without verification");
    }

    @Test
    void saysThatTheClientLeftWhenItHadSeenTheCertificate() throws Exception {
        serveInTls(LOCALHOST);
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
            TlsPeers.connect(plain, List.of()).close();
        }
        TlsFailed failure = failure();
        assertThat(failure.leg()).isEqualTo(Leg.CLIENT);
        assertThat(failure.cause()).isEqualTo(Failure.CERTIFICATE_REFUSED);
        assertThat(failure.description()).contains("it left after the handshake without logging in");
    }

    /** The client gets TLS all the same, so that it can be told why there will be no log-in. */
    @ParameterizedTest
    @CsvSource({
        "localhost-keytool-2026-11-27.p12, VERIFY_CA, elsewhere-keytool-2026-11-27.p12, not signed by a trusted authority",
        "expired-keytool-2026-11-27.p12, VERIFY_CA, expired-keytool-2026-11-27.p12, has expired",
        "elsewhere-keytool-2026-11-27.p12, VERIFY_IDENTITY, elsewhere-keytool-2026-11-27.p12, made out to another name"
    })
    void doesNotSpeakToAServerThatIsNotVerified(
            String identity, ServerVerification verification, String authority, String words) throws Exception {
        start(options ->
                options.serverVerification(verification).serverAuthorities(List.of(TlsPeers.authority(authority))));
        serveInTls(identity);
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
            SSLSocket inside = TlsPeers.connect(plain, List.of());
            send(inside, 2, RESPONSE);
            assertThat(Bytes.hex(read(inside).substring(2)).utf8())
                    .contains("HY000TLS with the server failed: its certificate")
                    .contains(words);
            assertThat(read(inside)).isEqualTo("end");
        }
        TlsFailed failure = failure();
        assertThat(failure.leg()).isEqualTo(Leg.SERVER);
        assertThat(failure.cause()).isEqualTo(Failure.CERTIFICATE_NOT_VERIFIED);
        assertThat(told).contains(">> 2 HandshakeResponse41", "<< 3 Err");
    }

    @Test
    void verifiesAServerThatIsWhoItSaysItIs() throws Exception {
        start(options -> options.serverVerification(ServerVerification.VERIFY_IDENTITY)
                .serverAuthorities(List.of(TlsPeers.authority(LOCALHOST))));
        CompletableFuture<Void> server = serveInTls(LOCALHOST);
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
            logInAndPing(TlsPeers.connect(plain, List.of()));
        }
        server.get(20, TimeUnit.SECONDS);
    }

    @Test
    void saysThatThereIsNoVersionThatBothHave() throws Exception {
        serveInTls(LOCALHOST, "TLSv1.3");
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
            // The proxy asks for no more than the client, so it is the server who declines.
            SSLSocket inside = TlsPeers.connect(plain, List.of(), "TLSv1.2");
            send(inside, 2, RESPONSE);
            assertThat(Bytes.hex(read(inside).substring(2)).utf8()).contains("no version or cipher suite");
        }
        TlsFailed failure = failure();
        assertThat(failure.leg()).isEqualTo(Leg.SERVER);
        assertThat(failure.cause()).isEqualTo(Failure.NOTHING_IN_COMMON);
    }

    @Test
    void saysThatTheServerAnsweredWithSomethingElse() throws Exception {
        serve(plain -> {
            send(plain, 0, GREETING);
            read(plain);
            send(plain, 2, Bytes.hex("ff 15 04 23 30 38 53 30 31 4e 6f"));
            plain.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
            SSLSocket inside = TlsPeers.connect(plain, List.of());
            send(inside, 2, RESPONSE);
            assertThat(Bytes.hex(read(inside).substring(2)).utf8()).contains("something else than TLS");
        }
        assertThat(failure().leg()).isEqualTo(Leg.SERVER);
    }

    @Test
    void endsAHandshakeThatTheServerDoesNotAnswer() throws Exception {
        start(options -> options.handshakeTimeout(Duration.ofMillis(300)));
        serve(plain -> {
            send(plain, 0, GREETING);
            plain.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
            TlsPeers.connect(plain, List.of());
            assertThat(failure())
                    .isEqualTo(new TlsFailed(Leg.SERVER, Failure.TIMED_OUT, "the server did not answer within 300 ms"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "160301"})
    void endsAHandshakeThatTheClientDoesNotBegin(String beginning) throws Exception {
        start(options -> options.handshakeTimeout(Duration.ofMillis(300)));
        serveInTls(LOCALHOST);
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
            plain.getOutputStream().write(Bytes.hex(beginning).toArray());
            assertThat(failure())
                    .isEqualTo(new TlsFailed(Leg.CLIENT, Failure.TIMED_OUT, "the client did not answer within 300 ms"));
        }
    }

    @Test
    void saysThatTheClientHungUp() throws Exception {
        serveInTls(LOCALHOST);
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
        }
        assertThat(failure().cause()).isEqualTo(Failure.HUNG_UP);
    }

    @Test
    void wantsACertificateOfTheClientWhenToldTo() throws Exception {
        start(options -> options.clientAuthorities(List.of(TlsPeers.authority(ELSEWHERE))));
        serveInTls(LOCALHOST);
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
            assertThatThrownBy(() -> read(TlsPeers.connect(plain, List.of()))).isInstanceOf(IOException.class);
        }
        assertThat(failure())
                .isEqualTo(new TlsFailed(
                        Leg.CLIENT,
                        Failure.CERTIFICATE_NOT_VERIFIED,
                        "it has shown no certificate, which --client-ssl-ca wants"));
    }

    @Test
    void refusesAClientWithoutTlsWhenTlsIsRequired() throws Exception {
        start(options -> options.clientMode(ClientTlsMode.REQUIRED));
        serve(plain -> {
            send(plain, 0, GREETING);
            read(plain);
        });
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, Talk.response(Talk.BASE, "caching_sha2_password"));
            assertThat(read(plain))
                    .startsWith("2 ff570c23"
                            + Bytes.utf8("HY000The proxy wants TLS").toHex());
            assertThat(read(plain)).isEqualTo("end");
        }
        assertThat(failure().cause()).isEqualTo(Failure.NOT_OFFERED);
    }

    @Test
    void refusesAServerWithoutTlsWhenTlsIsRequired() throws Exception {
        start(options -> options.serverMode(ServerTlsMode.REQUIRED));
        serve(plain -> {
            send(plain, 0, Talk.MARIADB_10_11_GREETING);
            read(plain);
        });
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, Talk.response(Talk.BASE, "mysql_native_password"));
            assertThat(Bytes.hex(read(plain).substring(2)).utf8()).contains("does not offer TLS");
        }
        TlsFailed failure = failure();
        assertThat(failure.leg()).isEqualTo(Leg.SERVER);
        assertThat(failure.cause()).isEqualTo(Failure.NOT_OFFERED);
    }

    /** The server counts one packet less, and knows nothing of TLS. */
    @Test
    void endsTheClientsTlsInFrontOfAServerWithout() throws Exception {
        start(options -> options.serverMode(ServerTlsMode.DISABLED));
        CompletableFuture<Void> server = serve(plain -> {
            send(plain, 0, Talk.MARIADB_10_11_GREETING);
            assertThat(read(plain)).isEqualTo(packet(1, Talk.response(Talk.BASE, "mysql_native_password")));
            send(plain, 2, Bytes.hex("fe 6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77 6f 72 64 00 31 32 00"));
            assertThat(read(plain)).isEqualTo("3 abcd");
            send(plain, 4, OK);
            assertThat(read(plain)).isEqualTo("0 0e");
            send(plain, 1, OK);
        });
        try (Socket plain = connect()) {
            assertThat(read(plain)).isNotEqualTo(packet(0, Talk.MARIADB_10_11_GREETING));
            send(plain, 1, SSL_REQUEST);
            SSLSocket inside = TlsPeers.connect(plain, List.of());
            send(inside, 2, Talk.response(Talk.BASE | SSL, "mysql_native_password"));
            assertThat(read(inside)).startsWith("3 fe");
            send(inside, 4, Bytes.hex("abcd"));
            assertThat(read(inside)).isEqualTo(packet(5, OK));
            send(inside, 0, Bytes.hex("0e"));
            assertThat(read(inside)).isEqualTo(packet(1, OK));
        }
        server.get(20, TimeUnit.SECONDS);
        assertThat(told)
                .startsWith("<< 0 HandshakeV10", ">> 1 SSLRequest")
                .contains("<< 5 Ok", ">> 0 COM_PING", "<< 1 Ok");
    }

    /** A password whose user meant it to be encrypted does not leave in clear. */
    @Test
    void sendsNoClearPasswordToAServerWithoutTls() throws Exception {
        start(options -> options.serverMode(ServerTlsMode.DISABLED));
        CompletableFuture<Void> server = serve(plain -> {
            send(plain, 0, Talk.MARIADB_10_11_GREETING);
            read(plain);
            send(plain, 2, Bytes.hex("fe 6d 79 73 71 6c 5f 63 6c 65 61 72 5f 70 61 73 73 77 6f 72 64 00"));
            assertThat(read(plain)).isEqualTo("end");
        });
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, SSL_REQUEST);
            SSLSocket inside = TlsPeers.connect(plain, List.of());
            send(inside, 2, Talk.response(Talk.BASE | SSL, "mysql_native_password"));
            assertThat(read(inside)).startsWith("3 fe");
            send(inside, 4, Bytes.hex("73656372657400"));
            assertThat(Bytes.hex(read(inside).substring(2)).utf8())
                    .contains("28000The proxy does not send a password of mysql_clear_password");
        }
        server.get(20, TimeUnit.SECONDS);
    }

    @Test
    void losesNothingOfWhatComesTogetherWithTheHandshakeResponse() throws Exception {
        start(options -> options.serverMode(ServerTlsMode.PREFERRED));
        CompletableFuture<Void> server = serve(plain -> {
            send(plain, 0, GREETING);
            read(plain);
            SSLSocket inside = TlsPeers.serve(plain, LOCALHOST);
            assertThat(read(inside)).isEqualTo(packet(2, RESPONSE));
            assertThat(read(inside)).isEqualTo("0 0e");
            send(inside, 3, OK);
            send(inside, 1, OK);
            read(inside);
        });
        try (Socket plain = connect()) {
            read(plain);
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(TlsPeers.frame(1, Talk.response(Talk.BASE, "caching_sha2_password")));
            both.writeBytes(TlsPeers.frame(0, Bytes.hex("0e")));
            both.writeTo(plain.getOutputStream());
            assertThat(read(plain)).isEqualTo(packet(2, OK));
            assertThat(read(plain)).isEqualTo(packet(1, OK));
        }
        server.get(20, TimeUnit.SECONDS);
    }

    /** The server counts one packet more, and the client knows nothing of TLS. */
    @Test
    void beginsTlsWithTheServerForAClientWithout() throws Exception {
        start(options -> options.serverMode(ServerTlsMode.PREFERRED));
        CompletableFuture<Void> server = serve(plain -> {
            send(plain, 0, GREETING);
            assertThat(read(plain)).isEqualTo(packet(1, SSL_REQUEST));
            SSLSocket inside = TlsPeers.serve(plain, LOCALHOST);
            assertThat(read(inside)).isEqualTo(packet(2, RESPONSE));
            send(inside, 3, OK);
            assertThat(read(inside)).isEqualTo("0 0e");
            send(inside, 1, OK);
            read(inside);
        });
        try (Socket plain = connect()) {
            read(plain);
            send(plain, 1, Talk.response(Talk.BASE, "caching_sha2_password"));
            assertThat(read(plain)).isEqualTo(packet(2, OK));
            send(plain, 0, Bytes.hex("0e"));
            assertThat(read(plain)).isEqualTo(packet(1, OK));
        }
        server.get(20, TimeUnit.SECONDS);
        assertThat(told)
                .containsExactly(
                        "<< 0 HandshakeV10",
                        "TLS client plain, server TLSv1.3 TLS_AES_256_GCM_SHA384",
                        ">> 1 HandshakeResponse41",
                        "<< 2 Ok",
                        ">> 0 COM_PING",
                        "<< 1 Ok");
    }

    @Test
    void hidesTlsFromClientsThatMayNotHaveIt() throws Exception {
        start(options -> options.clientMode(ClientTlsMode.DISABLED));
        CompletableFuture<Void> server = serve(plain -> {
            send(plain, 0, GREETING);
            read(plain);
        });
        try (Socket plain = connect()) {
            Bytes greeting = Bytes.hex(read(plain).substring(2));
            Greeting shown = requireNonNull(Greeting.read(ByteBuffer.wrap(TlsPeers.frame(0, greeting))));
            assertThat(shown.offersTls()).isFalse();
            assertThat(greeting.length()).isEqualTo(GREETING.length());
        }
        server.get(20, TimeUnit.SECONDS);
    }

    @Test
    void knowsThatWhatPassesThroughCannotBeEndedOnOneSide() {
        assertThatThrownBy(() -> TlsInterception.with(asked -> {
                            throw new GeneralSecurityException("none");
                        })
                        .clientMode(ClientTlsMode.PASSTHROUGH)
                        .serverMode(ServerTlsMode.REQUIRED)
                        .build())
                .isInstanceOf(IllegalStateException.class);
    }
}

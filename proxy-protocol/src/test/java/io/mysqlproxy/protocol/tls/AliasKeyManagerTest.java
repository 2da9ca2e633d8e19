package io.mysqlproxy.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the hands of the JDK's TLS, as a server and, with client certificates, as a client. */
class AliasKeyManagerTest {
    @ParameterizedTest
    @CsvSource({"EC, TLSv1.3", "EC, TLSv1.2", "RSA, TLSv1.3", "RSA, TLSv1.2"})
    void showsItsCertificateOnBothSides(KeyType type, String version) throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(type);
        Credentials server = authority.mint(Set.of("127.0.0.1"));
        Credentials client = CertificateAuthority.newIssuer(type, InstantSource.system());
        SSLContext atServer = context(server, client.certificate());
        SSLContext atClient = context(client, authority.certificate());

        try (SSLServerSocket listening =
                (SSLServerSocket) atServer.getServerSocketFactory().createServerSocket(0)) {
            listening.setNeedClientAuth(true);
            Thread serving = Thread.ofVirtual().start(() -> answerOne(listening));
            try (SSLSocket socket =
                    (SSLSocket) atClient.getSocketFactory().createSocket("127.0.0.1", listening.getLocalPort())) {
                socket.setEnabledProtocols(new String[] {version});
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);

                socket.startHandshake();

                assertThat(socket.getInputStream().read()).isEqualTo(42);
                SSLSession session = socket.getSession();
                assertThat(session.getProtocol()).isEqualTo(version);
                assertThat(session.getPeerCertificates()).containsExactly(server.certificate());
                assertThat(session.getLocalCertificates()).containsExactly(client.certificate());
            }
            serving.join();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EC, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, RSA",
        "EC, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, EC",
        "RSA, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, EC",
        "RSA, TLS_DHE_RSA_WITH_AES_256_GCM_SHA384, RSA"
    })
    void hasAKeyForWhateverSuiteIsAgreedOn(KeyType type, String suite, String keyAlgorithm) throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(type);
        SSLContext atServer = SSLContext.getInstance("TLS");
        atServer.init(new KeyManager[] {authority.keysFor(Set.of("127.0.0.1"))}, null, null);
        SSLContext atClient =
                context(CertificateAuthority.newIssuer(type, InstantSource.system()), authority.certificate());

        try (SSLServerSocket listening =
                (SSLServerSocket) atServer.getServerSocketFactory().createServerSocket(0)) {
            Thread serving = Thread.ofVirtual().start(() -> answerOne(listening));
            try (SSLSocket socket =
                    (SSLSocket) atClient.getSocketFactory().createSocket("127.0.0.1", listening.getLocalPort())) {
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.setEnabledCipherSuites(new String[] {suite});

                socket.startHandshake();

                assertThat(socket.getInputStream().read()).isEqualTo(42);
                assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
                assertThat(socket.getSession()
                                .getPeerCertificates()[0]
                                .getPublicKey()
                                .getAlgorithm())
                        .isEqualTo(keyAlgorithm);
            }
            serving.join();
        }
    }

    private static void answerOne(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.getOutputStream().write(42);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext context(Credentials own, X509Certificate trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", trusted);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {own.keyManager()}, factory.getTrustManagers(), null);
        return context;
    }
}

package io.mysqlproxy.core;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Both sides of TLS with the certificate of localhost that was made for tests, by the JDK's own means. */
final class TestTls {
    private static final String STORE = "localhost-keytool-2026-11-27.p12";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLContext context;
    private final String version;

    private TestTls(SSLContext context, String version) {
        this.context = context;
        this.version = version;
    }

    static TestTls of(String version) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = TestTls.class.getResourceAsStream(STORE)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return new TestTls(context, version);
    }

    /** One that trusts what the JDK trusts, which the certificate is not. */
    static SSLEngine distrustfulEngine() throws GeneralSecurityException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        return engine;
    }

    SSLEngine engine(boolean client) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(new String[] {version});
        return engine;
    }

    /** The JDK's blocking TLS over a connected socket; nothing is negotiated yet. */
    SSLSocket over(Socket plain, boolean client) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        socket.setUseClientMode(client);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }
}

package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.protocol.Talk;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/** The two ends of a session whose TLS ends at the proxy, in plain sockets and the JDK's own TLS. */
final class TlsPeers {
    static final String LOCALHOST = "localhost-keytool-2026-11-27.p12";
    /** Signed by the authority in the same file, and over since 2020. */
    static final String EXPIRED = "expired-keytool-2026-11-27.p12";
    /** Signed by the authority in the same file, for another name. */
    static final String ELSEWHERE = "elsewhere-keytool-2026-11-27.p12";

    static final long SSL = 0x800;
    static final Bytes OK = Bytes.hex("00 00 00 02 00 00 00");
    static final Bytes SSL_REQUEST = new WireWriter()
            .int4(Talk.BASE | SSL)
            .int4(1 << 24)
            .int1(45)
            .bytes(Bytes.of(new byte[23]))
            .toBytes();

    private static final char[] PASSWORD = "changeit".toCharArray();

    private TlsPeers() {}

    static KeyStore store(String name) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = TlsPeers.class.getResourceAsStream("/tls/" + name)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    static X509ExtendedKeyManager keys(String name) throws GeneralSecurityException, IOException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store(name), PASSWORD);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }

    /** Whoever has signed the certificate in the file. */
    static X509Certificate authority(String name) throws GeneralSecurityException, IOException {
        KeyStore store = store(name);
        return (X509Certificate) store.getCertificate(store.containsAlias("ca") ? "ca" : "test");
    }

    /** The server's end in TLS, over a connection whose client is about to begin it. */
    static SSLSocket serve(Socket plain, String identity, String... versions) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {keys(identity)}, null, null);
        return over(plain, context, false, versions);
    }

    /** The client's end in TLS, trusting whom it is told to; nobody is everybody. */
    static SSLSocket connect(Socket plain, List<X509Certificate> trusted, String... versions) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[0],
                trusted.isEmpty() ? new TrustManager[] {new TrustWhoeverAnswers()} : ServerLeg.trustManagers(trusted),
                null);
        return over(plain, context, true, versions);
    }

    private static SSLSocket over(Socket plain, SSLContext context, boolean client, String... versions)
            throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost.example", plain.getPort(), true);
        socket.setUseClientMode(client);
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        socket.startHandshake();
        return socket;
    }

    static void send(Socket socket, int sequenceId, Bytes payload) throws IOException {
        socket.getOutputStream().write(frame(sequenceId, payload));
    }

    static byte[] frame(int sequenceId, Bytes payload) {
        return new WireWriter()
                .int3(payload.length())
                .int1(sequenceId)
                .bytes(payload)
                .toBytes()
                .toArray();
    }

    /** The next packet as {@code 2 00ff…}: its sequence id and its payload; "end" when there is none. */
    static String read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] header = in.readNBytes(4);
        if (header.length < 4) {
            return "end";
        }
        int length = (header[0] & 0xff) | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16;
        return header[3] + " " + HexFormat.of().formatHex(in.readNBytes(length));
    }

    static String packet(int sequenceId, Bytes payload) {
        return sequenceId + " " + payload.toHex();
    }

    /** A connection that sends these bytes together with the first ones that are written to it. */
    static final class Prefixing extends Socket {
        private final byte[] prefix;
        private boolean sent;

        Prefixing(int port, byte[] prefix) throws IOException {
            super(InetAddress.getLoopbackAddress(), port);
            this.prefix = prefix.clone();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream out = super.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(int each) throws IOException {
                    write(new byte[] {(byte) each}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    if (sent) {
                        out.write(bytes, from, length);
                        return;
                    }
                    sent = true;
                    ByteArrayOutputStream both = new ByteArrayOutputStream();
                    both.write(prefix);
                    both.write(bytes, from, length);
                    out.write(both.toByteArray());
                }
            };
        }
    }
}

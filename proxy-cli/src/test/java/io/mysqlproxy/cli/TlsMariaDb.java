package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.tls.CertificateAuthority;
import io.mysqlproxy.protocol.tls.Credentials;
import io.mysqlproxy.protocol.tls.KeyType;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;

/**
 * A MariaDB of one's own with TLS 1.3 and a given certificate: without one it makes a key at every start, which takes seconds.
 *
 * @param authority who has signed the server's certificate, which is made out to {@code mariadb.test}
 */
record TlsMariaDb(RealServer server, X509Certificate authority) implements AutoCloseable {
    /**
     * Starts it.
     *
     * @param folder for its certificates
     * @param clients whose signature under a client's certificate it accepts
     */
    static TlsMariaDb start(Servers servers, Path folder, X509Certificate clients)
            throws GeneralSecurityException, IOException {
        return start(servers, folder, clients, KeyType.EC);
    }

    /** The same with a key of this kind. */
    static TlsMariaDb start(Servers servers, Path folder, X509Certificate clients, KeyType key)
            throws GeneralSecurityException, IOException {
        CertificateAuthority authority = CertificateAuthority.create(key);
        Credentials credentials = authority.mint(Set.of("mariadb.test"));
        Path certificates = Files.createDirectories(folder);
        return new TlsMariaDb(
                servers.startOwn(
                        Flavor.MARIADB,
                        "--ssl-ca=" + Pem.write(certificates.resolve("clients.pem"), clients),
                        "--ssl-cert=" + Pem.write(certificates.resolve("server.pem"), credentials.certificate()),
                        "--ssl-key=" + Pem.writeKey(certificates.resolve("server.key"), credentials),
                        "--performance-schema=ON"),
                authority.certificate());
    }

    /** As its administrator. */
    void execute(String... statements) throws SQLException {
        try (Connection admin = Driver.MARIADB_3_5.connect(server.port(), server.user(), server.password(), "");
                Statement statement = admin.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The certificate of a client, in tests where the server wants one. */
    static Credentials client() throws GeneralSecurityException, IOException {
        return Credentials.fromPkcs12(clientStore(), "secret".toCharArray());
    }

    static Path clientStore() {
        try {
            return Path.of(
                    Objects.requireNonNull(TlsMariaDb.class.getResource("/tls/client-openssl-3.0.19-2026-11-27.p12"))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.tls.CaDirectory;
import io.mysqlproxy.protocol.tls.CertificateAuthority;
import io.mysqlproxy.protocol.tls.KeyType;
import io.mysqlproxy.protocol.tls.TlsInterception;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real drivers in TLS with real servers: each of them gets what it would get without the proxy, which sees everything. */
@ExtendWith(Servers.Resolver.class)
class TlsClientsTest {
    private static final String SECRET = "s3cret pässword";

    @TempDir
    private static Path folder;

    private static CaDirectory ca = new CaDirectory(Path.of("unset"));
    private static CertificateAuthority authority = fresh();
    private static List<TlsMariaDb> started = new ArrayList<>();

    private static CertificateAuthority fresh() {
        try {
            return CertificateAuthority.create(KeyType.EC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void makeAuthorityAndServer(Servers servers) throws Exception {
        ca = new CaDirectory(folder.resolve("ca + 1%20"));
        authority = ca.openOrCreate(KeyType.EC);
        started =
                new ArrayList<>(List.of(TlsMariaDb.start(servers, folder.resolve("server"), authority.certificate())));
        started.add(TlsMariaDb.start(servers, folder.resolve("rsa"), authority.certificate(), KeyType.RSA));
    }

    @AfterAll
    static void stopServer() {
        started.forEach(TlsMariaDb::close);
    }

    private static RealServer server(Flavor flavor, Servers servers) {
        return flavor == Flavor.MARIADB ? started.getFirst().server() : servers.get(flavor);
    }

    private static TlsInterception interception() throws GeneralSecurityException {
        return TlsInterception.with(authority).build();
    }

    static Stream<Arguments> driversServersAndCompression() {
        return Arrays.stream(Driver.values())
                .flatMap(driver -> Arrays.stream(Flavor.values())
                        .flatMap(flavor ->
                                Stream.of(Arguments.of(driver, flavor, false), Arguments.of(driver, flavor, true))));
    }

    @ParameterizedTest
    @MethodSource("driversServersAndCompression")
    @Rule("CMP-3")
    void negotiateWhatTheyWouldWithoutTheProxy(Driver driver, Flavor flavor, boolean compressed, Servers servers)
            throws Exception {
        RealServer server = server(flavor, servers);
        Negotiated direct;
        try (TlsRig rig = new TlsRig(server, null)) {
            direct = Negotiated.by(rig, () -> login(driver, server, rig, compressed, Map.of()));
        }

        try (TlsRig rig = new TlsRig(server, interception())) {
            Negotiated through = Negotiated.by(rig, () -> login(driver, server, rig, compressed, Map.of()));

            assertThat(through).isEqualTo(direct);
            assertThat(through.session())
                    .containsEntry("Ssl_version", flavor == Flavor.MYSQL ? "TLSv1.2" : "TLSv1.3")
                    .containsEntry("Compression", compressed ? "ON" : "OFF");
            assertThat(through.attributes()).isNotEmpty();
            assertThat(rig.inside().entries())
                    .filteredOn(entry -> entry.message() instanceof HandshakeResponse41)
                    .singleElement()
                    .satisfies(entry -> assertThat(((HandshakeResponse41) entry.message()).capabilities())
                            .isEqualTo(direct.request().capabilities()));
            rig.watch().assertAllUnderstood();
        }
    }

    private static Connection login(
            Driver driver, RealServer server, TlsRig rig, boolean compressed, Map<String, String> more)
            throws SQLException {
        Map<String, String> options = new HashMap<>();
        options.put("sslMode", driver.isOracle() ? "REQUIRED" : "trust");
        if (compressed) {
            options.put("useCompression", "true");
        }
        options.putAll(more);
        return driver.connect(rig.port(), server.user(), server.password(), "", options);
    }

    static Stream<Arguments> verifyingDrivers() {
        return Arrays.stream(Driver.values())
                .flatMap(driver -> (driver.isOracle()
                                ? Stream.of("REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY")
                                : Stream.of("trust", "verify-ca", "verify-full"))
                        .flatMap(mode -> Stream.of(
                                Arguments.of(driver, mode, Flavor.MYSQL, false),
                                Arguments.of(driver, mode, Flavor.MYSQL, true),
                                Arguments.of(driver, mode, Flavor.MARIADB, false),
                                Arguments.of(driver, mode, Flavor.MARIADB, true))));
    }

    @ParameterizedTest
    @MethodSource("verifyingDrivers")
    void trustTheProxyAsFarAsTheyCheckAndSeeWhatTheServerSays(
            Driver driver, String mode, Flavor flavor, boolean compressed, Servers servers) throws Exception {
        RealServer server = server(flavor, servers);
        List<String> direct;
        try (TlsRig rig = new TlsRig(server, null)) {
            direct = Visit.report(() -> login(driver, server, rig, compressed, Map.of()));
            rig.end();
        }

        try (TlsRig rig = new TlsRig(server, interception())) {
            Map<String, String> options = new HashMap<>(trusting(driver));
            options.put("sslMode", mode);
            assertThat(Visit.report(() -> login(driver, server, rig, compressed, options)))
                    .isEqualTo(direct);
            rig.end();

            assertThat(direct).hasSizeGreaterThan(8);
            rig.watch().assertAllUnderstood();
        }
    }

    /** The options that the program prints for this kind of client. */
    private static Map<String, String> trusting(Driver driver) {
        return driver.isOracle()
                ? Map.of(
                        "trustCertificateKeyStoreUrl",
                                ca.trustStoreFile().toUri().toString(),
                        "trustCertificateKeyStoreType", "PKCS12",
                        "trustCertificateKeyStorePassword", CaDirectory.trustStorePassword())
                : Map.of("serverSslCert", ca.certificateFile().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECTOR_J_8_4", "CONNECTOR_J_9_7", "CONNECTOR_J_26_10", "MARIADB_3_5", "MARIADB_4_0"})
    void takeTheOptionsThatTheProgramPrints(Driver driver, Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MYSQL);
        ClientOptions options = ClientOptions.of(ca);
        String printed = driver.isOracle() ? options.connectorJ(ca.trustStoreFile()) : options.mariaDbConnectorJ();
        try (TlsRig rig = new TlsRig(server, interception());
                Connection connection = driver.connectAsIs(
                        rig.port(), "?user=" + server.user() + "&password=" + server.password() + "&" + printed);
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    /** MariaDB Connector/J 4 with nothing but the certificate verifies it, and the name. */
    @ParameterizedTest
    @ValueSource(strings = {"MYSQL", "MARIADB"})
    void connectWithTheirOwnDefaultsAndTheCertificate(Flavor flavor, Servers servers) throws Exception {
        RealServer server = server(flavor, servers);
        try (TlsRig rig = new TlsRig(server, interception())) {
            try (Connection connection = Driver.MARIADB_4_0.connectAsIs(
                            rig.port(),
                            "?user=" + server.user() + "&password=" + server.password() + "&serverSslCert="
                                    + ca.certificateFile());
                    Statement statement = connection.createStatement()) {
                assertThat(statement.execute("SELECT 1")).isTrue();
            }
            rig.end();
            rig.watch().assertAllUnderstood();
        }
    }

    /** Of TLS 1.2, whose cipher suites name the kind of key: the proxy has one of each, whatever its authority has. */
    @ParameterizedTest
    @ValueSource(strings = {"CONNECTOR_J_8_4", "CONNECTOR_J_9_7", "CONNECTOR_J_26_10", "MARIADB_3_5", "MARIADB_4_0"})
    void verifyTheProxyAlsoIfTheyKnowOnlyRsa(Driver driver) throws Exception {
        String suite = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
        Map<String, String> onlyRsa = driver.isOracle()
                ? Map.of("tlsVersions", "TLSv1.2", "tlsCiphersuites", suite)
                : Map.of("enabledSslProtocolSuites", "TLSv1.2", "enabledSslCipherSuites", suite);
        Map<String, String> verifying = new HashMap<>(onlyRsa);
        verifying.putAll(trusting(driver));
        verifying.put("sslMode", driver.isOracle() ? "VERIFY_IDENTITY" : "verify-full");
        RealServer server = started.getLast().server();
        Negotiated direct;
        try (TlsRig rig = new TlsRig(server, null)) {
            direct = Negotiated.by(rig, () -> login(driver, server, rig, false, onlyRsa));
        }

        try (TlsRig rig = new TlsRig(server, interception())) {
            Negotiated through = Negotiated.by(rig, () -> login(driver, server, rig, false, verifying));

            assertThat(through).isEqualTo(direct);
            assertThat(through.session()).containsEntry("Ssl_cipher", "ECDHE-RSA-AES128-GCM-SHA256");
            rig.watch().assertAllUnderstood();
        }
    }

    @ParameterizedTest
    @MethodSource("distrustingDrivers")
    void refuseAnAuthorityTheyWereNotGiven(Driver driver, String mode, Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MYSQL);
        TlsInterception strange =
                TlsInterception.with(CertificateAuthority.create(KeyType.EC)).build();
        try (TlsRig rig = new TlsRig(server, strange)) {
            Map<String, String> options = new HashMap<>(trusting(driver));
            options.put("sslMode", mode);

            assertThatThrownBy(() -> login(driver, server, rig, false, options)).isInstanceOf(SQLException.class);
            rig.end();

            assertThat(rig.inside().entries())
                    .extracting(PacketLog.Entry::message)
                    .noneMatch(HandshakeResponse41.class::isInstance);
        }
    }

    static Stream<Arguments> distrustingDrivers() {
        return Arrays.stream(Driver.values())
                .map(driver -> Arguments.of(driver, driver.isOracle() ? "VERIFY_CA" : "verify-ca"));
    }

    @Test
    void sendTheirPasswordInClearInsideTlsAndNobodyIsShownIt(Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MYSQL);
        try (Connection admin = Driver.MARIADB_3_5.connect(server.port(), server.user(), server.password(), "");
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE USER 'tls_full'@'%' IDENTIFIED WITH caching_sha2_password BY '" + SECRET + "'");
        }
        try (TlsRig rig = new TlsRig(server, interception())) {
            for (int i = 0; i < 2; i++) {
                Visit.report(() -> Driver.CONNECTOR_J_9_7.connect(
                        rig.port(), "tls_full", SECRET, "", Map.of("sslMode", "REQUIRED")));
            }
            rig.end();

            List<Long> sessions = rig.inside().sessions();
            assertThat(rig.inside().login(sessions.get(0)))
                    .containsExactly(
                            "<< HandshakeV10",
                            ">> SSLRequest",
                            ">> HandshakeResponse41 caching_sha2_password: scramble",
                            "<< AuthMoreData full authentication required",
                            ">> AuthSwitchResponse password in clear text",
                            "<< Ok");
            assertThat(rig.inside().login(sessions.get(1)))
                    .containsSequence("<< AuthMoreData fast authentication succeeded", "<< Ok");
            assertThat(rig.inside().entries())
                    .extracting(entry -> entry.message().toString())
                    .noneMatch(text -> text.contains(SECRET));
            rig.watch().assertAllUnderstood();
        }
    }
}

package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.tls.CertificateAuthority;
import io.mysqlproxy.protocol.tls.ClientTlsMode;
import io.mysqlproxy.protocol.tls.Credentials;
import io.mysqlproxy.protocol.tls.FixedIdentity;
import io.mysqlproxy.protocol.tls.KeyType;
import io.mysqlproxy.protocol.tls.ServerTlsMode;
import io.mysqlproxy.protocol.tls.ServerVerification;
import io.mysqlproxy.protocol.tls.TlsInterception;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS on one side only, certificates on both sides, and certificates that nobody should accept: with real drivers and a real server. */
@ExtendWith(Servers.Resolver.class)
class TlsModesTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private static Path folder;

    private static List<TlsMariaDb> started = new ArrayList<>();

    @BeforeAll
    static void startServer(Servers servers) throws Exception {
        started = new ArrayList<>(List.of(TlsMariaDb.start(
                servers, folder.resolve("server"), TlsMariaDb.client().certificate())));
        started.getFirst()
                .execute(
                        "CREATE USER with_tls IDENTIFIED BY 'secret' REQUIRE SSL",
                        "CREATE USER with_certificate IDENTIFIED BY 'secret' REQUIRE X509",
                        "CREATE USER with_anything IDENTIFIED BY 'secret'");
    }

    @AfterAll
    static void stopServer() {
        started.forEach(TlsMariaDb::close);
    }

    private static RealServer server() {
        return started.getFirst().server();
    }

    private static TlsInterception.Builder interception() throws Exception {
        return TlsInterception.with(CertificateAuthority.create(KeyType.EC));
    }

    private static List<String> visit(Driver driver, TlsRig rig, String user, Map<String, String> options) {
        return Visit.report(() -> driver.connect(rig.port(), user, "secret", "", options));
    }

    private static Map<String, String> encrypted(Driver driver) {
        return Map.of("sslMode", driver.isOracle() ? "REQUIRED" : "trust");
    }

    @ParameterizedTest
    @EnumSource
    void aClientWithoutTlsUsesAServerThatInsistsOnIt(Driver driver) throws Exception {
        TlsInterception originating = interception()
                .clientMode(ClientTlsMode.DISABLED)
                .serverMode(ServerTlsMode.REQUIRED)
                .build();
        List<String> direct;
        try (TlsRig rig = new TlsRig(server(), null)) {
            direct = visit(driver, rig, "with_tls", encrypted(driver));
        }
        try (TlsRig rig = new TlsRig(server(), originating)) {
            assertThat(visit(driver, rig, "with_tls", Map.of())).isEqualTo(direct);
            rig.end();

            assertThat(direct).hasSizeGreaterThan(8);
            rig.watch().assertAllUnderstood();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientWithTlsUsesAServerThatIsAskedForNone(Driver driver) throws Exception {
        TlsInterception terminating = interception()
                .clientMode(ClientTlsMode.REQUIRED)
                .serverMode(ServerTlsMode.DISABLED)
                .build();
        List<String> direct;
        try (TlsRig rig = new TlsRig(server(), null)) {
            direct = visit(driver, rig, "with_anything", Map.of());
        }
        try (TlsRig rig = new TlsRig(server(), terminating)) {
            assertThat(visit(driver, rig, "with_anything", encrypted(driver))).isEqualTo(direct);
            rig.end();

            assertThat(direct).hasSizeGreaterThan(8);
            assertThat(rig.atServer().opaque()).isEmpty();
            rig.watch().assertAllUnderstood();
        }
    }

    @Test
    void bothSidesShowCertificatesWhereBothAreAskedForOne() throws Exception {
        TlsInterception mutual = interception()
                .clientAuthorities(List.of(TlsMariaDb.client().certificate()))
                .serverCredentials(TlsMariaDb.client().keyManager())
                .build();
        Map<String, String> options = Map.of(
                "sslMode", "REQUIRED",
                "clientCertificateKeyStoreUrl", TlsMariaDb.clientStore().toUri().toString(),
                "clientCertificateKeyStoreType", "PKCS12",
                "clientCertificateKeyStorePassword", "secret");
        try (TlsRig rig = new TlsRig(server(), mutual)) {
            assertThat(visit(Driver.CONNECTOR_J_9_7, rig, "with_certificate", options))
                    .hasSizeGreaterThan(8);
            assertThat(visit(Driver.CONNECTOR_J_9_7, rig, "with_certificate", encrypted(Driver.CONNECTOR_J_9_7)))
                    .hasSize(1);
            rig.end();
            rig.watch().assertAllUnderstood();
        }
    }

    @Test
    void aServerThatWantsACertificateRefusesAProxyWithout() throws Exception {
        try (TlsRig rig = new TlsRig(server(), interception().build())) {
            assertThat(visit(Driver.CONNECTOR_J_9_7, rig, "with_certificate", encrypted(Driver.CONNECTOR_J_9_7)))
                    .singleElement()
                    .asString()
                    .startsWith("refused 28000 1045 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatVerifiesRefusesAnExpiredCertificate(Driver driver) throws Exception {
        Credentials expired = Credentials.fromPkcs12(resource("expired-keytool-25-2026-11-27.p12"), PASSWORD);
        TlsInterception interception =
                TlsInterception.with(new FixedIdentity(expired)).build();
        Map<String, String> options = driver.isOracle()
                ? Map.of(
                        "sslMode", "VERIFY_CA",
                        "trustCertificateKeyStoreUrl",
                                resource("expired-ca-keytool-25-2026-11-27.p12")
                                        .toUri()
                                        .toString(),
                        "trustCertificateKeyStoreType", "PKCS12",
                        "trustCertificateKeyStorePassword", "secret")
                : Map.of(
                        "sslMode",
                        "verify-ca",
                        "serverSslCert",
                        resource("expired-ca-keytool-25-2026-11-27.pem").toString());
        try (TlsRig rig = new TlsRig(server(), interception)) {
            assertThatThrownBy(() -> driver.connect(rig.port(), "with_anything", "secret", "", options))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void theProxyVerifiesTheServerAsFarAsItIsTold() throws Exception {
        List<X509Certificate> right = List.of(started.getFirst().authority());
        List<X509Certificate> wrong =
                List.of(CertificateAuthority.create(KeyType.EC).certificate());

        assertThat(visitVerified(ServerVerification.VERIFY_CA, right)).hasSizeGreaterThan(8);
        assertThat(visitVerified(ServerVerification.VERIFY_CA, wrong))
                .singleElement()
                .asString()
                .startsWith("refused ");
        assertThat(visitVerified(ServerVerification.VERIFY_IDENTITY, right))
                .singleElement()
                .asString()
                .startsWith("refused ");
    }

    private static List<String> visitVerified(ServerVerification verification, List<X509Certificate> authorities)
            throws Exception {
        TlsInterception verifying = interception()
                .serverVerification(verification)
                .serverAuthorities(authorities)
                .build();
        try (TlsRig rig = new TlsRig(server(), verifying)) {
            return visit(Driver.CONNECTOR_J_9_7, rig, "with_anything", encrypted(Driver.CONNECTOR_J_9_7));
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(TlsModesTest.class.getResource("/tls/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

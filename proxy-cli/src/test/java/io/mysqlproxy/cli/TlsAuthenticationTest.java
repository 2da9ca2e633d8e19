package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.tls.CertificateAuthority;
import io.mysqlproxy.protocol.tls.KeyType;
import io.mysqlproxy.protocol.tls.ServerTlsMode;
import io.mysqlproxy.protocol.tls.TlsInterception;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Passwords where TLS is on one side only, and where the server begins with the plugin of an account or with another: clients get in, or not, as they would
 * without the proxy. {@code sha256_password} is special: where the server begins with it, password or request for a key are in the handshake response.
 */
@ExtendWith(Servers.Resolver.class)
class TlsAuthenticationTest {
    private static final String PASSWORD = "s3cret pässword";
    private static final List<String> PLUGINS =
            List.of("mysql_native_password", "caching_sha2_password", "sha256_password");

    private static final List<RealServer> OWN = new ArrayList<>();

    @BeforeAll
    static void startServer(Servers servers) {
        OWN.add(servers.startOwn(Flavor.MYSQL, "--default-authentication-plugin=sha256_password"));
    }

    @AfterAll
    static void stopServer() {
        OWN.forEach(RealServer::close);
        OWN.clear();
    }

    /** Made anew each time: caching_sha2_password asks for the whole password once. */
    private static void makeAccounts(RealServer server) throws SQLException {
        try (Connection admin = Driver.CONNECTOR_J_9_7.connect(server.port(), server.user(), server.password(), "");
                Statement statement = admin.createStatement()) {
            for (String plugin : PLUGINS) {
                statement.execute("DROP USER IF EXISTS one_side_" + plugin);
                statement.execute(
                        "CREATE USER one_side_" + plugin + " IDENTIFIED WITH " + plugin + " BY '" + PASSWORD + "'");
            }
        }
    }

    /** MariaDB's drivers do not know sha256_password. */
    static Stream<Arguments> driversPluginsAndSides() {
        return Arrays.stream(Driver.values())
                .flatMap(driver -> PLUGINS.stream()
                        .flatMap(plugin -> Stream.of("sha256_password", "caching_sha2_password")
                                .filter(first -> driver.isOracle()
                                        || !List.of(plugin, first).contains("sha256_password"))
                                .flatMap(first -> Stream.of(
                                        Arguments.of(driver, plugin, first, ServerTlsMode.DISABLED),
                                        Arguments.of(driver, plugin, first, ServerTlsMode.REQUIRED)))));
    }

    @ParameterizedTest
    @MethodSource("driversPluginsAndSides")
    void clientIsAdmittedAndRefusedAsWithoutTheProxy(
            Driver driver, String plugin, String first, ServerTlsMode mode, Servers servers) throws Exception {
        RealServer server = first.equals("sha256_password") ? OWN.getFirst() : servers.get(Flavor.MYSQL);
        boolean clientInTls = mode == ServerTlsMode.DISABLED;
        TlsInterception oneSided = TlsInterception.with(CertificateAuthority.create(KeyType.EC))
                .serverMode(mode)
                .build();
        makeAccounts(server);
        List<List<String>> direct = visits(driver, server.port(), plugin, clientInTls);

        makeAccounts(server);
        try (TlsRig rig = new TlsRig(server, oneSided)) {
            assertThat(visits(driver, rig.port(), plugin, clientInTls)).isEqualTo(direct);
            rig.end();
            rig.watch().assertAllUnderstood();
        }
        assertThat(direct.get(1)).hasSizeGreaterThan(8);
        assertThat(direct.get(0)).singleElement().asString().startsWith("refused 28000 1045");
    }

    private static List<List<String>> visits(Driver driver, int port, String plugin, boolean inTls) {
        Map<String, String> options = inTls ? Map.of("sslMode", driver.isOracle() ? "REQUIRED" : "trust") : Map.of();
        return Stream.of("wrong", PASSWORD, "", PASSWORD)
                .map(password -> Visit.report(() -> driver.connect(port, "one_side_" + plugin, password, "", options)))
                .toList();
    }

    /** What the client says to the proxy, which the server must not be told as it is. */
    @Test
    void thePasswordIsInTheHandshakeResponseWhereTheServerBeginsWithSha256() throws Exception {
        RealServer server = OWN.getFirst();
        TlsInterception terminating = TlsInterception.with(CertificateAuthority.create(KeyType.EC))
                .serverMode(ServerTlsMode.DISABLED)
                .build();
        makeAccounts(server);
        try (TlsRig rig = new TlsRig(server, terminating)) {
            Visit.report(() -> Driver.CONNECTOR_J_9_7.connect(
                    rig.port(), "one_side_sha256_password", PASSWORD, "", Map.of("sslMode", "REQUIRED")));
            rig.end();

            assertThat(rig.inside().login(1))
                    .containsExactly(
                            "<< HandshakeV10",
                            ">> SSLRequest",
                            ">> HandshakeResponse41 sha256_password: password in clear text",
                            "<< Ok");
            assertThat(rig.atServer().login(1))
                    .containsExactly(
                            "<< HandshakeV10",
                            ">> HandshakeResponse41 sha256_password: asks for the server's public key",
                            "<< AuthMoreData the server's public key (RSA, PEM)",
                            ">> AuthSwitchResponse password encrypted with the server's public key",
                            "<< Ok");
        }
    }
}

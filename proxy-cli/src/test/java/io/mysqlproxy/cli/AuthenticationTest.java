package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every authentication plugin the servers have, through the proxy: the client gets in, or not, as without it, and every step is understood. */
@ExtendWith(Servers.Resolver.class)
class AuthenticationTest {
    private static final String PASSWORD = "s3cret pässword";
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    @Test
    void showsFullAndThenFastCachingSha2Authentication(Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MYSQL);
        String user = account(server, "IDENTIFIED WITH caching_sha2_password BY '" + PASSWORD + "'");

        assertThat(logins(server, Driver.CONNECTOR_J_9_7, user, PASSWORD, PASSWORD))
                .containsExactly(
                        List.of(
                                "<< HandshakeV10",
                                ">> HandshakeResponse41 caching_sha2_password: scramble",
                                "<< AuthMoreData full authentication required",
                                ">> AuthSwitchResponse asks for the server's public key",
                                "<< AuthMoreData the server's public key (RSA, PEM)",
                                ">> AuthSwitchResponse password encrypted with the server's public key",
                                "<< Ok"),
                        List.of(
                                "<< HandshakeV10",
                                ">> HandshakeResponse41 caching_sha2_password: scramble",
                                "<< AuthMoreData fast authentication succeeded",
                                "<< Ok"));
    }

    @Test
    void showsTheSwitchToNativePassword(Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MYSQL);
        String user = account(server, "IDENTIFIED WITH mysql_native_password BY '" + PASSWORD + "'");

        assertThat(logins(server, Driver.CONNECTOR_J_9_7, user, PASSWORD, "wrong"))
                .containsExactly(
                        List.of(
                                "<< HandshakeV10",
                                ">> HandshakeResponse41 caching_sha2_password: scramble",
                                "<< AuthSwitchRequest mysql_native_password: nonce",
                                ">> AuthSwitchResponse scramble",
                                "<< Ok"),
                        List.of(
                                "<< HandshakeV10",
                                ">> HandshakeResponse41 caching_sha2_password: scramble",
                                "<< AuthSwitchRequest mysql_native_password: nonce",
                                ">> AuthSwitchResponse scramble",
                                "<< Err 1045"));
    }

    @Test
    void showsSha256PasswordWithItsPublicKey(Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MYSQL);
        String user = account(server, "IDENTIFIED WITH sha256_password BY '" + PASSWORD + "'");

        assertThat(logins(server, Driver.CONNECTOR_J_9_7, user, PASSWORD))
                .containsExactly(List.of(
                        "<< HandshakeV10",
                        ">> HandshakeResponse41 caching_sha2_password: scramble",
                        "<< AuthSwitchRequest sha256_password: nonce",
                        ">> AuthSwitchResponse asks for the server's public key",
                        "<< AuthMoreData the server's public key (RSA, PEM)",
                        ">> AuthSwitchResponse password encrypted with the server's public key",
                        "<< Ok"));
    }

    @Test
    void showsThatAUnixSocketAccountRefusesTheNetwork(Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MARIADB);
        String user = account(server, "IDENTIFIED VIA unix_socket");

        List<List<String>> logins = logins(server, Driver.MARIADB_3_5, user, PASSWORD);

        assertThat(logins.getFirst()).startsWith("<< HandshakeV10").endsWith("<< Err 1698");
    }

    static Stream<Arguments> driversAndPlugins() {
        return Arrays.stream(Driver.values())
                .flatMap(driver -> Stream.of(
                        Arguments.of(driver, Flavor.MYSQL, "IDENTIFIED WITH mysql_native_password BY '%s'"),
                        Arguments.of(driver, Flavor.MYSQL, "IDENTIFIED WITH caching_sha2_password BY '%s'"),
                        Arguments.of(driver, Flavor.MYSQL, "IDENTIFIED WITH sha256_password BY '%s'"),
                        Arguments.of(
                                driver, Flavor.MARIADB, "IDENTIFIED VIA mysql_native_password USING PASSWORD('%s')"),
                        Arguments.of(
                                driver, Flavor.MARIADB, "IDENTIFIED VIA mysql_old_password USING '6f8c114b58f2ce9e'")));
    }

    @ParameterizedTest
    @MethodSource("driversAndPlugins")
    void clientIsAdmittedAndRefusedAsWithoutTheProxy(Driver driver, Flavor flavor, String identified, Servers servers)
            throws Exception {
        RealServer server = servers.get(flavor);
        String user = account(server, identified.formatted(PASSWORD));
        try (Rig rig = new Rig(server)) {
            for (String password : List.of("wrong", PASSWORD, "", PASSWORD)) {
                assertThat(visit(driver, rig.port(), user, password))
                        .isEqualTo(visit(driver, server.port(), user, password));
            }
            rig.assertTransparent();
            rig.log().assertNothingOdd();
            assertThat(rig.log().opaque()).isEmpty();
        }
    }

    /** The steps of one login for each password, as the tap told them. */
    private static List<List<String>> logins(RealServer server, Driver driver, String user, String... passwords)
            throws IOException, InterruptedException {
        try (Rig rig = new Rig(server)) {
            for (String password : passwords) {
                visit(driver, rig.port(), user, password);
            }
            rig.assertTransparent();
            rig.log().assertNothingOdd();
            List<List<String>> logins = new ArrayList<>();
            rig.log().sessions().forEach(session -> logins.add(rig.log().login(session)));
            return logins;
        }
    }

    private static List<String> visit(Driver driver, int port, String user, String password) {
        return Visit.report(() -> driver.connect(port, user, password, ""));
    }

    private static String account(RealServer server, String identified) throws SQLException {
        String user = "account" + ACCOUNTS.incrementAndGet();
        try (Connection admin = Driver.MARIADB_3_5.connect(server.port(), server.user(), server.password(), "");
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE USER '" + user + "'@'%' " + identified);
        }
        return user;
    }
}

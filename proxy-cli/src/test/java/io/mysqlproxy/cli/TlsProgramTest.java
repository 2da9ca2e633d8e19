package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code trace} between real clients and a MariaDB 11.4 with TLS: what people are told. */
@ExtendWith(Servers.Resolver.class)
@Timeout(120)
class TlsProgramTest {
    @TempDir
    private static Path folder;

    private static List<TlsMariaDb> started = new ArrayList<>();

    @BeforeAll
    static void startServer(Servers servers) throws Exception {
        started = new ArrayList<>(List.of(TlsMariaDb.start(
                servers, folder.resolve("server"), TlsMariaDb.client().certificate())));
        try (Connection admin = Driver.MARIADB_3_5.connect(server().port(), server().user(), server().password(), "");
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE USER ann IDENTIFIED BY 'secret'");
        }
    }

    @AfterAll
    static void stopServer() {
        started.forEach(TlsMariaDb::close);
    }

    private static RealServer server() {
        return started.getFirst().server();
    }

    private static TraceProgram trace(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--ca-dir=" + folder.resolve("ca"));
        return new TraceProgram(server(), all.toArray(String[]::new));
    }

    private static String whyTheProofDoesNotFit() {
        Path ca = folder.resolve("ca").resolve("ca.pem");
        return "closed    TLS with the client failed: it logged in and left without a command, as MariaDB's clients do when the"
                + " server's proof of its certificate is not one of the certificate they saw; start it with serverSslCert="
                + ca
                + " or --ssl-ca=" + ca + ", or without verification";
    }

    /** Version 4 verifies by default; 3 when it is told to. Its first words after the log-in would be a command. */
    @ParameterizedTest
    @CsvSource({"MARIADB_4_0, ''", "MARIADB_3_5, &sslMode=verify-ca", "MARIADB_3_5, &sslMode=verify-full"})
    void saysWhyADriverLeavesThatComparesTheServersProof(Driver driver, String more) throws Exception {
        String user = "?user=ann&password=secret" + more;
        try (TraceProgram trace = trace()) {
            assertThatThrownBy(() -> driver.connectAsIs(trace.port(), user))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Self signed certificates");
            assertThat(trace.untilClosed())
                    .anySatisfy(line -> assertThat(line).contains("proof of the TLS certificate"))
                    .last()
                    .asString()
                    .contains(whyTheProofDoesNotFit());

            driver.connectAsIs(trace.port(), user + "&serverSslCert=" + folder.resolve("ca/ca.pem"))
                    .close();
            assertThat(trace.untilClosed()).noneMatch(line -> line.contains("TLS with the client failed"));
        }
    }

    /** The server proves its certificate also where it has none, and the proxy's cannot fit. */
    @Test
    void saysItAlsoWhereTheServerIsSpokenToWithoutTls() throws Exception {
        try (TraceProgram trace = trace("--server-ssl-mode=DISABLED")) {
            assertThatThrownBy(() -> Driver.MARIADB_4_0.connectAsIs(trace.port(), "?user=ann&password=secret"))
                    .hasMessageContaining("Self signed certificates");
            assertThat(trace.untilClosed()).last().asString().contains(whyTheProofDoesNotFit());
        }
    }

    /** Under the name {@code localhost}: to {@code 127.0.0.1} it does not verify anybody. */
    @Test
    void saysWhyMariaDbsOwnClientLeaves() throws Exception {
        assumeTrue(server().origin().startsWith("embedded"), "the client comes with the embedded server");
        try (TraceProgram trace = trace()) {
            assertThat(mariaDb(trace.port(), "localhost")).contains("The certificate is NOT trusted");
            assertThat(trace.untilClosed()).last().asString().contains(whyTheProofDoesNotFit());

            assertThat(mariaDb(trace.port(), "localhost", "--ssl-ca=" + folder.resolve("ca/ca.pem")))
                    .isEqualTo("2\n");
            assertThat(trace.untilClosed()).noneMatch(line -> line.contains("TLS with the client failed"));
            assertThat(mariaDb(trace.port(), "127.0.0.1")).isEqualTo("2\n");
            assertThat(trace.untilClosed()).noneMatch(line -> line.contains("TLS with the client failed"));
        }
    }

    private static String mariaDb(int port, String host, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                EmbeddedMariaDb.program("mariadb").toString(),
                "--no-defaults",
                "--protocol=TCP",
                "--host=" + host,
                "--port=" + port,
                "--user=ann",
                "--password=secret",
                "--skip-column-names",
                "--execute=SELECT 1 + 1"));
        command.addAll(List.of(more));
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        client.getOutputStream().close();
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        client.waitFor();
        return output;
    }

    /** A health checker of somebody else, or of MariaDB's that takes its leave. */
    @ParameterizedTest
    @CsvSource({"CONNECTOR_J_9_7, &sslMode=REQUIRED", "MARIADB_4_0, &sslMode=trust", "MARIADB_3_5, ''"})
    void accusesNobodyWhoLogsInAndQuits(Driver driver, String more) throws Exception {
        try (TraceProgram trace = trace()) {
            driver.connectAsIs(trace.port(), "?user=ann&password=secret" + more).close();
            assertThat(trace.untilClosed()).noneMatch(line -> line.contains("TLS with the client failed"));
        }
    }
}

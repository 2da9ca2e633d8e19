package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mysqlproxy.protocol.tls.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
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
        started.getFirst()
                .execute(
                        "CREATE USER ann IDENTIFIED BY 'secret'",
                        "CREATE USER with_tls IDENTIFIED BY 'secret' REQUIRE SSL",
                        "CREATE USER with_certificate IDENTIFIED BY 'secret' REQUIRE X509");
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

    @Test
    void aClientWithoutTlsUsesAnAccountThatNeedsIt() throws Exception {
        try (TraceProgram trace = trace("--client-ssl-mode=DISABLED", "--server-ssl-mode=REQUIRED")) {
            Driver.CONNECTOR_J_9_7
                    .connectAsIs(trace.port(), "?user=with_tls&password=secret&sslMode=PREFERRED")
                    .close();
            assertThat(trace.untilClosed())
                    .anySatisfy(line -> assertThat(line).contains("TLS       client plain, server TLSv1.3 TLS_"))
                    .noneMatch(line -> line.contains("SSLRequest"))
                    .last()
                    .asString()
                    .doesNotContain("TLS");
            if (server().origin().startsWith("embedded")) {
                assertThat(mariaDb(trace.port(), "127.0.0.1", "--user=with_tls", "--skip-ssl"))
                        .isEqualTo("2\n");
            }
        }
    }

    @Test
    void aClientInTlsUsesAServerThatIsAskedForNone() throws Exception {
        try (TraceProgram trace = trace("--client-ssl-mode=REQUIRED", "--server-ssl-mode=DISABLED")) {
            Driver.CONNECTOR_J_9_7
                    .connectAsIs(trace.port(), "?user=ann&password=secret&sslMode=REQUIRED")
                    .close();
            assertThat(trace.untilClosed())
                    .anySatisfy(line -> assertThat(line)
                            .contains("TLS       client TLSv1.3 TLS_")
                            .endsWith(", server plain"));

            assertThatThrownBy(() -> Driver.CONNECTOR_J_9_7.connectAsIs(
                            trace.port(), "?user=ann&password=secret&sslMode=DISABLED"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("The proxy wants TLS of its clients");
            assertThat(trace.untilClosed())
                    .last()
                    .asString()
                    .contains(
                            "TLS with the client failed: it did not ask for TLS, which --client-ssl-mode=REQUIRED wants");
        }
    }

    /** In PEM; the server has been given the authority that signed it. */
    @Test
    void aServerThatWantsACertificateIsShownOurs() throws Exception {
        Credentials client = TlsMariaDb.client();
        String withCertificate = "?user=with_certificate&password=secret&sslMode=REQUIRED";
        try (TraceProgram trace = trace(
                "--server-ssl-cert=" + Pem.write(folder.resolve("client.pem"), client.certificate()),
                "--server-ssl-key=" + Pem.writeKey(folder.resolve("client.key"), client))) {
            Driver.CONNECTOR_J_9_7.connectAsIs(trace.port(), withCertificate).close();
            assertThat(trace.untilClosed()).noneMatch(line -> line.contains("TLS with the server failed"));
        }
        try (TraceProgram trace = trace()) {
            assertThatThrownBy(() -> Driver.CONNECTOR_J_9_7.connectAsIs(trace.port(), withCertificate))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Access denied");
        }
    }
}

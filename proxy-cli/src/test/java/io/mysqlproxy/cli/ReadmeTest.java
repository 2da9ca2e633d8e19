package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.MySqlFailureHandler;
import io.mysqlproxy.protocol.MySqlTap;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's ten lines work, and stand here letter by letter. */
@ExtendWith(Servers.Resolver.class)
class ReadmeTest {
    private static final Path README = Path.of("../README.md");
    private static final Path THIS = Path.of("src/test/java/io/mysqlproxy/cli/ReadmeTest.java");

    @Test
    void theExampleRuns(Servers servers) throws IOException, SQLException {
        RealServer server = servers.get(Flavor.MYSQL);
        String host = server.host();
        int port = server.port();
        String user = server.user();
        String password = server.password();

        // README begins
        try (TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(host, port)
                        .tap(MySqlTap.reportingTo(packet -> System.out.println(packet.kind() + " " + packet.message())))
                        .failureHandler(new MySqlFailureHandler())
                        .start();
                Connection connection = DriverManager.getConnection(
                        "jdbc:mysql://127.0.0.1:" + proxy.port() + "/?allowPublicKeyRetrieval=true&sslMode=DISABLED",
                        user,
                        password)) {
            connection.createStatement().execute("SELECT 1");
        }
        // README ends
    }

    @Test
    void theExampleInTheReadmeIsTheOneThatRuns() throws IOException {
        List<String> shown = Excerpt.of(README, "```java", "```");
        List<String> run = Excerpt.of(THIS, "// README begins", "// README ends");

        assertThat(shown).isEqualTo(run).hasSizeLessThanOrEqualTo(12);
    }
}

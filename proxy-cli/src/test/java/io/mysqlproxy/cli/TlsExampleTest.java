package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.MySqlTap;
import io.mysqlproxy.protocol.tls.CaDirectory;
import io.mysqlproxy.protocol.tls.KeyType;
import io.mysqlproxy.protocol.tls.TlsInterception;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The lines for programs in docs/tls.md work, and stand here letter by letter. */
@ExtendWith(Servers.Resolver.class)
class TlsExampleTest {
    private static final Path PAGE = Path.of("../docs/tls.md");
    private static final Path THIS = Path.of("src/test/java/io/mysqlproxy/cli/TlsExampleTest.java");

    @Test
    void theExampleRuns(Servers servers, @TempDir Path folder) throws Exception {
        RealServer server = servers.get(Flavor.MYSQL);
        String host = server.host();
        int port = server.port();
        String user = server.user();
        String password = server.password();

        // example begins
        CaDirectory ca = new CaDirectory(folder);
        try (TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(host, port)
                        .handler(TlsInterception.with(ca.openOrCreate(KeyType.EC))
                                .build())
                        .tap(MySqlTap.reportingTo(packet -> System.out.println(packet.kind() + " " + packet.message())))
                        .start();
                Connection connection = DriverManager.getConnection(
                        "jdbc:mysql://127.0.0.1:" + proxy.port() + "/?sslMode=VERIFY_IDENTITY"
                                + "&trustCertificateKeyStoreUrl="
                                + ca.trustStoreFile().toUri()
                                + "&trustCertificateKeyStoreType=PKCS12"
                                + "&trustCertificateKeyStorePassword=" + CaDirectory.trustStorePassword(),
                        user,
                        password)) {
            connection.createStatement().execute("SELECT 1");
        }
        // example ends
    }

    @Test
    void theExampleOnThePageIsTheOneThatRuns() throws Exception {
        List<String> shown = Excerpt.of(PAGE, "```java", "```");
        List<String> run = Excerpt.of(THIS, "// example begins", "// example ends");

        assertThat(shown).isEqualTo(run).hasSizeLessThanOrEqualTo(20);
    }
}

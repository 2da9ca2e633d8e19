package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.MySqlTap;
import io.mysqlproxy.protocol.conversation.PacketKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mysql.MySQLContainer;

/** The newest long-term MySQL, where there is Docker. Skipped elsewhere, in CI too: the embedded servers carry the proof. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerTest {
    // Closed by the extension.
    @SuppressWarnings("resource")
    @Container
    private static final MySQLContainer SERVER = new MySQLContainer("mysql:9.7");

    @Test
    void understandsTheNewestServer() throws Exception {
        PacketLog log = new PacketLog();
        try (TcpProxy proxy = TcpProxy.listenOn(0)
                .upstream(SERVER.getHost(), SERVER.getMappedPort(MySQLContainer.MYSQL_PORT))
                .tap(MySqlTap.reportingTo(log))
                .start()) {
            assertThat(Visit.report(() -> Driver.CONNECTOR_J_9_7.connect(
                            proxy.port(), SERVER.getUsername(), SERVER.getPassword(), SERVER.getDatabaseName())))
                    .hasSizeGreaterThan(8);
            proxy.closeGracefully(Duration.ofSeconds(5));

            log.assertNothingOdd();
            assertThat(log.kinds(1)).startsWith(PacketKind.HANDSHAKE_V10, PacketKind.HANDSHAKE_RESPONSE_41);
        }
    }
}

package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** MariaDB's own command-line client, as the embedded server's carrier brings it. */
@ExtendWith(Servers.Resolver.class)
class CommandLineClientTest {
    @Test
    void seesTheServerAsWithoutTheProxy(Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MARIADB);
        assumeTrue(server.origin().startsWith("embedded"), "the client comes with the embedded server");
        try (Rig rig = new Rig(server)) {
            String direct = run(server, server.port());

            assertThat(run(server, rig.port())).isEqualTo(direct).contains("ERROR 1146", "grün");
            rig.assertTransparent();
            rig.log().assertNothingOdd();
            assertThat(rig.log().kinds(1))
                    .startsWith(PacketKind.HANDSHAKE_V10, PacketKind.HANDSHAKE_RESPONSE_41)
                    .containsSubsequence(PacketKind.OK, PacketKind.COM_QUERY, PacketKind.TEXT_ROW, PacketKind.ERR)
                    .endsWith(PacketKind.COM_QUIT);
        }
    }

    @Test
    void isUnderstoodWhenItCompresses(Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MARIADB);
        assumeTrue(server.origin().startsWith("embedded"), "the client comes with the embedded server");
        try (Rig rig = new Rig(server)) {
            String direct = run(server, server.port());

            assertThat(run(server, rig.port(), "--compress")).isEqualTo(direct).contains("ERROR 1146", "grün");
            rig.assertTransparent();
            rig.log().assertNothingOdd();
            assertThat(rig.log().compressed()).containsExactly(CompressionAlgorithm.ZLIB);
            assertThat(rig.log().kinds(1))
                    .containsSubsequence(PacketKind.OK, PacketKind.COM_QUERY, PacketKind.TEXT_ROW, PacketKind.ERR)
                    .endsWith(PacketKind.COM_QUIT);
        }
    }

    private static String run(RealServer server, int port, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                EmbeddedMariaDb.program("mariadb").toString(),
                "--no-defaults",
                "--protocol=TCP",
                "--host=127.0.0.1",
                "--port=" + port,
                "--user=" + server.user(),
                "--skip-ssl",
                "--force",
                "--default-character-set=utf8mb4"));
        command.addAll(List.of(more));
        command.add("mysql");
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        // Not as an argument, which Java would encode as the terminal does.
        try (OutputStream input = client.getOutputStream()) {
            input.write("SELECT CURRENT_USER(), 'grün'; SELECT * FROM mysql.nope; SELECT 2;"
                    .getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        client.waitFor();
        return output;
    }
}

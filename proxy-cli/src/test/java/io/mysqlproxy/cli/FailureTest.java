package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.SessionListener;
import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.MySqlTap;
import io.mysqlproxy.protocol.conversation.PacketKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that come to nothing: refused ones, and ones where a side disappears in mid-handshake. */
@ExtendWith(Servers.Resolver.class)
class FailureTest {
    static Stream<Arguments> driversAndServers() {
        return Arrays.stream(Flavor.values())
                .flatMap(flavor -> Arrays.stream(Driver.values()).map(driver -> Arguments.of(driver, flavor)));
    }

    @ParameterizedTest
    @MethodSource("driversAndServers")
    void refusesAnUnknownSchemaAsTheServerDoes(Driver driver, Flavor flavor, Servers servers)
            throws IOException, InterruptedException {
        RealServer server = servers.get(flavor);
        try (Rig rig = new Rig(server)) {
            List<String> direct = Visit.report(
                    () -> driver.connect(server.port(), server.user(), server.password(), "no_such_schema"));

            assertThat(Visit.report(
                            () -> driver.connect(rig.port(), server.user(), server.password(), "no_such_schema")))
                    .isEqualTo(direct);
            rig.assertTransparent();
            rig.log().assertNothingOdd();
            assertThat(rig.log().login(1)).startsWith("<< HandshakeV10").endsWith("<< Err 1049");
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsTheErrorThatComesInPlaceOfTheGreeting(Flavor flavor, Servers servers) throws Exception {
        try (RealServer server = servers.startOwn(flavor, "--max-connections=10");
                Rig rig = new Rig(server)) {
            List<Connection> connections = new CopyOnWriteArrayList<>();
            // One more than the limit: the last is kept for an administrator, who is the one logging in here.
            await().ignoreExceptionsInstanceOf(SQLException.class).until(() -> fill(connections, server) == 11);

            List<String> refused = Visit.report(
                    () -> Driver.CONNECTOR_J_9_7.connect(rig.port(), server.user(), server.password(), ""));
            rig.assertTransparent();
            rig.log().assertNothingOdd();

            assertThat(refused).singleElement().asString().contains("1040").contains("Too many connections");
            assertThat(rig.log().login(1)).containsExactly("<< Err 1040");
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private static int fill(List<Connection> connections, RealServer server) throws SQLException {
        while (connections.size() < 11) {
            connections.add(Driver.CONNECTOR_J_9_7.connect(server.port(), server.user(), server.password(), ""));
        }
        return connections.size();
    }

    @ParameterizedTest
    @EnumSource
    void endsTheSessionWhenTheServerIsKilledInMidHandshake(Flavor flavor, Servers servers) throws Exception {
        PacketLog log = new PacketLog();
        Reasons reasons = new Reasons();
        try (RealServer server = servers.startOwn(flavor);
                TcpProxy proxy = proxy(server, log, reasons)) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                assertThat(client.getInputStream().readNBytes(5)).endsWith((byte) 10);

                server.kill();

                readToTheEnd(client);
            }
            await().until(() -> reasons.all.size() == 1);
            assertThat(reasons.all)
                    .singleElement()
                    .isInstanceOfAny(CloseReason.ServerClosed.class, CloseReason.ServerReset.class);
            assertThat(log.kinds(1)).containsExactly(PacketKind.HANDSHAKE_V10);
            log.assertNothingOdd();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheSessionWhenTheClientIsGoneInMidHandshake(Flavor flavor, Servers servers) throws Exception {
        RealServer server = servers.get(flavor);
        PacketLog log = new PacketLog();
        Reasons reasons = new Reasons();
        try (TcpProxy proxy = proxy(server, log, reasons)) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                assertThat(client.getInputStream().readNBytes(5)).endsWith((byte) 10);
                // Half of a packet's header, and then nothing more: with linger 0 closing is a reset.
                client.getOutputStream().write(new byte[] {40, 0});
                await().until(() -> received(proxy) == 2);
                client.setSoLinger(true, 0);
            }
            await().until(() -> reasons.all.size() == 1);

            assertThat(reasons.all).containsExactly(new CloseReason.ClientReset());
            assertThat(log.kinds(1)).containsExactly(PacketKind.HANDSHAKE_V10);
            assertThat(log.truncated()).containsExactly("#1 CLIENT_TO_SERVER after 2 bytes");
            assertThat(Visit.report(
                            () -> Driver.CONNECTOR_J_9_7.connect(proxy.port(), server.user(), server.password(), "")))
                    .as("the next client")
                    .hasSizeGreaterThan(8);
        }
    }

    private static long received(TcpProxy proxy) {
        return proxy.sessions()
                .getFirst()
                .byteCounts(Direction.CLIENT_TO_SERVER)
                .received();
    }

    private static TcpProxy proxy(RealServer server, PacketLog log, SessionListener listener) throws IOException {
        return TcpProxy.listenOn(0)
                .upstream(server.host(), server.port())
                .tap(MySqlTap.reportingTo(log))
                .listener(listener)
                .start();
    }

    /** Whether the connection ended in an orderly way or was reset depends on what was under way. */
    private static void readToTheEnd(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static final class Reasons implements SessionListener {
        private final List<CloseReason> all = new CopyOnWriteArrayList<>();

        @Override
        public void onClose(Session session, CloseReason reason) {
            all.add(reason);
        }
    }
}

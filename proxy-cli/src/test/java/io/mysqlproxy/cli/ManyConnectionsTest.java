package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mysqlproxy.protocol.conversation.PacketKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that hold several connections at once: sessions do not get mixed up. */
@ExtendWith(Servers.Resolver.class)
class ManyConnectionsTest {
    private static final int POOL_SIZE = 5;
    private static final int JOBS = 100;

    @ParameterizedTest
    @EnumSource
    void servesAPoolThatManyThreadsUse(Flavor flavor, Servers servers) throws Exception {
        RealServer server = servers.get(flavor);
        try (Rig rig = new Rig(server)) {
            try (HikariDataSource pool = new HikariDataSource(pool(server, rig.port()));
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> answers = new ArrayList<>();
                for (int job = 0; job < JOBS; job++) {
                    int number = job;
                    answers.add(threads.submit(() -> twice(pool.getConnection(), number)));
                }
                for (int job = 0; job < JOBS; job++) {
                    assertThat(answers.get(job).get()).isEqualTo(2 * job);
                }
            }
            rig.assertTransparent();
            rig.log().assertNothingOdd();
            assertThat(rig.log().sessions()).hasSizeBetween(1, POOL_SIZE);
            assertThat(rig.log().entries().stream()
                            .filter(entry -> entry.kind() == PacketKind.TEXT_ROW)
                            .count())
                    .isGreaterThanOrEqualTo(JOBS);
        }
    }

    private static HikariConfig pool(RealServer server, int port) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:mysql://127.0.0.1:" + port + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true");
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(POOL_SIZE);
        return config;
    }

    private static int twice(Connection borrowed, int number) throws SQLException {
        try (borrowed;
                Statement statement = borrowed.createStatement();
                ResultSet results = statement.executeQuery("SELECT 2 * " + number)) {
            results.next();
            return results.getInt(1);
        }
    }

    /** As database tools do: one connection for the tree of tables, one for the statements that are typed. */
    @ParameterizedTest
    @EnumSource
    void tellsTheTwoConnectionsOfAToolApart(Flavor flavor, Servers servers) throws Exception {
        RealServer server = servers.get(flavor);
        try (Rig rig = new Rig(server)) {
            try (Connection tree = Driver.CONNECTOR_J_9_7.connect(rig.port(), server.user(), server.password(), "");
                    Connection editor =
                            Driver.CONNECTOR_J_26_10.connect(rig.port(), server.user(), server.password(), "mysql");
                    ResultSet schemas = tree.getMetaData().getCatalogs();
                    Statement statement = editor.createStatement();
                    ResultSet answer = statement.executeQuery("SELECT CONNECTION_ID()")) {
                assertThat(schemas.next() && answer.next()).isTrue();
            }
            rig.assertTransparent();
            rig.log().assertNothingOdd();
            assertThat(rig.log().sessions()).containsExactlyInAnyOrder(1L, 2L);
            assertThat(rig.log().kinds(1)).startsWith(PacketKind.HANDSHAKE_V10).endsWith(PacketKind.COM_QUIT);
            assertThat(rig.log().kinds(2)).startsWith(PacketKind.HANDSHAKE_V10).endsWith(PacketKind.COM_QUIT);
        }
    }
}

package io.mysqlproxy.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.MySqlTap;
import io.mysqlproxy.protocol.conversation.PacketKind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replicas, and programs that read binary logs as they do, through the proxy: every packet is understood, and as many events are told as were received. */
@ExtendWith(Servers.Resolver.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicationTest {
    private static final String USER = "replica";
    private static final String PASSWORD = "r3plica";

    /** The first transaction's. */
    private static final int FIRST_EVENT = 4;

    private final Map<Flavor, RealServer> sources = new java.util.EnumMap<>(Flavor.class);

    @BeforeAll
    void startSources(Servers servers) throws SQLException {
        sources.put(
                Flavor.MYSQL,
                servers.startOwn(
                        Flavor.MYSQL,
                        "--server-id=1",
                        "--log-bin=binlog",
                        "--gtid-mode=ON",
                        "--enforce-gtid-consistency=ON"));
        sources.put(Flavor.MARIADB, servers.startOwn(Flavor.MARIADB, "--server-id=1", "--log-bin=binlog"));
        for (RealServer source : sources.values()) {
            String plugin = source.flavor() == Flavor.MYSQL ? "WITH caching_sha2_password BY" : "BY";
            update(
                    source,
                    "CREATE USER " + USER + " IDENTIFIED " + plugin + " '" + PASSWORD + "'",
                    "GRANT REPLICATION SLAVE ON *.* TO " + USER,
                    "CREATE DATABASE work",
                    "CREATE TABLE work.t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(100), d DECIMAL(10,2), t DATETIME(6))",
                    "INSERT INTO work.t (v, d, t) VALUES ('one', 1.5, NOW(6)), ('two', NULL, '2026-11-27')",
                    "UPDATE work.t SET v = REPEAT('x', 100)",
                    "FLUSH BINARY LOGS",
                    "DELETE FROM work.t WHERE id = 1");
        }
    }

    @AfterAll
    void stopSources() {
        sources.values().forEach(RealServer::close);
    }

    /** As {@code mysqlbinlog --read-from-remote-server} does. */
    @ParameterizedTest
    @EnumSource
    void understandsAProgramThatReadsABinaryLog(Flavor flavor) throws Exception {
        RealServer source = requireNonNull(sources.get(flavor));
        String log = firstLog(source);
        Watch watch = new Watch();
        long received;
        try (TcpProxy proxy = proxy(source, watch);
                RawClient client = new RawClient(proxy.port(), USER, PASSWORD);
                Replica reader = new Replica(client, false)) {
            client.query("SELECT VERSION()");
            client.query("SET @master_binlog_checksum = 'NONE', @source_binlog_checksum = 'NONE'");
            if (flavor == Flavor.MARIADB) {
                client.query("SET @mariadb_slave_capability=4");
            }
            reader.dump(log, FIRST_EVENT, Replica.NON_BLOCKING);
            received = reader.read(event -> false);
        }

        watch.assertAllUnderstood();
        assertThat(received).isEqualTo(eventsOf(source));
        assertThat(watch.count(PacketKind.BINLOG_EVENT)).isGreaterThanOrEqualTo(received);
        assertThat(watch.exchanges(PacketKind.COM_BINLOG_DUMP)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void understandsAReplicaThatRegistersAndAsksByGtid(Flavor flavor) throws Exception {
        RealServer source = requireNonNull(sources.get(flavor));
        Watch watch = new Watch();
        long received;
        try (TcpProxy proxy = proxy(source, watch);
                RawClient client = new RawClient(proxy.port(), USER, PASSWORD);
                Replica replica = new Replica(client, false)) {
            client.query("SELECT UNIX_TIMESTAMP()");
            client.query("SET @master_heartbeat_period = 30000001024");
            client.query("SET @master_binlog_checksum = @@global.binlog_checksum");
            assertThat(client.query("SELECT @master_binlog_checksum")).isEqualTo("CRC32");
            if (flavor == Flavor.MARIADB) {
                client.query("SET @mariadb_slave_capability=4");
                client.query("SET @slave_connect_state=''");
            } else {
                assertThat(client.query("SELECT @@GLOBAL.GTID_MODE")).isEqualTo("ON");
                client.query("SET @slave_uuid = '11111111-2222-3333-4444-555555555555'");
            }
            replica.register("replica.example");
            if (flavor == Flavor.MARIADB) {
                replica.dump("", FIRST_EVENT, Replica.NON_BLOCKING);
            } else {
                replica.dumpWithoutGtids();
            }
            received = replica.read(event -> false);
        }

        watch.assertAllUnderstood();
        assertThat(received).isPositive();
        assertThat(watch.count(PacketKind.BINLOG_EVENT)).isGreaterThanOrEqualTo(received);
        assertThat(watch.exchanges(PacketKind.COM_REGISTER_SLAVE)).isEqualTo(1);
    }

    /** The transaction is committed once the replica has acknowledged it, so it cannot be overlooked. */
    @Test
    void understandsASemiSynchronousReplica() throws Exception {
        RealServer source = requireNonNull(sources.get(Flavor.MARIADB));
        update(
                source,
                "SET GLOBAL rpl_semi_sync_master_enabled = ON",
                "SET GLOBAL rpl_semi_sync_master_timeout = 60000");
        Watch watch = new Watch();
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor();
                TcpProxy proxy = proxy(source, watch);
                RawClient client = new RawClient(proxy.port(), USER, PASSWORD);
                Replica replica = new Replica(client, true)) {
            client.query("SET @master_binlog_checksum = @@global.binlog_checksum");
            client.query("SET @mariadb_slave_capability=4");
            client.query("SET @rpl_semi_sync_slave=1");
            replica.register("semi.example");
            replica.dump(firstLog(source), FIRST_EVENT, 0);
            Callable<Void> commit = () -> {
                update(source, "INSERT INTO work.t (v) VALUES ('acknowledged')");
                return null;
            };
            Future<Void> committed = other.submit(commit);
            replica.read(Replica.Event::acknowledged);
            committed.get(60, TimeUnit.SECONDS);
        } finally {
            update(source, "SET GLOBAL rpl_semi_sync_master_enabled = OFF");
        }

        watch.assertAllUnderstood();
        assertThat(watch.count(PacketKind.SEMI_SYNC_ACK)).isPositive();
    }

    private static TcpProxy proxy(RealServer source, Watch watch) throws IOException {
        return TcpProxy.listenOn(0)
                .upstream(source.host(), source.port())
                .tap(MySqlTap.reportingTo(watch, watch))
                .start();
    }

    private static String firstLog(RealServer source) throws SQLException {
        try (Connection connection = connect(source);
                Statement statement = connection.createStatement();
                ResultSet logs = statement.executeQuery("SHOW BINARY LOGS")) {
            logs.next();
            return logs.getString(1);
        }
    }

    /** Of all logs, as the server counts them. */
    private static long eventsOf(RealServer source) throws SQLException {
        long events = 0;
        try (Connection connection = connect(source);
                Statement logs = connection.createStatement();
                Statement statement = connection.createStatement();
                ResultSet names = logs.executeQuery("SHOW BINARY LOGS")) {
            while (names.next()) {
                try (ResultSet rows = statement.executeQuery("SHOW BINLOG EVENTS IN '" + names.getString(1) + "'")) {
                    while (rows.next()) {
                        events++;
                    }
                }
            }
        }
        return events;
    }

    private static void update(RealServer source, String... statements) throws SQLException {
        try (Connection connection = connect(source);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Connection connect(RealServer source) throws SQLException {
        return Driver.CONNECTOR_J_9_7.connect(source.port(), source.user(), source.password(), "", Map.of());
    }
}

package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mysqlproxy.protocol.conversation.PacketKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How many commands of each kind the server says it has had, from all its clients. */
record Counters(Map<String, Long> values) {
    private static final Map<String, PacketKind> COMMANDS = Map.of(
            "Com_stmt_prepare", PacketKind.COM_STMT_PREPARE,
            "Com_stmt_close", PacketKind.COM_STMT_CLOSE,
            "Com_stmt_fetch", PacketKind.COM_STMT_FETCH,
            "Com_stmt_reset", PacketKind.COM_STMT_RESET,
            "Com_stmt_send_long_data", PacketKind.COM_STMT_SEND_LONG_DATA);

    static Counters of(Driver driver, RealServer server) throws SQLException {
        Map<String, Long> values = new HashMap<>();
        try (Connection connection =
                        driver.connect(server.port(), server.user(), server.password(), "mysql", Map.of());
                Statement statement = connection.createStatement();
                ResultSet status = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Com\\_stmt\\_%'")) {
            while (status.next()) {
                values.put(status.getString(1), status.getLong(2));
            }
        }
        return new Counters(values);
    }

    /**
     * The server has counted since what was told, twice: without the proxy and with it. It counts the last commands of a session a moment after the client has gone.
     */
    void assertGrownByTwice(Watch told, Workload workload, Driver driver, RealServer server) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Counters now = of(driver, server);
            Map<String, Long> expected = new HashMap<>();
            Map<String, Long> grown = new HashMap<>();
            COMMANDS.forEach((name, command) -> {
                expected.put(name, 2 * told.exchanges(command));
                grown.put(name, now.value(name) - value(name));
            });
            expected.put(
                    "Com_stmt_execute",
                    2
                            * (told.exchanges(PacketKind.COM_STMT_EXECUTE)
                                    + told.exchanges(PacketKind.COM_STMT_BULK_EXECUTE)));
            grown.put("Com_stmt_execute", now.value("Com_stmt_execute") - value("Com_stmt_execute"));
            assertThat(grown).as("counted by the server during " + workload).isEqualTo(expected);
        });
    }

    private long value(String name) {
        return values.getOrDefault(name, 0L);
    }
}

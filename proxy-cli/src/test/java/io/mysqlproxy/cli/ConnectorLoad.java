package io.mysqlproxy.cli;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Does every workload with the newest drivers through a proxy, again and again: a program for the script {@code mixed-load}, started in the module's folder.
 *
 * <pre>
 *   ConnectorLoad SERVER_PORT PROXY_PORT USER SECONDS
 * </pre>
 *
 * The server's {@code root} has no password, USER neither. Its schema is made anew without the proxy. Whatever a driver objects to ends the program.
 */
final class ConnectorLoad {
    private static final List<Driver> DRIVERS = List.of(Driver.CONNECTOR_J_9_7, Driver.MARIADB_3_5);

    private ConnectorLoad() {}

    public static void main(String[] args) throws SQLException, IOException, InterruptedException {
        int serverPort = Integer.parseInt(args[0]);
        int proxyPort = Integer.parseInt(args[1]);
        String user = args[2];
        long end = System.nanoTime() + Long.parseLong(args[3]) * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Driver driver : DRIVERS) {
            String schema = "mixed_" + (driver.isOracle() ? "oracle" : "mariadb");
            prepare(driver, serverPort, schema);
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    work(driver, proxyPort, user, schema, end);
                } catch (SQLException e) {
                    failures.add(driver + ": " + e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        failures.forEach(System.err::println);
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    private static void work(Driver driver, int port, String user, String schema, long end) throws SQLException {
        RealServer server =
                new RealServer("given", Flavor.MYSQL, "", "127.0.0.1", port, user, "", RealServer.Running.ELSEWHERE);
        long rows = 0;
        long rounds = 0;
        while (System.nanoTime() < end) {
            for (Workload workload : Workload.values()) {
                rows += workload.run(driver, server, port, schema).rows();
            }
            rounds++;
        }
        System.out.println(driver + ": " + rounds + " rounds of " + Workload.values().length + " workloads, " + rows
                + " rows of the statements that count");
    }

    private static void prepare(Driver driver, int port, String schema) throws SQLException {
        try (Connection connection = driver.connect(port, "root", "", "mysql", Map.of());
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL local_infile = 1");
            Works.prepareSchema(connection, schema);
        }
    }
}

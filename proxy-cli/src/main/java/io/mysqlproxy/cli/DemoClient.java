package io.mysqlproxy.cli;

import io.mysqlproxy.core.TcpProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;

/** What the demo shows: a JDBC client that knows nothing of the proxy logs in, asks, errs, and once has the wrong password. */
final class DemoClient {
    private static final String ANY_URL = "jdbc:mysql://127.0.0.1/";
    private static final Duration MOST_TO_END = Duration.ofSeconds(2);
    private static final long BETWEEN_LOOKS_MILLIS = 10;

    private final RealServer server;
    private final TcpProxy proxy;
    private final Consumer<String> talk;

    DemoClient(RealServer server, TcpProxy proxy, Consumer<String> talk) {
        this.server = server;
        this.proxy = proxy;
        this.talk = talk;
    }

    /** @throws Failure when there is no driver on the class path; it is GPL and not part of the program */
    static void requireDriver() {
        // Its thread would wait for connections that nobody closes; here all are closed.
        System.setProperty("com.mysql.cj.disableAbandonedConnectionCleanup", "true");
        try {
            DriverManager.getDriver(ANY_URL);
        } catch (SQLException none) {
            throw new Failure(
                    "demo needs a client, MySQL Connector/J, and there is none on the class path;"
                            + " proxy-cli/bin/mysql-proxy demo in a source checkout brings it",
                    none);
        }
    }

    void visit() throws SQLException, InterruptedException {
        if (server.isOurs()) {
            makeShop();
        }
        String user = server.isOurs() ? "app" : server.user();
        String password = server.isOurs() ? "correct horse" : server.password();
        String schema = server.isOurs() ? "shop" : "";
        talk.accept("a client logs in, asks, and makes a mistake");
        try (Connection connection = connect(proxy.port(), user, password, schema)) {
            ask(connection);
        }
        awaitQuiet();
        talk.accept("it logs in again");
        connect(proxy.port(), user, password, schema).close();
        awaitQuiet();
        talk.accept("and now with the wrong password");
        try (Connection surprise = connect(proxy.port(), user, "wrong " + password, schema)) {
            talk.accept("which works on this server: " + surprise.getMetaData().getDatabaseProductVersion());
        } catch (SQLException refused) {
            talk.accept("the client was told: " + refused.getMessage());
        }
        awaitQuiet();
    }

    /** Past the proxy: not part of the show. */
    private void makeShop() throws SQLException {
        try (Connection connection = connect(server.port(), server.user(), server.password(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE shop");
            statement.execute(
                    "CREATE TABLE shop.orders (id INT PRIMARY KEY AUTO_INCREMENT, customer INT, total DECIMAL(8,2))");
            statement.execute("INSERT INTO shop.orders (customer, total) VALUES (42, 19.99), (42, 5.00), (7, 100.00)");
            statement.execute("CREATE USER 'app'@'127.0.0.1' IDENTIFIED BY 'correct horse'");
            statement.execute("GRANT ALL ON shop.* TO 'app'@'127.0.0.1'");
        }
    }

    private void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            read(statement.executeQuery("SELECT VERSION(), CURRENT_USER()"));
            if (server.isOurs()) {
                orders(connection);
            }
            try {
                read(statement.executeQuery(
                        server.isOurs() ? "SELECT * FROM nope" : "SELECT * FROM no_such_schema.nope"));
            } catch (SQLException refused) {
                talk.accept("the client was told: " + refused.getMessage());
            }
        }
    }

    private static void orders(Connection connection) throws SQLException {
        try (PreparedStatement prepared =
                connection.prepareStatement("SELECT id, total FROM orders WHERE customer = ?")) {
            prepared.setInt(1, 42);
            read(prepared.executeQuery());
        }
    }

    private static void read(ResultSet results) throws SQLException {
        try (results) {
            while (results.next()) {
                results.getString(1);
            }
        }
    }

    private static Connection connect(int port, String user, String password, String schema) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        // In the clear, so that there is something to see; the password goes encrypted with the server's public key.
        properties.setProperty("sslMode", "DISABLED");
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("connectionAttributes", "program_name:mysql-proxy demo");
        return DriverManager.getConnection("jdbc:mysql://127.0.0.1:" + port + "/" + schema, properties);
    }

    /** So that what is said next comes after what was shown. */
    private void awaitQuiet() throws InterruptedException {
        long deadline = System.nanoTime() + MOST_TO_END.toNanos();
        while (proxy.openSessions() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }
}

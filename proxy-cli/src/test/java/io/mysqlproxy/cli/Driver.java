package io.mysqlproxy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The JDBC drivers under test, several versions in one run: each from its own jar, in a class loader of its own. */
enum Driver {
    CONNECTOR_J_8_4("mysql-connector-j-8.4.0.jar"),
    CONNECTOR_J_9_7("mysql-connector-j-9.7.0.jar"),
    CONNECTOR_J_26_10("mysql-connector-j-26.10.0.jar"),
    MARIADB_3_5("mariadb-java-client-3.5.11.jar"),
    MARIADB_4_0("mariadb-java-client-4.0.0.jar");

    static {
        // Its thread would outlive the tests.
        System.setProperty("com.mysql.cj.disableAbandonedConnectionCleanup", "true");
    }

    /** A driver's name for a wish. */
    enum Option {
        /** Encrypted, whoever the server is. */
        TLS,
        COMPRESSION,
        SERVER_SIDE_PREPARE
    }

    private final boolean oracle;
    // Drivers keep nothing of their own between connections.
    @SuppressWarnings("ImmutableEnumChecker")
    private final java.sql.Driver driver;

    Driver(String jar) {
        this.oracle = jar.startsWith("mysql");
        this.driver = load(
                Path.of("target", "drivers", jar), oracle ? "com.mysql.cj.jdbc.Driver" : "org.mariadb.jdbc.Driver");
    }

    // The loader lives as long as the driver, which is as long as the program.
    @SuppressWarnings("resource")
    private static java.sql.Driver load(Path jar, String type) {
        if (!Files.exists(jar)) {
            throw new UncheckedIOException(
                    new IOException(jar + " is missing; ./mvnw generate-test-resources copies it"));
        }
        try {
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
            return (java.sql.Driver)
                    loader.loadClass(type).getDeclaredConstructor().newInstance();
        } catch (MalformedURLException | ReflectiveOperationException e) {
            throw new IllegalStateException("cannot load " + type + " from " + jar, e);
        }
    }

    /**
     * Logs in through this port of the loopback address.
     *
     * @param database empty for none
     */
    Connection connect(int port, String user, String password, String database, Option... options) throws SQLException {
        Map<String, String> all = new HashMap<>();
        for (Option option : options) {
            all.putAll(properties(option));
        }
        return connect(port, user, password, database, all);
    }

    /** The same with properties as this driver calls them. */
    Connection connect(int port, String user, String password, String database, Map<String, String> more)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.setProperty("sslMode", oracle ? "DISABLED" : "disable");
        properties.putAll(more);
        String url = (oracle ? "jdbc:mysql" : "jdbc:mariadb") + "://127.0.0.1:" + port + "/" + database;
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new IllegalStateException(this + " does not know " + url);
        }
        return connection;
    }

    /**
     * With nothing but what stands in the URL.
     *
     * @param rest what follows the host and the port
     */
    Connection connectAsIs(int port, String rest) throws SQLException {
        String url = (oracle ? "jdbc:mysql" : "jdbc:mariadb") + "://127.0.0.1:" + port + "/" + rest;
        Connection connection = driver.connect(url, new Properties());
        if (connection == null) {
            throw new IllegalStateException(this + " does not know " + url);
        }
        return connection;
    }

    /** MySQL Connector/J, not MariaDB's. */
    boolean isOracle() {
        return oracle;
    }

    private Map<String, String> properties(Option option) {
        return switch (option) {
            case TLS -> Map.of("sslMode", oracle ? "REQUIRED" : "trust");
            case COMPRESSION -> Map.of("useCompression", "true");
            case SERVER_SIDE_PREPARE -> Map.of("useServerPrepStmts", "true");
        };
    }
}

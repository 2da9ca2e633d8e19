package io.mysqlproxy.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * The load of {@code src/test/scripts/soak}: many sessions of a real driver that come, ask a few dozen things with pauses between, and go, in an orderly way or
 * not. Ends with 1 when anything failed that should not.
 *
 * <p>Arguments: host, port, sessions at once, minutes. Expects user {@code soak} without a password, and schema {@code soak} with tables {@code t} and
 * {@code log}, as the script makes them.
 */
final class SoakLoad {
    private static final int ROWS = 50_000;
    private static final int MOST_STATEMENTS = 60;
    private static final int LONGEST_PAUSE_MILLIS = 6_000;
    private static final int ARRIVAL_MILLIS = 60_000;
    private static final int NO_SUCH_TABLE = 1146;

    private final String url;
    private final Instant end;
    private final LongAdder sessions = new LongAdder();
    private final LongAdder statements = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failures = new LongAdder();

    private SoakLoad(String host, String port, Duration duration) {
        this.url = "jdbc:mysql://" + host + ":" + port + "/soak";
        this.end = Instant.now().plus(duration);
    }

    public static void main(String[] args) throws InterruptedException {
        SoakLoad load = new SoakLoad(args[0], args[1], Duration.ofMinutes(Long.parseLong(args[3])));
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            SplittableRandom random = new SplittableRandom(i);
            clients.add(Thread.ofVirtual().start(() -> load.comeAndGo(random)));
        }
        for (Thread client : clients) {
            client.join();
        }
        System.out.printf(
                "%d sessions, %d statements, %d of them refused on purpose, %d failures%n",
                load.sessions.sum(), load.statements.sum(), load.refused.sum(), load.failures.sum());
        System.exit(load.failures.sum() == 0 ? 0 : 1);
    }

    private void comeAndGo(SplittableRandom random) {
        try {
            // Not all at once: a server takes some milliseconds for each log-in.
            Thread.sleep(random.nextInt(ARRIVAL_MILLIS));
            while (Instant.now().isBefore(end)) {
                session(random);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (SQLException failure) {
            failures.increment();
            System.err.println("soak: " + failure);
        }
    }

    private void session(SplittableRandom random) throws SQLException, InterruptedException {
        Properties options = new Properties();
        options.setProperty("user", "soak");
        options.setProperty("sslMode", "DISABLED");
        options.setProperty("useServerPrepStmts", Boolean.toString(random.nextBoolean()));
        Connection connection = DriverManager.getConnection(url, options);
        sessions.increment();
        boolean orderly = random.nextInt(20) > 0;
        try {
            int left = 1 + random.nextInt(MOST_STATEMENTS);
            while (left-- > 0 && Instant.now().isBefore(end)) {
                statement(connection, random);
                statements.increment();
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            }
        } finally {
            if (orderly) {
                connection.close();
            } else {
                connection.abort(Runnable::run);
            }
        }
    }

    private void statement(Connection connection, SplittableRandom random) throws SQLException {
        int id = 1 + random.nextInt(ROWS);
        switch (random.nextInt(20)) {
            case 0 -> read(connection, "SELECT * FROM t WHERE id BETWEEN " + id + " AND " + (id + 999));
            case 1 -> read(connection, "SELECT REPEAT('x', 300000), '" + id + "'");
            case 2, 3 -> change(connection, "INSERT INTO log (v) VALUES (?)", "session of " + id);
            case 4 -> change(connection, "UPDATE t SET v = 'changed' WHERE id = ?", id);
            case 5 -> transaction(connection, id);
            case 6 -> refuse(connection);
            case 7, 8, 9, 10, 11 -> prepared(connection, id);
            default -> read(connection, "SELECT v FROM t WHERE id = " + id);
        }
    }

    private static void read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            drain(rows);
        }
    }

    private static void prepared(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id, v FROM t WHERE id = ?")) {
            statement.setInt(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                drain(rows);
            }
        }
    }

    private static void change(Connection connection, String sql, Object value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, value);
            statement.executeUpdate();
        }
    }

    private static void transaction(Connection connection, int id) throws SQLException {
        connection.setAutoCommit(false);
        change(connection, "INSERT INTO log (v) VALUES (?)", id);
        read(connection, "SELECT COUNT(*) FROM t WHERE id < " + id % 100);
        if (id % 2 == 0) {
            connection.commit();
        } else {
            connection.rollback();
        }
        connection.setAutoCommit(true);
    }

    private void refuse(Connection connection) throws SQLException {
        try {
            read(connection, "SELECT * FROM nope");
        } catch (SQLException expected) {
            if (expected.getErrorCode() != NO_SUCH_TABLE) {
                throw expected;
            }
            refused.increment();
        }
    }

    private static void drain(ResultSet rows) throws SQLException {
        while (rows.next()) {
            rows.getString(1);
        }
    }
}

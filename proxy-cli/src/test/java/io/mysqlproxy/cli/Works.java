package io.mysqlproxy.cli;

import static io.mysqlproxy.cli.Seen.MARK;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.MySqlTap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;

/** What the workloads are run on, and their statements. Each leaves the schema as {@link #prepareSchema} made it, or does not care. */
final class Works {
    private static final int MANY = 100;

    private Works() {}

    /** A proxy in front of the server, of which everything is watched. */
    static TcpProxy proxy(RealServer server, Watch watch) throws IOException {
        return TcpProxy.listenOn(0)
                .upstream(server.host(), server.port())
                .tap(MySqlTap.reportingTo(watch, watch))
                .start();
    }

    /** Lets the server take files and large packets, and makes the schema. */
    static void prepare(Driver driver, RealServer server, String schema) throws SQLException, IOException {
        try (Connection connection =
                        driver.connect(server.port(), server.user(), server.password(), "mysql", Map.of());
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL local_infile = 1");
            statement.execute("SET GLOBAL max_allowed_packet = 268435456");
            prepareSchema(connection, schema);
        }
    }

    /** Makes the tables and procedures that the workloads use. */
    static void prepareSchema(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + schema);
            statement.execute("CREATE DATABASE " + schema);
            statement.execute("USE " + schema);
            statement.execute("SET sql_mode = ''");
            statement.execute("CREATE TABLE item (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(50), data LONGBLOB)");
            statement.execute("CREATE TABLE number (n INT PRIMARY KEY)");
            StringBuilder numbers = new StringBuilder("INSERT INTO number VALUES (1)");
            for (int n = 2; n <= MANY; n++) {
                numbers.append(",(").append(n).append(')');
            }
            statement.execute(numbers.toString());
            statement.execute("""
                    CREATE TABLE every_type (id INT PRIMARY KEY, c1 TINYINT, c2 SMALLINT UNSIGNED, c3 MEDIUMINT, c4 BIGINT UNSIGNED,
                    c5 FLOAT, c6 DOUBLE, c7 DECIMAL(30,10), c8 BIT(17), c9 YEAR, c10 DATE, c11 TIME(6), c12 DATETIME(6), c13 TIMESTAMP NULL,
                    c14 CHAR(5), c15 VARCHAR(20) CHARACTER SET latin1, c16 VARBINARY(20), c17 TEXT, c18 MEDIUMBLOB, c19 ENUM('a','b'),
                    c20 SET('x','y'), c21 JSON, c22 GEOMETRY)""");
            statement.execute("""
                    INSERT INTO every_type VALUES (1, -128, 65535, -8388608, 18446744073709551615, 1.5, -2.25e100, -1234567890.0123456789,
                    b'10000000000000001', 2026, '2026-11-22', '12:34:56.789012', '2026-11-22 12:34:56.789012', '2026-11-22 12:34:56',
                    'char', 'grün', x'fbfcfdfeff', 'text 🐬', x'00ff', 'b', 'x,y', '{"a": [1, null]}', ST_GeomFromText('POINT(1 -2)'))""");
            statement.execute("INSERT INTO every_type (id) VALUES (2)");
            statement.execute(
                    "CREATE PROCEDURE several() BEGIN SELECT n FROM number LIMIT 3; SELECT 'two', 2; DO 1; END");
            statement.execute("CREATE PROCEDURE doubled(IN a INT, OUT b INT, INOUT c VARCHAR(50))"
                    + " BEGIN SELECT a AS given; SET b = 2 * a, c = CONCAT(c, '!'); END");
        }
    }

    static void prepared(Connection connection, Seen seen) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(MARK + "INSERT INTO item (name, data) VALUES (?, ?)")) {
            for (int round = 1; round <= 3; round++) {
                insert.setString(1, "prepared " + round);
                insert.setBinaryStream(2, new ByteArrayInputStream(new byte[10_000 * round]));
                seen.update(insert.executeUpdate());
            }
            insert.setNull(1, Types.VARCHAR);
            insert.setBytes(2, new byte[] {0, -1});
            seen.update(insert.executeUpdate());
        }
        try (PreparedStatement select =
                connection.prepareStatement(MARK + "SELECT n, ?, ? FROM number WHERE n > ? ORDER BY n")) {
            for (int from : new int[] {0, 90, 1000}) {
                select.setDouble(1, from / 3.0);
                select.setTimestamp(2, java.sql.Timestamp.valueOf("2026-11-22 12:34:56.789"));
                select.setLong(3, from);
                seen.result(select.executeQuery());
            }
        }
        try (PreparedStatement delete =
                connection.prepareStatement(MARK + "DELETE FROM item WHERE name LIKE ? OR name IS NULL")) {
            delete.setString(1, "prepared%");
            seen.update(delete.executeUpdate());
        }
    }

    static void everyType(Connection connection, Seen seen) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MARK + "SELECT * FROM every_type WHERE id > ?")) {
            select.setInt(1, 0);
            seen.result(select.executeQuery());
            select.setString(1, "1");
            seen.result(select.executeQuery());
        }
    }

    static void manyRows(Connection connection, Seen seen) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(MARK + "SELECT n, REPEAT('x', n) FROM number WHERE n <= ?")) {
            for (int upTo : new int[] {MANY, 7, 0}) {
                select.setInt(1, upTo);
                seen.result(select.executeQuery());
            }
        }
        // Whether the driver fetches the rest of what is closed early is its own affair.
        try (PreparedStatement select = connection.prepareStatement("SELECT n FROM number");
                ResultSet closedEarly = select.executeQuery()) {
            if (!closedEarly.next()) {
                throw new SQLException("no rows");
            }
        }
    }

    static void streamedRows(Connection connection, Seen seen) throws SQLException {
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            if (connection.getMetaData().getDriverName().contains("MySQL")) {
                statement.setFetchSize(Integer.MIN_VALUE);
            }
            seen.result(statement.executeQuery(MARK + "SELECT a.n, b.n, REPEAT('row', 20) FROM number a, number b"));
        }
    }

    static void batch(Connection connection, Seen seen) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(MARK + "INSERT INTO item (name) VALUES (?)");
                Statement statement = connection.createStatement()) {
            for (int row = 0; row < 3 * MANY; row++) {
                insert.setString(1, row % 10 == 0 ? null : "batch " + row);
                insert.addBatch();
            }
            insert.executeBatch();
            try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM item")) {
                count.next();
                seen.update(count.getInt(1));
            }
            for (int n = 1; n <= 5; n++) {
                statement.addBatch(MARK + "UPDATE item SET name = 'updated " + n + "' WHERE name = 'batch " + n + "'");
            }
            seen.updates(statement.executeBatch());
            seen.update(statement.executeUpdate(MARK + "DELETE FROM item"));
        }
    }

    static void several(Connection connection, Seen seen) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            seen.all(
                    statement,
                    statement.execute(
                            MARK + "SELECT n FROM number LIMIT 4; INSERT INTO item (name) VALUES ('a'), ('b');"
                                    + " SELECT 1 FROM DUAL WHERE FALSE; UPDATE item SET name = 'c'; CALL several(); DELETE FROM item"));
            try {
                new Seen().all(statement, statement.execute("SELECT n FROM number LIMIT 2; SELECT nothing"));
                throw new IllegalStateException("no error");
            } catch (SQLException expected) {
                // How many of the rows before it the driver hands out differs.
            }
        }
    }

    static void localInfile(Connection connection, Seen seen) throws SQLException {
        try {
            Path file = Files.createTempFile("rows", ".csv");
            try (Statement statement = connection.createStatement()) {
                StringBuilder lines = new StringBuilder();
                for (int line = 0; line < 5_000; line++) {
                    lines.append("line ").append(line).append('\n');
                }
                Files.writeString(file, lines, StandardCharsets.UTF_8);
                String load = "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE item (name)";
                seen.update(statement.executeUpdate(MARK + load));
                Files.writeString(file, "");
                seen.update(statement.executeUpdate(MARK + load));
                seen.update(statement.executeUpdate(MARK + "DELETE FROM item"));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void procedures(Connection connection, Seen seen) throws SQLException {
        try (CallableStatement call = connection.prepareCall("{call several()}")) {
            seen.all(call, call.execute());
        }
        try (CallableStatement call = connection.prepareCall("{call doubled(?, ?, ?)}")) {
            for (int a = 1; a <= 2; a++) {
                call.setInt(1, a);
                call.registerOutParameter(2, Types.INTEGER);
                call.setString(3, "hello");
                call.registerOutParameter(3, Types.VARCHAR);
                boolean result = call.execute();
                if (call.getInt(2) != 2 * a || !"hello!".equals(call.getString(3))) {
                    throw new SQLException("wrong OUT parameters: " + call.getInt(2) + ", " + call.getString(3));
                }
                // Not counted: each driver reads OUT parameters in another way.
                new Seen().all(call, result);
            }
        }
    }

    static void transactions(Connection connection, Seen seen) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        try (Statement statement = connection.createStatement()) {
            seen.update(statement.executeUpdate(MARK + "INSERT INTO item (name) VALUES ('kept')"));
            Savepoint savepoint = connection.setSavepoint("here");
            seen.update(statement.executeUpdate(MARK + "INSERT INTO item (name) VALUES ('lost'), ('lost')"));
            connection.rollback(savepoint);
            connection.commit();
            seen.result(statement.executeQuery(MARK + "SELECT name FROM item"));
            try {
                statement.executeUpdate(MARK + "INSERT INTO number VALUES (1)");
            } catch (SQLException duplicate) {
                seen.error();
            }
            seen.update(statement.executeUpdate(MARK + "DELETE FROM item"));
            connection.rollback();
            connection.setAutoCommit(true);
            seen.update(statement.executeUpdate(MARK + "DELETE FROM item"));
        }
    }

    static void refusedPrepare(Connection connection, Seen seen) throws SQLException {
        try (PreparedStatement wrong = connection.prepareStatement(MARK + "SELECT nothing FROM nowhere WHERE a = ?")) {
            wrong.setInt(1, 1);
            wrong.executeQuery().close();
        } catch (SQLException expected) {
            seen.error();
        }
    }

    static void metadata(Connection connection, Seen seen) throws SQLException {
        String schema = connection.getCatalog();
        connection.getMetaData().getTables(schema, null, "%", null).close();
        connection.getMetaData().getColumns(schema, null, "every_type", "%").close();
        connection.getMetaData().getPrimaryKeys(schema, null, "item").close();
        connection
                .getMetaData()
                .getProcedureColumns(schema, null, "doubled", "%")
                .close();
        connection.setCatalog("mysql");
        connection.setCatalog(schema);
        if (!connection.isValid(10)) {
            throw new SQLException("not valid");
        }
        try (Statement statement = connection.createStatement()) {
            seen.result(statement.executeQuery(MARK + "SELECT 1"));
        }
    }
}

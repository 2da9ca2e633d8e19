package io.mysqlproxy.cli;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a client does once it is there, and everything it got to see: equal however it came to the server, if the way is transparent. */
final class Visit {
    /** Opens the client's connection. */
    @FunctionalInterface
    interface Login {
        Connection open() throws SQLException;
    }

    private Visit() {}

    /** Logs in, asks, prepares, fails once, and leaves; whatever the server refuses is part of what was seen. */
    static List<String> report(Login login) {
        List<String> seen = new ArrayList<>();
        try (Connection connection = login.open();
                Statement statement = connection.createStatement()) {
            seen.add("product " + connection.getMetaData().getDatabaseProductVersion());
            seen.add("schema " + connection.getCatalog());
            seen.addAll(rows(statement.executeQuery("SELECT CURRENT_USER(), USER(), @@version")));
            seen.addAll(rows(
                    statement.executeQuery("SELECT 1 AS one, 'grün 🐬' AS text, NULL AS nothing, x'00ff' AS bytes")));
            seen.add("updated " + statement.executeUpdate("SET @visited = 3"));
            seen.addAll(prepared(connection));
            seen.add(refusal(statement, "SELECT * FROM no_such_schema.no_such_table"));
            seen.add(refusal(statement, "SELECT FROM WHERE"));
            seen.addAll(rows(statement.executeQuery("SELECT @visited + 1, REPEAT('x', 70000)")));
        } catch (SQLException refused) {
            seen.add(describe(refused));
        }
        return seen;
    }

    private static List<String> prepared(Connection connection) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement("SELECT ? + 1, UPPER(?), ?")) {
            List<String> seen = new ArrayList<>();
            for (int round = 1; round <= 2; round++) {
                prepared.setInt(1, round);
                prepared.setString(2, "round " + round);
                prepared.setBytes(3, new byte[] {1, 2, 3});
                seen.addAll(rows(prepared.executeQuery()));
            }
            return seen;
        }
    }

    private static List<String> rows(ResultSet results) throws SQLException {
        List<String> seen = new ArrayList<>();
        try (results) {
            int columns = results.getMetaData().getColumnCount();
            while (results.next()) {
                StringBuilder row = new StringBuilder();
                for (int column = 1; column <= columns; column++) {
                    row.append(results.getMetaData().getColumnLabel(column))
                            .append('=')
                            .append(results.getString(column))
                            .append(' ');
                }
                seen.add(row.toString());
            }
        }
        return seen;
    }

    private static String refusal(Statement statement, String sql) {
        try (ResultSet results = statement.executeQuery(sql)) {
            return "unexpectedly answered: " + results;
        } catch (SQLException refused) {
            return describe(refused);
        }
    }

    /** State and code of a refusal. The words only as far as they are the server's: drivers put times and connection numbers into theirs. */
    private static String describe(SQLException refused) {
        return "refused " + refused.getSQLState() + " " + refused.getErrorCode() + " "
                + String.valueOf(refused.getMessage()).replaceAll("\\(conn=\\d+\\)|\\d+ milliseconds", "");
    }
}

package io.mysqlproxy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** A value of many megabytes, sent to the server and read back. */
final class LargeValues {
    private LargeValues() {}

    /** Returns how many bytes came back as they were sent. */
    static long sentAndReadBack(Connection connection, int length) throws SQLException {
        byte[] value = new byte[length];
        for (int at = 0; at < length; at += 4096) {
            value[at] = (byte) (at >> 12);
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO item (name, data) VALUES ('large', ?)")) {
            insert.setBytes(1, value);
            insert.executeUpdate();
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT data FROM item WHERE name = 'large'")) {
            result.next();
            return equalBytes(value, result.getBinaryStream(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long equalBytes(byte[] value, InputStream stream) throws IOException {
        byte[] back = stream.readAllBytes();
        int differs = Arrays.mismatch(value, back);
        return differs < 0 ? back.length : differs;
    }
}

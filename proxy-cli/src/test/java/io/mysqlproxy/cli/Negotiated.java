package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.HandshakeV10;
import io.mysqlproxy.protocol.message.SslRequest;
import io.mysqlproxy.protocol.message.StatusFlags;
import io.mysqlproxy.protocol.wire.Bytes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a client and a server have agreed on, as the server's end of the wire and the server itself tell it.
 *
 * @param request the client's flags in the clear; those of the handshake response are the same, or the server ends the session
 * @param session what the server says of the session: version and cipher suite of TLS, compression, character sets
 * @param attributes what the client has said about itself
 */
record Negotiated(
        Bytes serverVersion,
        Capabilities offered,
        int collation,
        StatusFlags status,
        Optional<Bytes> plugin,
        SslRequest request,
        Map<String, String> session,
        Map<String, String> attributes) {

    /** Logs in, asks, and leaves; the rig must be of this one session. */
    static Negotiated by(TlsRig rig, Visit.Login login) throws SQLException {
        Map<String, String> session = new TreeMap<>();
        Map<String, String> attributes = new TreeMap<>();
        try (Connection connection = login.open();
                Statement statement = connection.createStatement()) {
            collect(
                    session,
                    statement.executeQuery("SHOW SESSION STATUS WHERE Variable_name IN ('Ssl_version', 'Ssl_cipher',"
                            + " 'Ssl_sessions_reused', 'Compression')"));
            collect(
                    session,
                    statement.executeQuery("SHOW SESSION VARIABLES WHERE Variable_name LIKE 'character_set_%' OR"
                            + " Variable_name LIKE 'collation_%' OR Variable_name IN ('sql_mode', 'autocommit')"));
            collect(
                    attributes,
                    statement.executeQuery("SELECT ATTR_NAME, ATTR_VALUE FROM"
                            + " performance_schema.session_connect_attrs WHERE PROCESSLIST_ID = CONNECTION_ID()"));
        }
        rig.end();
        HandshakeV10 greeting = only(rig.atServer(), HandshakeV10.class);
        return new Negotiated(
                greeting.serverVersion(),
                greeting.capabilities(),
                greeting.collation(),
                greeting.status(),
                greeting.plugin(),
                only(rig.atServer(), SslRequest.class),
                session,
                attributes);
    }

    private static <T> T only(PacketLog log, Class<T> type) {
        return log.entries().stream()
                .map(PacketLog.Entry::message)
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((one, other) -> {
                    throw new AssertionError("more than one " + type.getSimpleName());
                })
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + ": " + log.entries()));
    }

    private static void collect(Map<String, String> into, ResultSet rows) throws SQLException {
        try (rows) {
            while (rows.next()) {
                into.put(rows.getString(1), String.valueOf(rows.getString(2)));
            }
        }
    }
}

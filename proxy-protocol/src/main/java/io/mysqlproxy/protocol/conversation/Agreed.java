package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.util.Optional;

/**
 * What client and server have told each other about the connection so far. An immutable value; empty or zero where nothing was said yet. After the log-in
 * one thing changes it: COM_SET_OPTION, which the server has accepted, turns MULTI_STATEMENTS on or off in what is in effect (AUTO-5).
 *
 * @param serverVersion as greeted, {@code 9.7.4} or {@code 5.5.5-10.11.19-MariaDB}
 * @param mariaDb whether the greeting looks like MariaDB's; a hint (CON-4)
 * @param connectionId the server's number for the connection, 0 to 4,294,967,295
 * @param offered the server's capabilities
 * @param requested the client's capabilities; those of its SSLRequest where it sent one (TLS-3)
 * @param effective the capabilities that decide layouts (R-2, CAP-1)
 * @param user who logged in
 * @param schema the schema named at log-in
 */
public record Agreed(
        Bytes serverVersion,
        boolean mariaDb,
        long connectionId,
        Capabilities offered,
        Capabilities requested,
        Capabilities effective,
        Bytes user,
        Bytes schema) {
    static final Agreed NOTHING = new Agreed(
            Bytes.EMPTY, false, 0, Capabilities.NONE, Capabilities.NONE, Capabilities.NONE, Bytes.EMPTY, Bytes.EMPTY);

    /** Bits that mean nothing between two machines: a MariaDB server says who it is with the first, clients keep the others for themselves. */
    private static final Capabilities LOCAL =
            Capabilities.of(Capability.LONG_PASSWORD, Capability.SSL_VERIFY_SERVER_CERT, Capability.REMEMBER_OPTIONS);

    /** What every client of the last twenty years has in effect, for a conversation whose beginning was not seen (CAP-5). */
    static final Agreed ASSUMED = NOTHING.inferred(Capabilities.of(
            Capability.PROTOCOL_41,
            Capability.TRANSACTIONS,
            Capability.SECURE_CONNECTION,
            Capability.PLUGIN_AUTH,
            Capability.LOCAL_FILES,
            Capability.MULTI_STATEMENTS,
            Capability.MULTI_RESULTS,
            Capability.PS_MULTI_RESULTS,
            Capability.SESSION_TRACK));

    /** The server is MariaDB, by what it or its client does. */
    Agreed withMariaDb() {
        return new Agreed(serverVersion, true, connectionId, offered, requested, effective, user, schema);
    }

    Agreed inferred(Capabilities capabilities) {
        return new Agreed(serverVersion, mariaDb, connectionId, offered, requested, capabilities, user, schema);
    }

    Agreed greeted(Bytes version, boolean isMariaDb, long id, Capabilities serverCapabilities) {
        return new Agreed(version, isMariaDb, id, serverCapabilities, requested, effective, user, schema);
    }

    /**
     * The client's flags are known. A client may send flags that the server did not offer: the mysql client 9.7 sends QUERY_ATTRIBUTES to every server. It
     * acts on those that both have, and so does the server.
     */
    Agreed requested(Capabilities clientCapabilities) {
        return new Agreed(
                serverVersion,
                mariaDb,
                connectionId,
                offered,
                clientCapabilities,
                clientCapabilities.and(offered),
                user,
                schema);
    }

    Agreed loggedIn(Bytes userName, Bytes schemaName) {
        return new Agreed(serverVersion, mariaDb, connectionId, offered, requested, effective, userName, schemaName);
    }

    /** Whether the capability decides layouts here. */
    public boolean has(Capability capability) {
        return effective.has(capability);
    }

    /** How everything behind the log-in is compressed. Where both are agreed on, zlib wins (CMP-1). */
    public Optional<CompressionAlgorithm> compression() {
        if (has(Capability.COMPRESS)) {
            return Optional.of(CompressionAlgorithm.ZLIB);
        }
        return has(Capability.ZSTD_COMPRESSION_ALGORITHM) ? Optional.of(CompressionAlgorithm.ZSTD) : Optional.empty();
    }

    /** Capabilities the client uses although the server does not have them (CAP-1). */
    public Capabilities notOffered() {
        return requested.without(offered).without(LOCAL);
    }
}

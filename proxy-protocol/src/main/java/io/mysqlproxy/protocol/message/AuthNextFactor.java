package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * The server is content with one factor and asks for the next: the plugin's name and its first data. Only with MULTI_FACTOR_AUTHENTICATION.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_auth_next_factor_request.html">Protocol::AuthNextFactor</a>
 */
public record AuthNextFactor(Bytes plugin, AuthData data, Oddities oddities) implements ServerMessage {
    /** First byte of the packet. */
    public static final int HEADER = 0x02;

    public static AuthNextFactor decode(WireReader reader) {
        reader.header(HEADER, "next authentication factor");
        Bytes plugin = reader.stringNulOrRest("plugin");
        AuthData data = AuthData.fromServer(AuthContext.start(plugin.utf8(), false), reader);
        return new AuthNextFactor(plugin, data, reader.oddities());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities).int1(HEADER).stringNul(plugin);
        data.encode(writer);
        writer.end();
    }
}

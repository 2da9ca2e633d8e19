package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * The server wants another plugin: its name and its first data. For an account that does not exist MySQL plays this out too (AUT-4).
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_auth_switch_request.html">Protocol::AuthSwitchRequest</a>
 */
public record AuthSwitchRequest(Bytes plugin, AuthData data, Oddities oddities) implements ServerMessage {
    /** First byte of the packet. */
    public static final int HEADER = 0xfe;

    public static AuthSwitchRequest decode(WireReader reader) {
        header(reader);
        Bytes plugin = reader.stringNulOrRest("plugin");
        AuthData data = AuthData.fromServer(AuthContext.start(plugin.utf8(), false), reader);
        return new AuthSwitchRequest(plugin, data, reader.oddities());
    }

    static void header(WireReader reader) {
        reader.header(HEADER, "authentication switch");
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities).int1(HEADER).stringNul(plugin);
        data.encode(writer);
        writer.end();
    }
}

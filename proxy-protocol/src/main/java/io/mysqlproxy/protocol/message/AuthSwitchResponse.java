package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * Data of the client's plugin: every packet that the client sends while it authenticates, after its handshake response. May be empty.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_auth_switch_response.html">Protocol::AuthSwitchResponse</a>
 */
public record AuthSwitchResponse(AuthData data) implements ClientMessage {
    /** Reads the packet in its {@code context}, the exchange before it. */
    public static AuthSwitchResponse decode(WireReader reader, AuthContext context) {
        return new AuthSwitchResponse(AuthData.fromClient(context, reader));
    }

    @Override
    public void encode(WireWriter writer) {
        data.encode(writer);
    }
}

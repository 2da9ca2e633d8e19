package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * The server asks for mysql_old_password, with the first 8 bytes of the greeting's nonce: one byte FE.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_old_auth_switch_request.html">Protocol::OldAuthSwitchRequest</a>
 */
public record OldAuthSwitchRequest() implements ServerMessage {
    public static OldAuthSwitchRequest decode(WireReader reader) {
        AuthSwitchRequest.header(reader);
        reader.end();
        return new OldAuthSwitchRequest();
    }

    @Override
    public void encode(WireWriter writer) {
        writer.int1(AuthSwitchRequest.HEADER);
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * More data of the server's plugin.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_auth_more_data.html">Protocol::AuthMoreData</a>
 */
public record AuthMoreData(AuthData data) implements ServerMessage {
    /** First byte of the packet. */
    public static final int HEADER = 0x01;

    /** Reads the packet in its {@code context}, the exchange before it. */
    public static AuthMoreData decode(WireReader reader, AuthContext context) {
        reader.header(HEADER, "more authentication data");
        return new AuthMoreData(AuthData.fromServer(context, reader));
    }

    @Override
    public void encode(WireWriter writer) {
        writer.int1(HEADER);
        data.encode(writer);
    }
}

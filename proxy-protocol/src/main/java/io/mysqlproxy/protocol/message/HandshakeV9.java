package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * The greeting of servers before 3.21.
 *
 * @param scramble the nonce, 8 bytes
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v9.html">Protocol::HandshakeV9</a>
 */
public record HandshakeV9(Bytes serverVersion, long threadId, Secret scramble, Oddities oddities)
        implements ServerMessage {
    /** First byte of the packet. */
    public static final int PROTOCOL = 0x09;

    public static HandshakeV9 decode(WireReader reader) {
        reader.header(PROTOCOL, "protocol version");
        Bytes serverVersion = reader.stringNul("server version");
        long threadId = reader.int4("thread id");
        Secret scramble = Secret.of(reader.stringNulOrRest("scramble"));
        return new HandshakeV9(serverVersion, threadId, scramble, reader.oddities());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities)
                .int1(PROTOCOL)
                .stringNul(serverVersion)
                .int4(threadId)
                .secretNul(scramble)
                .end();
    }
}

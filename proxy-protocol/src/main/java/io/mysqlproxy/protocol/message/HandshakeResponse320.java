package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/**
 * The answer of clients before 4.1 to the greeting.
 *
 * <pre>
 *   flags (2)  largest packet (3)  user 00
 *   answer 00  database 00    if CONNECT_WITH_DB
 *   answer                    otherwise, to the packet's end
 * </pre>
 *
 * @param maxPacketSize in bytes
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_response.html">Protocol::HandshakeResponse320</a>
 */
public record HandshakeResponse320(
        Capabilities capabilities,
        int maxPacketSize,
        Bytes user,
        AuthData answer,
        Optional<Bytes> database,
        Oddities oddities)
        implements ClientMessage {

    public static HandshakeResponse320 decode(WireReader reader) {
        Capabilities capabilities = new Capabilities(reader.int2("client flags"));
        int maxPacketSize = reader.int3("largest packet");
        Bytes user = reader.stringNul("user");
        boolean withDatabase = capabilities.has(Capability.CONNECT_WITH_DB);
        Bytes answer = withDatabase ? reader.stringNulOrRest("authentication answer") : reader.rest();
        Optional<Bytes> database =
                reader.hasRemaining() ? Optional.of(reader.stringNulOrRest("database")) : Optional.empty();
        AuthContext context = AuthContext.start(AuthPlugin.OLD_PASSWORD.pluginName(), false);
        return new HandshakeResponse320(
                capabilities,
                maxPacketSize,
                user,
                AuthData.fromClient(context, WireReader.of(answer)),
                database,
                reader.oddities());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities)
                .int2((int) capabilities.bits())
                .int3(maxPacketSize)
                .stringNul(user);
        answer.encode(writer);
        if (capabilities.has(Capability.CONNECT_WITH_DB)) {
            writer.int1(0);
        }
        database.ifPresent(writer::stringNul);
        writer.end();
    }
}

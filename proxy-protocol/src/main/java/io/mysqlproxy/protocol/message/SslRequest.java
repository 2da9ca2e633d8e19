package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * The client asks to go on in TLS: the beginning of a handshake response, with the SSL flag set. Its flags are those that count, whatever the
 * handshake response inside TLS says (TLS-3). Longer packets start TLS too; what they have beyond the layout is surplus (CON-7).
 *
 * <pre>
 *   PROTOCOL_41        flags (4)  largest packet (4)  collation (1)  filler (23)
 *   PROTOCOL_320       flags (2)  largest packet (3)
 *   CAPABILITIES_ONLY  flags (4)
 *   filler: 23 bytes of 00; MariaDB's clients: 19 bytes of 00 and MariaDB's flags (4)
 * </pre>
 *
 * @param maxPacketSize in bytes; 0 when the form has none
 * @param collation the low 8 bits of the collation id; 0 when the form has none
 * @param filler 23 bytes, or the 19 before MariaDB's extended flags, or empty when the form has none
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_ssl_request.html">Protocol::SSLRequest</a>
 */
public record SslRequest(
        Form form, Capabilities capabilities, long maxPacketSize, int collation, Bytes filler, Oddities oddities)
        implements ClientMessage {
    /** Bytes of the packet in protocol 4.1. */
    public static final int LENGTH_41 = 32;

    /** Which of the three layouts the packet has (TLS-2). */
    public enum Form {
        PROTOCOL_41,
        PROTOCOL_320,
        /** Four bytes, as old Connector/J sends. */
        CAPABILITIES_ONLY
    }

    /** Reads the packet; where MariaDB's flags are depends on what the {@code server} offered in its greeting. */
    public static SslRequest decode(WireReader reader, Capabilities server) {
        if (reader.remaining() == 4) {
            Capabilities capabilities = new Capabilities(reader.int4("client flags"));
            return new SslRequest(Form.CAPABILITIES_ONLY, capabilities, 0, 0, Bytes.EMPTY, reader.oddities());
        }
        if (reader.remaining() < LENGTH_41) {
            Capabilities capabilities = new Capabilities(reader.int2("client flags"));
            int maxPacketSize = reader.int3("largest packet");
            return new SslRequest(Form.PROTOCOL_320, capabilities, maxPacketSize, 0, Bytes.EMPTY, reader.oddities());
        }
        ClientHead head = ClientHead.decode(reader, server);
        return new SslRequest(
                Form.PROTOCOL_41,
                head.capabilities(),
                head.maxPacketSize(),
                head.collation(),
                head.filler(),
                reader.oddities());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities);
        switch (form) {
            case PROTOCOL_41 -> new ClientHead(capabilities, maxPacketSize, collation, filler).encode(writer);
            case PROTOCOL_320 -> writer.int2((int) capabilities.bits()).int3((int) maxPacketSize);
            case CAPABILITIES_ONLY -> writer.int4(capabilities.mysqlBits());
        }
        writer.end();
    }
}

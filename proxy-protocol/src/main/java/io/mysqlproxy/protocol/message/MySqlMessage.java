package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;

/** One packet of the MySQL protocol, decoded: an immutable value that can be written again. */
public sealed interface MySqlMessage permits ClientMessage, ServerMessage, Undecodable {
    /** Writes the packet's payload (without frame headers). For every packet that was decoded this gives the bytes it was decoded from. */
    void encode(WireWriter writer);

    /** The payload that {@link #encode} writes, with the secrets in it. Whoever calls this is responsible for where it goes. */
    default Bytes unsafeEncoded() {
        WireWriter writer = new WireWriter();
        encode(writer);
        return writer.toBytes();
    }
}

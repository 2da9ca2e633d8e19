package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/** The 32 bytes that an SSL request and a handshake response of protocol 41 begin with. */
record ClientHead(Capabilities capabilities, long maxPacketSize, int collation, Bytes filler) {
    private static final int FILLER = 23;
    private static final int FILLER_BEFORE_EXTENDED_FLAGS = 19;

    static ClientHead decode(WireReader reader, Capabilities server) {
        long flags = reader.int4("client flags");
        long maxPacketSize = reader.int4("largest packet");
        int collation = reader.int1("collation");
        // Both peers clear the bit when both are MariaDB (section 2.1, bit 0).
        boolean extended =
                !server.has(Capability.LONG_PASSWORD) && !new Capabilities(flags).has(Capability.LONG_PASSWORD);
        Bytes filler = reader.bytes(extended ? FILLER_BEFORE_EXTENDED_FLAGS : FILLER, "filler");
        if (extended) {
            flags |= reader.int4("MariaDB's extended flags") << 32;
        }
        return new ClientHead(new Capabilities(flags), maxPacketSize, collation, filler);
    }

    void encode(WireWriter writer) {
        writer.int4(capabilities.mysqlBits())
                .int4(maxPacketSize)
                .int1(collation)
                .bytes(filler);
        if (filler.length() == FILLER_BEFORE_EXTENDED_FLAGS) {
            writer.int4(capabilities.mariaDbBits());
        }
    }
}

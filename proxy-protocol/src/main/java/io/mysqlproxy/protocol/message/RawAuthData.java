package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/** More data of the server's plugin without the 01 in front, as MariaDB sends it up to 10.11 unless the data begins with 00, 01, FE or FF (AUT-2). */
public record RawAuthData(AuthData data) implements ServerMessage {
    /** Reads the packet in its {@code context}, the exchange before it. */
    public static RawAuthData decode(WireReader reader, AuthContext context) {
        return new RawAuthData(AuthData.fromServer(context, reader));
    }

    @Override
    public void encode(WireWriter writer) {
        data.encode(writer);
    }
}

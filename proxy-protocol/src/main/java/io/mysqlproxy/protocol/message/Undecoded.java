package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/** A packet that is named by its kind only; its content is kept as it came. */
public record Undecoded(Secret payload) implements ClientMessage, ServerMessage {
    public static Undecoded decode(WireReader reader) {
        return new Undecoded(Secret.of(reader.rest()));
    }

    @Override
    public void encode(WireWriter writer) {
        writer.secret(payload);
    }
}

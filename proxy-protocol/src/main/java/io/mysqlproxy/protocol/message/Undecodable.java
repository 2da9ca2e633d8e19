package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * A packet that does not have the layout its place in the conversation demands. Its bytes may be anything, so they are kept as a secret (SEC-R5).
 *
 * @param position offset into the payload, in bytes, where the expectation failed
 * @param expected what the protocol wants there
 * @param found what is there instead
 * @param payload the whole packet, or as much of it as was kept
 */
public record Undecodable(int position, String expected, String found, Secret payload) implements MySqlMessage {
    @Override
    public void encode(WireWriter writer) {
        writer.secret(payload);
    }
}

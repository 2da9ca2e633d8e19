package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.AuthPlugin;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.HandshakeResponse320;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.message.HandshakeV10;
import io.mysqlproxy.protocol.message.HandshakeV9;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.SslRequest;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Packet;

/** The connection phase up to the client's answer to the greeting: what the two packets are, and what they agree on. */
final class ConnectionPhase {
    private Agreed agreed = Agreed.NOTHING;
    private Bytes greetedPlugin = Bytes.EMPTY;
    private int collation;
    private boolean tlsRequested;
    private boolean clientInTls;
    private boolean understood = true;
    private Authentication authentication = new Authentication(agreed, "", false);

    Agreed agreed() {
        return agreed;
    }

    /** Id of the collation the client asked for. */
    int collation() {
        return collation;
    }

    /** Whether greeting and answer could be decoded, so that layouts are known. */
    boolean isUnderstood() {
        return understood;
    }

    /** The log-in's exchange; meaningful once the client has answered the greeting. */
    Authentication authentication() {
        return authentication;
    }

    /** Names the server's first packet by its first byte; {@link PacketKind#UNEXPECTED} is not MySQL. */
    PacketKind onGreeting(Packet packet) {
        PacketKind kind = switch (packet.byteAt(0)) {
            case HandshakeV10.PROTOCOL -> PacketKind.HANDSHAKE_V10;
            case HandshakeV9.PROTOCOL -> PacketKind.HANDSHAKE_V9;
            case ReplyHeader.ERR -> PacketKind.ERR;
            default -> PacketKind.UNEXPECTED;
        };
        switch (MessageDecoder.decode(kind, packet, agreed, authentication.context())) {
            case HandshakeV10 v10 -> {
                agreed = agreed.greeted(v10.serverVersion(), v10.isMariaDb(), v10.threadId(), v10.capabilities());
                greetedPlugin = v10.plugin().orElse(Bytes.EMPTY);
            }
            case HandshakeV9 v9 -> agreed = agreed.greeted(v9.serverVersion(), false, v9.threadId(), Capabilities.NONE);
            case Err ignored -> {}
            default -> understood = false;
        }
        authentication = new Authentication(agreed, greetedPlugin.utf8(), clientInTls);
        return kind;
    }

    /** Names the client's first packet, or the one after its SSLRequest where no TLS followed. */
    PacketKind onFirstOfClient(Packet packet) {
        PacketKind kind = kindOfFirst(packet);
        switch (MessageDecoder.decode(kind, packet, agreed, authentication.context())) {
            case SslRequest request -> {
                tlsRequested = true;
                agreed = agreed.requested(request.capabilities());
            }
            case HandshakeResponse41 response -> {
                answered(
                        response.capabilities(),
                        response.user(),
                        response.database().orElse(Bytes.EMPTY));
                collation = response.collation();
                Bytes plugin = response.plugin().orElse(greetedPlugin);
                authentication =
                        new Authentication(agreed, (plugin.isEmpty() ? greetedPlugin : plugin).utf8(), clientInTls);
            }
            case HandshakeResponse320 response -> {
                answered(
                        response.capabilities(),
                        response.user(),
                        response.database().orElse(Bytes.EMPTY));
                authentication = new Authentication(agreed, AuthPlugin.OLD_PASSWORD.pluginName(), clientInTls);
            }
            // Malformed: an honest server will say so.
            case MySqlMessage ignored -> {
                understood = false;
                authentication = new Authentication(agreed, greetedPlugin.utf8(), clientInTls);
            }
        }
        return kind;
    }

    /** Plugins of a client in TLS send passwords as they are. */
    void tlsBegan(boolean withClient) {
        clientInTls = withClient;
    }

    private void answered(Capabilities capabilities, Bytes user, Bytes schema) {
        // The server goes by the flags of the SSLRequest, where there was one (TLS-3).
        agreed = (tlsRequested ? agreed : agreed.requested(capabilities)).loggedIn(user, schema);
    }

    private PacketKind kindOfFirst(Packet packet) {
        Capabilities flags = new Capabilities(Math.max(0, ReplyHeader.int2(packet, 0)));
        if (flags.has(Capability.SSL) && !tlsRequested && isTlsBegun(packet)) {
            return PacketKind.SSL_REQUEST;
        }
        return flags.has(Capability.PROTOCOL_41) ? PacketKind.HANDSHAKE_RESPONSE_41 : PacketKind.HANDSHAKE_RESPONSE_320;
    }

    /**
     * A server that has TLS begins it for any first packet with the bit, however long (TLS-2, CON-7); without, the length tells a request from a
     * response whose client sets the bit for nothing.
     */
    private boolean isTlsBegun(Packet packet) {
        return packet.length() <= SslRequest.LENGTH_41 || agreed.offered().has(Capability.SSL);
    }
}

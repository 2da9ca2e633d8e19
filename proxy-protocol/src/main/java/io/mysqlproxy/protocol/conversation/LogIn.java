package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.wire.Packet;

/** The connection from its first packet to the server's OK: names the packets, and says in which phase each leaves it. */
final class LogIn {
    private final ConnectionPhase connection = new ConnectionPhase();
    private Phase phase = new Phase.AwaitingGreeting();

    /** Where the packet named last has led: {@link Phase.Commands} when it was the end of the log-in. */
    Phase phase() {
        return phase;
    }

    Agreed agreed() {
        return connection.agreed();
    }

    /** Id of the collation the client asked for. */
    int collation() {
        return connection.collation();
    }

    Authentication authentication() {
        return connection.authentication();
    }

    /** Whether the client's answer was seen and understood, so that only the end of the authentication may be missing. */
    boolean isAgreed() {
        return phase instanceof Phase.Authenticating && connection.isUnderstood();
    }

    /** TLS has begun and ends at the proxy: what comes next was inside, or in front of a server that the proxy alone speaks TLS with. */
    void tlsBegan(boolean withClient) {
        connection.tlsBegan(withClient);
        if (phase instanceof Phase.AwaitingTls) {
            phase = new Phase.AwaitingHandshakeResponse();
        }
    }

    PacketKind onClientPacket(Packet packet) {
        if (phase instanceof Phase.Authenticating) {
            return connection.authentication().onClientPacket();
        }
        if (phase instanceof Phase.AwaitingGreeting) {
            return opaque(OpaqueReason.CLIENT_SPOKE_FIRST);
        }
        PacketKind kind = connection.onFirstOfClient(packet);
        if (kind != PacketKind.SSL_REQUEST) {
            phase = new Phase.Authenticating();
        } else if (agreed().offered().has(Capability.SSL)) {
            phase = new Phase.AwaitingTls();
        }
        return kind;
    }

    PacketKind onServerPacket(Packet packet) {
        if (phase instanceof Phase.Authenticating) {
            return authenticationPacket(packet);
        }
        if (phase instanceof Phase.AwaitingGreeting) {
            return greeting(packet);
        }
        if (!ReplyHeader.isErr(packet)) {
            return opaque(OpaqueReason.DESYNCHRONIZED);
        }
        phase = new Phase.Closing();
        return PacketKind.ERR;
    }

    /**
     * Whether the client's packet is a command although no OK came: a plugin said "handshake complete" by itself (AUT-10). Where compression was agreed on it is the
     * beginning of a compressed frame, taken for a packet.
     */
    boolean isOverWithoutOk(Packet packet) {
        return phase instanceof Phase.Authenticating
                && packet.place() == 0
                && connection.authentication().mayEndWithoutOk();
    }

    void endWithoutOk() {
        succeeded();
    }

    private PacketKind greeting(Packet packet) {
        PacketKind kind = connection.onGreeting(packet);
        if (!connection.isUnderstood()) {
            phase = new Phase.Opaque(OpaqueReason.NOT_MYSQL);
        } else {
            phase = kind == PacketKind.ERR ? new Phase.Closing() : new Phase.AwaitingHandshakeResponse();
        }
        return kind;
    }

    private PacketKind authenticationPacket(Packet packet) {
        PacketKind kind = connection.authentication().onServerPacket(packet);
        if (kind == PacketKind.ERR) {
            phase = new Phase.Closing();
        } else if (kind == PacketKind.OK) {
            succeeded();
        }
        return kind;
    }

    private void succeeded() {
        if (!connection.isUnderstood()) {
            phase = new Phase.Opaque(OpaqueReason.DESYNCHRONIZED);
        } else {
            phase = new Phase.Commands();
        }
    }

    private PacketKind opaque(OpaqueReason reason) {
        phase = new Phase.Opaque(reason);
        return PacketKind.UNEXPECTED;
    }
}

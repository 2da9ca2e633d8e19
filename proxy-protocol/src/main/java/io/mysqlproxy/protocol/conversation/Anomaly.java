package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.wire.Packet;
import java.util.EnumSet;
import java.util.Set;

/** Something odd about a packet that hinders nobody. */
public enum Anomaly {
    /** The sequence id is not the one that was due (FRM-7). */
    SEQUENCE,
    /** The client uses a capability the server did not offer (CAP-1). */
    CAPABILITY_NOT_OFFERED,
    /** The packet is longer than the decoder keeps; its message is decoded from the beginning of it. */
    SHORTENED,
    /** The packet does not fit the state of the conversation. */
    UNEXPECTED,
    /** A command behind one that has a reply, in the same compressed frame: servers do not find it there (CMP-10). */
    LOST_PIPELINED;

    /**
     * What is odd about the packet. Nearly always the same empty set: only what is odd makes an object.
     *
     * @param inOrder whether its sequence ids are those that were due
     * @param hidden whether it is a command where servers do not find it
     */
    static Set<Anomaly> of(PacketKind kind, Packet packet, boolean inOrder, boolean hidden, Agreed agreed) {
        boolean notOffered =
                kind == PacketKind.HANDSHAKE_RESPONSE_41 && !agreed.notOffered().equals(Capabilities.NONE);
        boolean shortened = packet.kept() < packet.length();
        boolean unexpected = kind == PacketKind.UNEXPECTED;
        if (inOrder && !notOffered && !shortened && !unexpected && !hidden) {
            return Set.of();
        }
        EnumSet<Anomaly> odd = EnumSet.noneOf(Anomaly.class);
        if (!inOrder) {
            odd.add(SEQUENCE);
        }
        if (notOffered) {
            odd.add(CAPABILITY_NOT_OFFERED);
        }
        if (shortened) {
            odd.add(SHORTENED);
        }
        if (unexpected) {
            odd.add(UNEXPECTED);
        }
        if (hidden) {
            odd.add(LOST_PIPELINED);
        }
        return odd;
    }
}

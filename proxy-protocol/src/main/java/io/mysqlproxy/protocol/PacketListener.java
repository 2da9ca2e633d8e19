package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.conversation.DesyncReason;
import io.mysqlproxy.protocol.conversation.OpaqueReason;

/**
 * Told about every packet, in causal order: what a peer answers comes after what it answers to. Called on the thread that moves the session's bytes,
 * one call at a time per session; a slow listener slows its own session. Whatever it throws ends the listening for that session and nothing else.
 */
@FunctionalInterface
public interface PacketListener {
    void onPacket(PacketEvent event);

    /** From here on nothing can be told about the session's content, and why. The bytes go on. Called at most once per session. */
    default void onOpaque(long sessionId, OpaqueReason reason) {}

    /**
     * What comes next is compressed, in both directions; it is decoded all the same. Where the log-in was not seen, this may be known only later: stored frames do
     * not say how others are compressed. Called at most once per session.
     *
     * @param compression counts from here on; may be kept, and asked for its numbers on the session's thread and after the session
     */
    default void onCompressed(long sessionId, Compression compression) {}

    /**
     * TLS was negotiated on one leg or both, and the proxy looks inside: what comes next is what was encrypted. Called at most once per session, after the
     * client's request for TLS if it has made one.
     */
    default void onTls(long sessionId, TlsLegs legs) {}

    /**
     * The conversation is lost for now: packets are counted and not understood, until {@link #onResynchronized}. What was asked before and not yet
     * answered stays unanswered.
     */
    default void onDesynchronized(long sessionId, DesyncReason reason) {}

    /** A command and the beginning of its reply were seen: the conversation is understood again from that command on. */
    default void onResynchronized(long sessionId) {}

    /**
     * The session ended in the middle of a packet.
     *
     * @param received bytes of the unfinished packet that were seen, frame headers included, at least 1
     */
    default void onTruncated(long sessionId, Direction direction, long received) {}
}

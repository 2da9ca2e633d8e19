package io.mysqlproxy.cli;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.DesyncReason;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.time.Instant;

/**
 * One of the places a trace goes to: lines, a capture file, a report. Called on the threads of the sessions: one call at a time per session, several
 * sessions at once. What is lent is borrowed until the method returns.
 */
interface Sink {
    default void opened(TracedSession session) {}

    /**
     * A packet passed.
     *
     * @param message what the event's {@code message()} gave
     * @param level from which level on the packet is of interest
     */
    default void packet(TracedSession session, PacketEvent event, MySqlMessage message, Show level) {}

    /** A command has its whole reply, or will never have it; told after the reply's last packet. */
    default void exchange(TracedExchange exchange) {}

    default void opaque(Instant time, TracedSession session, OpaqueReason reason) {}

    /** What comes next is compressed, in both directions. */
    default void compressed(Instant time, TracedSession session, CompressionAlgorithm algorithm) {}

    /** What compression came to; told right before a compressed session is closed. */
    default void compression(
            Instant time, TracedSession session, CompressionAlgorithm algorithm, CompressionFigures figures) {}

    /** TLS was negotiated, and the proxy looks inside: what comes next was encrypted on its way. */
    default void tls(Instant time, TracedSession session, TlsLegs legs) {}

    /** The conversation is lost: its packets are not understood until it is found again. */
    default void desynchronized(Instant time, TracedSession session, DesyncReason reason) {}

    /** The conversation is understood again. */
    default void resynchronized(Instant time, TracedSession session) {}

    /** The session ended in the middle of a packet. */
    default void truncated(Instant time, TracedSession session, Direction direction, long received) {}

    /**
     * Bytes of the connection are missing in the capture.
     *
     * @param bytes how many; -1 when that is not known
     */
    default void gap(Instant time, TracedSession session, Direction direction, long bytes) {}

    /** The end of a session, and whether the client had said COM_QUIT before. */
    default void closed(Instant time, TracedSession session, Ending ending, boolean afterQuit) {}

    /** The end of the trace. No other method is called any more. */
    default void finished(Instant time, Summary summary) {}
}

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
 * What a trace looks like. Each method gives whole lines, with their line ends, or nothing for what the format does not tell; all may be called from
 * several threads at once.
 */
interface TraceFormat {
    default String opened(TracedSession session) {
        return "";
    }

    /** A packet, with what the event's {@code message()} gave. */
    default String packet(PacketEvent event, MySqlMessage message) {
        return "";
    }

    default String exchange(TracedExchange exchange) {
        return "";
    }

    default String opaque(Instant time, long sessionId, OpaqueReason reason) {
        return "";
    }

    /** What comes next is compressed. */
    default String compressed(Instant time, long sessionId, CompressionAlgorithm algorithm) {
        return "";
    }

    /** What compression came to in a session that is over. */
    default String compression(
            Instant time, long sessionId, CompressionAlgorithm algorithm, CompressionFigures figures) {
        return "";
    }

    default String tls(Instant time, long sessionId, TlsLegs legs) {
        return "";
    }

    default String desynchronized(Instant time, long sessionId, DesyncReason reason) {
        return "";
    }

    default String resynchronized(Instant time, long sessionId) {
        return "";
    }

    default String truncated(Instant time, long sessionId, Direction direction, long received) {
        return "";
    }

    /** Bytes that the capture does not hold; -1 when their number is not known. */
    default String gap(Instant time, long sessionId, Direction direction, long bytes) {
        return "";
    }

    /** That many events are missing here, because the reader of the output was too slow. */
    default String lost(Instant time, long events) {
        return "";
    }

    /** The end of a session, and whether the client had said COM_QUIT before. */
    default String closed(Instant time, TracedSession session, Ending ending, boolean afterQuit) {
        return "";
    }

    /** The last lines; what is told on stderr instead is not among them. */
    default String summary(Instant time, Summary summary) {
        return "";
    }
}

package io.mysqlproxy.cli;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.message.MySqlMessage;
import java.time.Instant;

/** What a trace looks like. Each method gives whole lines, with their line ends; all may be called from several threads at once. */
interface TraceFormat {
    String opened(Session session);

    /** A packet, with what the event's {@code message()} gave. */
    String packet(PacketEvent event, MySqlMessage message);

    String opaque(Instant time, long sessionId, OpaqueReason reason);

    String truncated(Instant time, long sessionId, Direction direction, long received);

    /** That many events are missing here, because the reader of the output was too slow. */
    String lost(Instant time, long events);

    /** The end of a session, and whether the client had said COM_QUIT before. */
    String closed(Instant time, Session session, CloseReason reason, boolean afterQuit);
}

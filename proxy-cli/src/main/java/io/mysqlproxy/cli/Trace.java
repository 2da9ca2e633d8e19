package io.mysqlproxy.cli;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.SessionListener;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.PacketListener;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Undecodable;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Listens to packets and sessions, counts them, and hands them on as lines. Runs on the sessions' threads: formatting happens there, because events are
 * borrowed, and writing on {@link Output}'s thread.
 */
final class Trace implements PacketListener, SessionListener {
    private final Tally tally;
    private final @Nullable TraceFormat format;
    private final Output output;
    private final long limit;
    private final Stop stop;
    private final InstantSource clock;
    private final AtomicLong numbers = new AtomicLong();
    private final Set<Long> quit = ConcurrentHashMap.newKeySet();

    /**
     * @param format null to decode and count without showing anything
     * @param limit how many packets are looked at before {@code stop} is asked; those after it are neither shown nor counted
     */
    Trace(Tally tally, @Nullable TraceFormat format, Output output, long limit, Stop stop, InstantSource clock) {
        this.tally = tally;
        this.format = format;
        this.output = output;
        this.limit = limit;
        this.stop = stop;
        this.clock = clock;
    }

    @Override
    public void onOpen(Session session) {
        tally.onOpen(session);
        if (format != null) {
            output.write(format.opened(session));
        }
    }

    @Override
    public void onPacket(PacketEvent event) {
        long number = numbers.incrementAndGet();
        if (number > limit) {
            return;
        }
        MySqlMessage message = event.message();
        tally.packet(!(message instanceof Undecodable));
        if (event.kind() == PacketKind.COM_QUIT) {
            quit.add(event.sessionId());
        }
        if (format != null) {
            output.write(format.packet(event, message));
        }
        if (number == limit) {
            stop.request(Stop.Reason.LIMIT);
        }
    }

    @Override
    public void onOpaque(long sessionId, OpaqueReason reason) {
        tally.opaque(reason);
        if (format != null) {
            output.write(format.opaque(clock.instant(), sessionId, reason));
        }
    }

    @Override
    public void onTruncated(long sessionId, Direction direction, long received) {
        if (format != null) {
            output.write(format.truncated(clock.instant(), sessionId, direction, received));
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        tally.onClose(session, reason);
        boolean afterQuit = quit.remove(session.id());
        if (format != null) {
            output.write(format.closed(clock.instant(), session, reason, afterQuit));
        }
    }
}

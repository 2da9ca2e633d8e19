package io.mysqlproxy.cli;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.DesyncReason;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.time.Instant;

/** The trace as lines on an output. Formatting happens on the sessions' threads, because events are borrowed, and writing on {@link Output}'s. */
final class Lines implements Sink {
    private final TraceFormat format;
    private final Show show;
    private final Output output;

    Lines(TraceFormat format, Show show, Output output) {
        this.format = format;
        this.show = show;
        this.output = output;
    }

    @Override
    public void opened(TracedSession session) {
        write(format.opened(session));
    }

    @Override
    public void packet(TracedSession session, PacketEvent event, MySqlMessage message, Show level) {
        if (show.includes(level)) {
            write(format.packet(event, message));
        }
    }

    @Override
    public void exchange(TracedExchange exchange) {
        if (show.includes(Show.exchanges)) {
            write(format.exchange(exchange));
        }
    }

    @Override
    public void opaque(Instant time, TracedSession session, OpaqueReason reason) {
        write(format.opaque(time, session.id(), reason));
    }

    @Override
    public void compressed(Instant time, TracedSession session, CompressionAlgorithm algorithm) {
        write(format.compressed(time, session.id(), algorithm));
    }

    @Override
    public void compression(
            Instant time, TracedSession session, CompressionAlgorithm algorithm, CompressionFigures figures) {
        write(format.compression(time, session.id(), algorithm, figures));
    }

    @Override
    public void tls(Instant time, TracedSession session, TlsLegs legs) {
        write(format.tls(time, session.id(), legs));
    }

    @Override
    public void desynchronized(Instant time, TracedSession session, DesyncReason reason) {
        write(format.desynchronized(time, session.id(), reason));
    }

    @Override
    public void resynchronized(Instant time, TracedSession session) {
        write(format.resynchronized(time, session.id()));
    }

    @Override
    public void truncated(Instant time, TracedSession session, Direction direction, long received) {
        write(format.truncated(time, session.id(), direction, received));
    }

    @Override
    public void gap(Instant time, TracedSession session, Direction direction, long bytes) {
        write(format.gap(time, session.id(), direction, bytes));
    }

    @Override
    public void closed(Instant time, TracedSession session, Ending ending, boolean afterQuit) {
        write(format.closed(time, session, ending, afterQuit));
    }

    @Override
    public void finished(Instant time, Summary summary) {
        write(format.summary(time, summary));
    }

    private void write(String lines) {
        if (!lines.isEmpty()) {
            output.write(lines);
        }
    }
}

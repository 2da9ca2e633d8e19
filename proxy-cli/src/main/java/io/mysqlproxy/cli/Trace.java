package io.mysqlproxy.cli;

import io.mysqlproxy.cli.filter.Filter;
import io.mysqlproxy.cli.filter.Subject;
import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.SessionListener;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.Compression;
import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.ExchangeListener;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.PacketListener;
import io.mysqlproxy.protocol.conversation.DesyncReason;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Undecodable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Listens to sessions, packets and exchanges, live or recorded, counts them, and hands them on to where the trace goes. */
final class Trace implements PacketListener, ExchangeListener, SessionListener {
    /** A limit that is never reached. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    private final Tally tally;
    private final List<Sink> sinks;
    private final Filter filter;
    private final Show show;
    private final boolean masked;
    private final long limit;
    private final Stop stop;
    private final InstantSource clock;
    /** Nothing is shown, chosen or limited: packets and exchanges are looked at and counted, and no object is made of them. */
    private final boolean countsOnly;

    private final AtomicLong shown = new AtomicLong();
    private final Map<Long, Track> tracks = new ConcurrentHashMap<>();

    /**
     * @param sinks where it goes; none to decode and count only
     * @param filter what goes there
     * @param look what counts for the limit, and whether values are hidden from the sinks; a filter sees them
     * @param limit how many packets and exchanges of that level pass before {@code stop} is asked; what comes after them is neither shown nor counted
     * @param clock what time it is, for what has no time of its own
     */
    Trace(Tally tally, List<Sink> sinks, Filter filter, Look look, long limit, Stop stop, InstantSource clock) {
        this.tally = tally;
        this.sinks = List.copyOf(sinks);
        this.filter = filter;
        this.show = look.show();
        this.masked = !look.disclosure().values();
        this.limit = limit;
        this.stop = stop;
        this.clock = clock;
        this.countsOnly = sinks.isEmpty() && filter.isAll() && limit == NO_LIMIT;
    }

    @Override
    public void onOpen(Session session) {
        opened(TracedSession.of(session));
    }

    void opened(TracedSession session) {
        tracks.put(session.id(), new Track(session));
        tally.onOpen(session);
        tellOf(track(session.id()), sink -> sink.opened(session));
    }

    @Override
    public void onPacket(PacketEvent passed) {
        if (countsOnly) {
            tally.packet(passed.isDecodable());
            return;
        }
        PacketEvent event = masked ? Masking.of(passed) : passed;
        MySqlMessage message = event.message();
        Track track = track(event.sessionId());
        Show level = track.onPacket(event, message);
        boolean wanted = filter.accepts(Subject.ofPacket(event, track.session().clientHost()));
        count(wanted && show.includes(level), () -> {
            tally.packet(!(message instanceof Undecodable));
            if (wanted) {
                tell(sink -> sink.packet(track.session(), event, message, level));
            }
        });
    }

    @Override
    public void onExchange(Exchange passed) {
        if (countsOnly) {
            tally.exchange(passed);
            return;
        }
        Exchange exchange = masked ? new MaskedExchange(passed) : passed;
        Track track = track(exchange.sessionId());
        TracedExchange traced = track.onExchange(exchange);
        boolean wanted =
                filter.accepts(Subject.ofExchange(exchange, track.session().clientHost()));
        count(wanted && show.includes(Show.exchanges), () -> {
            tally.exchange(exchange);
            if (wanted) {
                tell(sink -> sink.exchange(traced));
            }
        });
    }

    @Override
    public void onOpaque(long sessionId, OpaqueReason reason) {
        Track track = track(sessionId);
        track.onLost();
        tally.opaque(reason);
        Instant now = clock.instant();
        tellOf(track, sink -> sink.opaque(now, track.session(), reason));
    }

    @Override
    public void onCompressed(long sessionId, Compression compression) {
        Track track = track(sessionId);
        track.onCompressed(compression);
        Instant now = clock.instant();
        tellOf(track, sink -> sink.compressed(now, track.session(), compression.algorithm()));
    }

    @Override
    public void onTls(long sessionId, TlsLegs legs) {
        Track track = track(sessionId);
        track.onTls();
        Instant now = clock.instant();
        tellOf(track, sink -> sink.tls(now, track.session(), legs));
    }

    @Override
    public void onDesynchronized(long sessionId, DesyncReason reason) {
        Track track = track(sessionId);
        track.onLost();
        Instant now = clock.instant();
        tellOf(track, sink -> sink.desynchronized(now, track.session(), reason));
    }

    @Override
    public void onResynchronized(long sessionId) {
        Track track = track(sessionId);
        Instant now = clock.instant();
        tellOf(track, sink -> sink.resynchronized(now, track.session()));
    }

    @Override
    public void onTruncated(long sessionId, Direction direction, long received) {
        Instant now = clock.instant();
        Track track = track(sessionId);
        tellOf(track, sink -> sink.truncated(now, track.session(), direction, received));
    }

    /** Bytes of the session are missing in the capture; -1 when their number is not known. */
    void gap(long sessionId, Direction direction, long bytes) {
        Instant now = clock.instant();
        Track track = track(sessionId);
        tellOf(track, sink -> sink.gap(now, track.session(), direction, bytes));
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        closed(session.id(), Ending.of(reason));
    }

    void closed(long sessionId, Ending ending) {
        Track track = track(sessionId);
        tracks.remove(sessionId);
        tally.onClose(track.session());
        Instant now = clock.instant();
        track.compression().ifPresent(compression -> {
            CompressionFigures figures = CompressionFigures.of(compression);
            tally.compression(figures);
            tellOf(track, sink -> sink.compression(now, track.session(), compression.algorithm(), figures));
        });
        tellOf(track, sink -> sink.closed(now, track.session(), ending, track.hasQuit()));
    }

    /** The end of it all. */
    void finished(Summary summary) {
        Instant now = clock.instant();
        tell(sink -> sink.finished(now, summary));
    }

    /** Does it unless the limit was reached before. */
    private void count(boolean counts, Runnable action) {
        long number = counts ? shown.incrementAndGet() : shown.get() + 1;
        if (number > limit) {
            return;
        }
        action.run();
        if (counts && number == limit) {
            stop.request(Stop.Reason.LIMIT);
        }
    }

    /** What is no packet and no exchange is told if the filter is true of the session, as far as it is known. */
    private void tellOf(Track track, Consumer<Sink> news) {
        if (filter.accepts(track.subject())) {
            tell(news);
        }
    }

    private void tell(Consumer<Sink> news) {
        sinks.forEach(news);
    }

    private Track track(long sessionId) {
        return Objects.requireNonNull(tracks.get(sessionId), "a session that never opened");
    }
}

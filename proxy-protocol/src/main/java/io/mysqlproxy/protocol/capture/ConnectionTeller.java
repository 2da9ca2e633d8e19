package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.core.Direction;
import org.jspecify.annotations.Nullable;

/**
 * What the listener of a connection is told, and when. A connection is opened by the first thing there is to tell of it. Times never go back: what waited
 * is told at the time of the segment that was told before it.
 */
final class ConnectionTeller {
    private final ConnectionKey key;
    private final Reassembly reassembly;
    private final ServerSide server;
    private final TcpStream first;
    private final TcpStream second;
    private final long openedMicros;
    private @Nullable ConnectionListener listener;
    private long seenMicros;
    private long toldMicros = Long.MIN_VALUE;

    ConnectionTeller(
            ConnectionKey key,
            Reassembly reassembly,
            ServerSide server,
            TcpStream first,
            TcpStream second,
            long openedMicros) {
        this.key = key;
        this.reassembly = reassembly;
        this.server = server;
        this.first = first;
        this.second = second;
        this.openedMicros = openedMicros;
        this.seenMicros = openedMicros;
    }

    /** Whether the listener knows the connection, and not its end. */
    boolean isOpen() {
        return listener != null;
    }

    /** A segment was captured then, whether it can be told yet or not. */
    void see(long micros) {
        seenMicros = Math.max(seenMicros, micros);
    }

    /** When the last segment was captured. */
    long seenMicros() {
        return seenMicros;
    }

    /** Opens the connection unless it is open: from its start when its handshake was seen. */
    void open() {
        open(false);
    }

    private void open(boolean greets) {
        if (listener == null) {
            boolean firstIsServer = server.is(first);
            listener = reassembly.open(
                    firstIsServer ? key.second() : key.first(),
                    firstIsServer ? key.first() : key.second(),
                    openedMicros,
                    server.hasHandshake() || greets);
        }
    }

    /** The piece that waits first. */
    void tellFirst(TcpStream from) {
        TcpStream.Piece piece = from.first();
        from.removeFirst();
        long length = piece.end() - piece.start();
        tell(from, piece.bytes(), 0, piece.bytes().length, piece.start(), length, piece.micros());
    }

    /**
     * Bytes of which some may have been told before.
     *
     * @param captured how many there are in the array
     * @param start the place of the first one in its stream
     * @param length how many were sent
     */
    void tell(TcpStream from, byte[] bytes, int at, int captured, long start, long length, long micros) {
        if (!isOpen()) {
            open(server.is(from) && GreetingProbe.of(bytes, at, captured) == GreetingProbe.YES);
        }
        long next = from.next();
        int known = (int) (start + captured - next);
        from.advance(Math.max(next, start + length));
        toldMicros = Math.max(toldMicros, micros);
        if (known > 0 && listener != null) {
            tellGaps(listener);
            listener.onBytes(direction(from), reassembly.view(bytes, at + captured - known, known), toldMicros);
        }
        from.miss(from.next() - Math.max(next, start + captured));
    }

    /** What lies between the last byte told and the place is not in the capture. */
    void skipTo(TcpStream from, long place) {
        open();
        long missing = place - from.next();
        from.advance(place);
        toldMicros = Math.max(toldMicros, seenMicros);
        from.miss(missing);
    }

    void close(ConnectionEnd how) {
        if (listener != null) {
            toldMicros = Math.max(toldMicros, seenMicros);
            tellGaps(listener);
            listener.onClose(how, toldMicros);
            listener = null;
        }
    }

    /** Gaps are told when something follows them, so that neighbours are one. */
    private void tellGaps(ConnectionListener to) {
        tellGap(to, first);
        tellGap(to, second);
    }

    private void tellGap(ConnectionListener to, TcpStream from) {
        long missing = from.takeMissing();
        if (missing > 0) {
            reassembly.counters().gaps++;
            reassembly.counters().missingBytes += missing;
            to.onGap(direction(from), missing, toldMicros);
        }
    }

    private Direction direction(TcpStream from) {
        return server.is(from) ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER;
    }
}

package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.core.Direction;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection of a capture: who is the server, both streams in causal order, and its end.
 *
 * <pre>
 *  UNDECIDED ──who is the server, and is it wanted?──► ACCEPTED ──handshake or bytes──► OPEN ──FIN, RST, …──► ENDED
 *      └──────────────────────────── not MySQL, or its end ────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Causal order: a segment that acknowledges the peer's bytes up to N was sent after they had come, so it is told after them, in whichever order the
 * two were captured.
 */
final class TcpConnection {
    /** How far behind what was told a segment can be and still be a retransmission; further away, it is of another connection on the same ports. */
    private static final long LARGEST_RETREAT = 1L << 26;

    private static final long LARGEST_ADVANCE = 1L << 30;

    /** How late a segment of an ended connection can come; after that it is of another one, whose beginning was not captured. */
    private static final long LINGER_MICROS = 30_000_000;

    /** How far before a stream that was joined its SYN can be, when it was captured late. */
    private static final int LATE_SYN = 64 * 1024;

    private enum State {
        UNDECIDED,
        ACCEPTED,
        OPEN,
        ENDED
    }

    private final ConnectionKey key;
    private final Reassembly reassembly;
    private final TcpStream first = new TcpStream();
    private final TcpStream second = new TcpStream();
    private final long openedMicros;
    private State state = State.UNDECIDED;
    private final ServerSide server;
    private @Nullable TcpStream firstToClose;
    private @Nullable ConnectionListener listener;
    private boolean isForeign;
    private long lastMicros;
    private long toldMicros = Long.MIN_VALUE;

    TcpConnection(ConnectionKey key, Reassembly reassembly, long openedMicros) {
        this.key = key;
        this.reassembly = reassembly;
        this.openedMicros = openedMicros;
        this.lastMicros = openedMicros;
        this.server = new ServerSide(key, reassembly.ports(), first, second);
    }

    ConnectionKey key() {
        return key;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isEnded() {
        return state == State.ENDED;
    }

    /** Whether it turned out not to be a connection of MySQL. */
    boolean isForeign() {
        return isForeign;
    }

    /** Bytes of memory that wait. */
    int held() {
        return first.held() + second.held();
    }

    /** How far the connection was told, to see whether it moves. */
    long progress() {
        return first.next() + second.next();
    }

    /** Whether the segment cannot be of this connection, but of a later one between the same ports. */
    boolean isReplacedBy(Segment segment, boolean fromFirst) {
        TcpStream from = fromFirst ? first : second;
        if (!from.isStarted()) {
            return false;
        }
        if (segment.has(Segment.SYN)) {
            int behind = from.initial() - segment.firstByte();
            return behind != 0 && (server.hasHandshake() || behind < 0 || behind > LATE_SYN);
        }
        if (segment.length == 0 || segment.has(Segment.RST)) {
            return false;
        }
        long distance = from.absolute(segment.firstByte()) - from.next();
        return distance > LARGEST_ADVANCE
                || distance < -LARGEST_RETREAT
                || (state == State.ENDED && segment.micros - lastMicros > LINGER_MICROS);
    }

    void segment(Segment segment, boolean fromFirst) {
        TcpStream from = fromFirst ? first : second;
        TcpStream to = fromFirst ? second : first;
        if (state == State.ENDED || isKeepAlive(segment, from)) {
            return;
        }
        lastMicros = Math.max(lastMicros, segment.micros);
        if (segment.has(Segment.SYN) && state != State.OPEN) {
            server.shownByHandshake(segment.has(Segment.ACK) ? from : to);
        }
        from.start(segment.firstByte());
        if (segment.has(Segment.ACK) && server.hasHandshake() && !segment.has(Segment.RST)) {
            to.start(segment.acknowledged);
        }
        long acknowledged = segment.has(Segment.ACK) && !segment.has(Segment.RST)
                ? to.acknowledge(segment.acknowledged)
                : TcpStream.NONE;
        long start = from.absolute(segment.firstByte());
        if (state == State.UNDECIDED) {
            decide(server.byPort());
        }
        if (segment.length > 0) {
            payload(segment, from, to, start, acknowledged);
        }
        flags(segment, from, start);
        settle();
        if (segment.has(Segment.RST)) {
            end(server.is(from) ? ConnectionEnd.SERVER_RESET : ConnectionEnd.CLIENT_RESET);
        }
    }

    /** One byte that was sent before, or none at all: only in a stream whose numbers are known can the two be told apart. */
    private static boolean isKeepAlive(Segment segment, TcpStream from) {
        return !from.isStarted() && segment.length == 1 && segment.flags == Segment.ACK;
    }

    private void flags(Segment segment, TcpStream from, long start) {
        if (segment.has(Segment.FIN)) {
            from.finish(start + segment.length);
            if (firstToClose == null) {
                firstToClose = from;
            }
        }
        if (segment.has(Segment.SYN) && segment.has(Segment.ACK) && state == State.ACCEPTED) {
            open(false);
        }
    }

    private void payload(Segment segment, TcpStream from, TcpStream to, long start, long acknowledged) {
        if (start + segment.length <= from.next()) {
            reassembly.counters().retransmitted++;
        } else if (isDecided() && !from.isWaiting() && start <= from.next() && to.hasReached(acknowledged)) {
            if (state == State.ACCEPTED) {
                open(server.is(from) && greets(segment.bytes, segment.payloadAt, segment.captured));
            }
            tell(from, segment.bytes, segment.payloadAt, segment.captured, start, segment.length, segment.micros);
        } else if (from.hold(segment, start, acknowledged)) {
            keepBounded(from);
        } else {
            reassembly.counters().retransmitted++;
        }
    }

    private boolean isDecided() {
        return state == State.ACCEPTED || state == State.OPEN;
    }

    private static boolean greets(byte[] bytes, int at, int length) {
        return GreetingProbe.of(bytes, at, length) == GreetingProbe.YES;
    }

    /** After anything new: tells what can be told, and sees whether this is the end. */
    private void settle() {
        if (state == State.UNDECIDED) {
            decide(server.byGreeting(held()));
        }
        drain();
        if (isDecided() && first.isFinished() && second.isFinished()) {
            end(closedBy());
        }
    }

    private ConnectionEnd closedBy() {
        return firstToClose != null && server.is(firstToClose)
                ? ConnectionEnd.SERVER_CLOSED
                : ConnectionEnd.CLIENT_CLOSED;
    }

    private void decide(ServerSide.Verdict verdict) {
        switch (verdict) {
            case READ -> state = State.ACCEPTED;
            case PASS_OVER -> {
                state = State.ENDED;
                isForeign = true;
                first.discard();
                second.discard();
                reassembly.counters().otherPorts++;
            }
            case UNDECIDED -> {}
        }
    }

    private void open(boolean greets) {
        state = State.OPEN;
        boolean firstIsServer = server.is(first);
        listener = reassembly.open(
                firstIsServer ? key.second() : key.first(),
                firstIsServer ? key.first() : key.second(),
                openedMicros,
                server.hasHandshake() || greets);
    }

    /** Tells what waits, as far as nothing before it is missing in either direction. */
    private void drain() {
        if (isDecided()) {
            while (drainBoth()) {
                // what one direction told may be what the other waited for
            }
        }
    }

    private boolean drainBoth() {
        boolean firstMoved = drain(first, second);
        boolean secondMoved = drain(second, first);
        return firstMoved || secondMoved;
    }

    private boolean drain(TcpStream from, TcpStream to) {
        boolean moved = false;
        while (isReady(from) && to.hasReached(from.first().acknowledged())) {
            tellFirst(from);
            moved = true;
        }
        return moved;
    }

    private static boolean isReady(TcpStream from) {
        return from.isWaiting() && from.first().start() <= from.next();
    }

    private void tellFirst(TcpStream from) {
        TcpStream.Piece piece = from.first();
        if (state == State.ACCEPTED) {
            byte[] start = piece.bytes();
            open(server.is(from) && greets(start, 0, start.length));
        }
        from.removeFirst();
        long length = piece.end() - piece.start();
        tell(from, piece.bytes(), 0, piece.bytes().length, piece.start(), length, piece.micros());
    }

    private void tell(TcpStream from, byte[] bytes, int at, int captured, long start, long length, long micros) {
        long next = from.next();
        int known = (int) (start + captured - next);
        from.advance(Math.max(next, start + length));
        toldMicros = Math.max(toldMicros, micros);
        if (known > 0 && listener != null) {
            tellGap(first);
            tellGap(second);
            listener.onBytes(direction(from), reassembly.view(bytes, at + captured - known, known), toldMicros);
        }
        from.miss(from.next() - Math.max(next, start + captured));
    }

    /** Gaps are told when something follows them, so that neighbours are one. */
    private void tellGap(TcpStream from) {
        long missing = from.takeMissing();
        if (missing > 0 && listener != null) {
            reassembly.counters().gaps++;
            reassembly.counters().missingBytes += missing;
            listener.onGap(direction(from), missing, toldMicros);
        }
    }

    private Direction direction(TcpStream from) {
        return server.is(from) ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER;
    }

    private void keepBounded(TcpStream from) {
        while (isDecided() && reassembly.isTooMuch(from, held()) && giveUp()) {
            // each turn tells at least one piece
        }
    }

    /** Whether something waits that patience may not help: lost by the capture, or captured out of order. */
    boolean isWaitingForCapture() {
        return isDecided()
                && (first.hasAcknowledgedHole() || second.hasAcknowledgedHole() || isReady(first) || isReady(second));
    }

    /** What their receivers have got, but is not in the capture until now, will not come. */
    void giveUpWaiting() {
        if (skipAcknowledgedHoles() || forceReady()) {
            settle();
        }
    }

    private boolean giveUp() {
        boolean moved = skipAcknowledgedHoles() || skipHoles() || forceReady();
        drain();
        return moved;
    }

    private boolean skipAcknowledgedHoles() {
        boolean firstMoved = skipAcknowledgedHole(first);
        boolean secondMoved = skipAcknowledgedHole(second);
        return firstMoved || secondMoved;
    }

    private boolean skipAcknowledgedHole(TcpStream from) {
        if (!from.hasAcknowledgedHole()) {
            return false;
        }
        if (from.missesOnlyFin()) {
            from.finish(from.next());
        } else {
            skipTo(from, from.endOfAcknowledgedHole());
        }
        return true;
    }

    private boolean skipHoles() {
        boolean firstMoved = skipHole(first);
        boolean secondMoved = skipHole(second);
        return firstMoved || secondMoved;
    }

    private boolean skipHole(TcpStream from) {
        if (!from.isWaiting() || from.first().start() <= from.next()) {
            return false;
        }
        skipTo(from, from.first().start());
        return true;
    }

    private void skipTo(TcpStream from, long place) {
        if (state == State.ACCEPTED) {
            open(false);
        }
        long missing = place - from.next();
        from.advance(place);
        toldMicros = Math.max(toldMicros, lastMicros);
        from.miss(missing);
    }

    /** Both directions wait for each other, which only captures with losses show: what was captured first is told first. */
    private boolean forceReady() {
        boolean firstIsReady = isReady(first);
        boolean secondIsReady = isReady(second);
        if (firstIsReady && secondIsReady) {
            tellFirst(first.first().micros() <= second.first().micros() ? first : second);
        } else if (firstIsReady || secondIsReady) {
            tellFirst(firstIsReady ? first : second);
        }
        return firstIsReady || secondIsReady;
    }

    /** Nothing more will come: tells what waits, with its gaps, and the end. */
    void end(ConnectionEnd how) {
        if (state == State.UNDECIDED) {
            decide(server.byWhatThereIs(held()));
        }
        if (isDecided()) {
            while (giveUp()) {
                // until nothing waits
            }
            skipToEnd(first);
            skipToEnd(second);
        }
        if (state == State.OPEN && listener != null) {
            toldMicros = Math.max(toldMicros, lastMicros);
            tellGap(first);
            tellGap(second);
            boolean bothClosed = first.isFinished() && second.isFinished();
            listener.onClose(bothClosed ? closedBy() : how, toldMicros);
        }
        state = State.ENDED;
        listener = null;
        first.discard();
        second.discard();
    }

    private void skipToEnd(TcpStream from) {
        if (state == State.OPEN && from.unreachedEnd() != TcpStream.NONE) {
            skipTo(from, from.unreachedEnd());
        }
    }
}

package io.mysqlproxy.protocol.capture;

import org.jspecify.annotations.Nullable;

/**
 * One TCP connection of a capture: who is the server, both streams in {@linkplain CausalOrder causal order}, and its end.
 *
 * <pre>
 *  UNDECIDED ──who is the server, and is it wanted?──► READ ──FIN, RST, …──► ENDED
 *      └───────────────────── not MySQL, or its end ────────────────────────────┘
 * </pre>
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
        READ,
        ENDED
    }

    private final ConnectionKey key;
    private final Reassembly reassembly;
    private final TcpStream first = new TcpStream();
    private final TcpStream second = new TcpStream();
    private final ServerSide server;
    private final ConnectionTeller teller;
    private final CausalOrder order;
    private State state = State.UNDECIDED;
    private @Nullable TcpStream firstToClose;
    private boolean isForeign;

    TcpConnection(ConnectionKey key, Reassembly reassembly, long openedMicros) {
        this.key = key;
        this.reassembly = reassembly;
        this.server = new ServerSide(key, reassembly.ports(), first, second);
        this.teller = new ConnectionTeller(key, reassembly, server, first, second, openedMicros);
        this.order = new CausalOrder(first, second, teller);
    }

    ConnectionKey key() {
        return key;
    }

    /** Whether the listener was told of it, and not of its end. */
    boolean isOpen() {
        return teller.isOpen();
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
                || (state == State.ENDED && segment.micros - teller.seenMicros() > LINGER_MICROS);
    }

    void segment(Segment segment, boolean fromFirst) {
        TcpStream from = fromFirst ? first : second;
        TcpStream to = fromFirst ? second : first;
        if (state == State.ENDED || isKeepAlive(segment, from)) {
            return;
        }
        teller.see(segment.micros);
        if (segment.has(Segment.SYN) && !isOpen()) {
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
        if (segment.has(Segment.SYN) && segment.has(Segment.ACK) && state == State.READ) {
            teller.open();
        }
    }

    private void payload(Segment segment, TcpStream from, TcpStream to, long start, long acknowledged) {
        if (start + segment.length <= from.next()) {
            reassembly.counters().retransmitted++;
        } else if (state == State.READ && !from.isWaiting() && start <= from.next() && to.hasReached(acknowledged)) {
            teller.tell(
                    from, segment.bytes, segment.payloadAt, segment.captured, start, segment.length, segment.micros);
        } else if (from.hold(segment, start, acknowledged)) {
            keepBounded(from);
        } else {
            reassembly.counters().retransmitted++;
        }
    }

    private void keepBounded(TcpStream from) {
        while (state == State.READ && reassembly.isTooMuch(from, held()) && order.giveUp()) {
            // each turn tells at least one piece
        }
    }

    /** After anything new: tells what can be told, and sees whether this is the end. */
    private void settle() {
        if (state == State.UNDECIDED) {
            decide(server.byGreeting(held()));
        }
        if (state == State.READ) {
            order.drain();
            if (bothFinished()) {
                end(closedBy());
            }
        }
    }

    private boolean bothFinished() {
        return first.isFinished() && second.isFinished();
    }

    private ConnectionEnd closedBy() {
        return firstToClose != null && server.is(firstToClose)
                ? ConnectionEnd.SERVER_CLOSED
                : ConnectionEnd.CLIENT_CLOSED;
    }

    private void decide(ServerSide.Verdict verdict) {
        switch (verdict) {
            case READ -> state = State.READ;
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

    /** Whether something waits that patience may not help: lost by the capture, or captured out of order. */
    boolean isWaitingForCapture() {
        return state == State.READ && order.isWaitingForCapture();
    }

    /** What their receivers have got, but is not in the capture until now, will not come. */
    void giveUpWaiting() {
        if (order.giveUpWaiting()) {
            settle();
        }
    }

    /** Nothing more will come: tells what waits, with its gaps, and the end. */
    void end(ConnectionEnd how) {
        if (state == State.UNDECIDED) {
            decide(server.byWhatThereIs(held()));
        }
        if (state == State.READ) {
            order.end();
            teller.close(bothFinished() ? closedBy() : how);
        }
        state = State.ENDED;
        first.discard();
        second.discard();
    }
}

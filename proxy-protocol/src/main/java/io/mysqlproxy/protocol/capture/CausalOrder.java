package io.mysqlproxy.protocol.capture;

import java.util.function.Predicate;

/**
 * What the two streams of a connection wait for, and what becomes of it when patience ends.
 *
 * <p>Causal order: a segment that acknowledges the peer's bytes up to N was sent after they had come, so it is told after them, in whichever order the
 * two were captured. So a piece waits for a hole in its own stream, or for the other stream. What a receiver has acknowledged will not be sent again:
 * such a hole is given up first.
 */
final class CausalOrder {
    private final TcpStream first;
    private final TcpStream second;
    private final ConnectionTeller teller;

    CausalOrder(TcpStream first, TcpStream second, ConnectionTeller teller) {
        this.first = first;
        this.second = second;
        this.teller = teller;
    }

    /** Tells what waits, as far as nothing before it is missing in either direction. */
    void drain() {
        while (drainBoth()) {
            // what one direction told may be what the other waited for
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
            teller.tellFirst(from);
            moved = true;
        }
        return moved;
    }

    private static boolean isReady(TcpStream from) {
        return from.isWaiting() && from.first().start() <= from.next();
    }

    /** Whether something waits that patience may not help: lost by the capture, or captured out of order. */
    boolean isWaitingForCapture() {
        return first.hasAcknowledgedHole() || second.hasAcknowledgedHole() || isReady(first) || isReady(second);
    }

    /** What their receivers have got, but is not in the capture until now, will not come. False when there is no such thing. */
    boolean giveUpWaiting() {
        return inBoth(this::skipAcknowledgedHole) || forceReady();
    }

    /** Waits no longer for whatever it is, and tells what that sets free. False when nothing waits. */
    boolean giveUp() {
        boolean moved = inBoth(this::skipAcknowledgedHole) || inBoth(this::skipHole) || forceReady();
        drain();
        return moved;
    }

    /** Takes the step in both streams; whether one of them moved. */
    private boolean inBoth(Predicate<TcpStream> step) {
        boolean firstMoved = step.test(first);
        boolean secondMoved = step.test(second);
        return firstMoved || secondMoved;
    }

    private boolean skipAcknowledgedHole(TcpStream from) {
        if (!from.hasAcknowledgedHole()) {
            return false;
        }
        if (from.missesOnlyFin()) {
            from.finish(from.next());
        } else {
            teller.skipTo(from, from.endOfAcknowledgedHole());
        }
        return true;
    }

    private boolean skipHole(TcpStream from) {
        if (!from.isWaiting() || from.first().start() <= from.next()) {
            return false;
        }
        teller.skipTo(from, from.first().start());
        return true;
    }

    /** Both directions wait for each other, which only captures with losses show: what was captured first is told first. */
    private boolean forceReady() {
        boolean firstIsReady = isReady(first);
        boolean secondIsReady = isReady(second);
        if (firstIsReady && secondIsReady) {
            teller.tellFirst(first.first().micros() <= second.first().micros() ? first : second);
        } else if (firstIsReady || secondIsReady) {
            teller.tellFirst(firstIsReady ? first : second);
        }
        return firstIsReady || secondIsReady;
    }

    /** Nothing more will come: tells what waits, with its gaps. */
    void end() {
        while (giveUp()) {
            // until nothing waits
        }
        if (teller.isOpen()) {
            skipToEnd(first);
            skipToEnd(second);
        }
    }

    private void skipToEnd(TcpStream from) {
        if (from.unreachedEnd() != TcpStream.NONE) {
            teller.skipTo(from, from.unreachedEnd());
        }
    }
}

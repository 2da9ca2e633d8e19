package io.mysqlproxy.core;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a session whose two directions share a thread: like a {@link Pump}, but it never waits. It holds a buffer only as long as the
 * receiver has not taken what was read, and reads nothing meanwhile.
 */
final class Lane {
    private final Direction direction;
    private final CarrierEndpoint sender;
    private final CarrierEndpoint receiver;
    private final @Nullable GuardedTap tap;
    private final BufferPool pool;
    private final RelayEnds ends;

    /** Read, shown to the tap, and not yet taken by the receiver. */
    private @Nullable PumpBuffer held;

    /** Made when all large ones are lent. */
    private @Nullable PumpBuffer small;

    private boolean open = true;

    Lane(
            Direction direction,
            CarrierEndpoint sender,
            CarrierEndpoint receiver,
            @Nullable GuardedTap tap,
            BufferPool pool,
            RelayEnds ends) {
        this.direction = direction;
        this.sender = sender;
        this.receiver = receiver;
        this.tap = tap;
        this.pool = pool;
        this.ends = ends;
    }

    /** Neither side has ended it. */
    boolean isOpen() {
        return open;
    }

    /** Waits for its sender rather than for its receiver. */
    boolean wantsInput() {
        return open && held == null;
    }

    boolean wantsOutput() {
        return open && held != null;
    }

    /** Moves what can be moved without waiting: at most one piece. */
    void move() {
        if (held != null) {
            if (receiver.hasRoom()) {
                write(held);
            }
        } else if (open && sender.hasInput()) {
            read();
        }
    }

    private void read() {
        PumpBuffer buffer = borrow();
        held = buffer;
        int count;
        try {
            count = sender.readNow(buffer.bytes().clear());
        } catch (IOException e) {
            end();
            ends.senderFailed(direction);
            return;
        }
        if (count > 0) {
            buffer.bytes().flip();
            if (tap != null) {
                tap.onBytes(direction, buffer.view());
            }
            write(buffer);
        } else {
            giveBack();
            if (count < 0) {
                senderClosed();
            }
        }
    }

    private void senderClosed() {
        open = false;
        sender.inputEnded();
        if (tap != null) {
            tap.onEnd(direction);
        }
        ends.senderClosed(direction);
    }

    private void write(PumpBuffer buffer) {
        try {
            receiver.writeNow(buffer.bytes());
        } catch (IOException e) {
            end();
            ends.receiverFailed(direction);
            return;
        }
        if (!buffer.bytes().hasRemaining()) {
            giveBack();
        }
    }

    /** What it holds is lost: there is nobody to take it. */
    void end() {
        open = false;
        giveBack();
    }

    private PumpBuffer borrow() {
        PumpBuffer large = pool.borrow();
        if (large != null) {
            return large;
        }
        PumpBuffer made = small;
        if (made == null) {
            made = PumpBuffer.small();
            small = made;
        }
        return made;
    }

    private void giveBack() {
        PumpBuffer buffer = held;
        held = null;
        if (buffer != null && buffer != small) {
            pool.giveBack(buffer);
        }
    }
}

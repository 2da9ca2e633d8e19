package io.mysqlproxy.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Moves the bytes of one direction: read, show to the tap, write. Backpressure is the blocking write: while the receiver takes nothing, nothing is
 * read from the sender.
 *
 * <p>Where the endpoint can tell when there is something to read, a pump borrows a large buffer for each piece and waits with none. Otherwise it waits
 * with a small one of its own. When a read fills that and more is there already, a large one is borrowed, and given back as soon as nothing is left to
 * read. Either way a pump that waits for its sender never holds a large one; and in steady state it allocates nothing.
 */
final class Pump {
    /** How a direction came to its end. */
    enum End {
        SENDER_CLOSED,
        SENDER_FAILED,
        RECEIVER_FAILED
    }

    private final Direction direction;
    private final Endpoint sender;
    private final Endpoint receiver;
    private final @Nullable GuardedTap tap;
    private final BufferPool pool;

    /** Made when needed first, which on a carrier is never, unless all large ones are lent. */
    private @Nullable PumpBuffer waiting;

    /** True while it is the receiver that an IOException would come from, and after it came from there. */
    private volatile boolean writing;

    Pump(Direction direction, Endpoint sender, Endpoint receiver, @Nullable GuardedTap tap, BufferPool pool) {
        this.direction = direction;
        this.sender = sender;
        this.receiver = receiver;
        this.tap = tap;
        this.pool = pool;
    }

    /** Moves bytes until the sender closes its side or one of the two fails. What follows from that is the caller's business. */
    End run() {
        try {
            while (moveSome()) {}
            if (tap != null) {
                tap.onEnd(direction);
            }
            return End.SENDER_CLOSED;
        } catch (IOException e) {
            return writing ? End.RECEIVER_FAILED : End.SENDER_FAILED;
        }
    }

    /** The receiver is being written to, or could not be. May be asked from any thread. */
    boolean isWriting() {
        return writing;
    }

    /** Returns false when the sender has closed. */
    private boolean moveSome() throws IOException {
        return sender.awaitReadable() ? moveWhatIsThere() : moveWhatComes();
    }

    private boolean moveWhatIsThere() throws IOException {
        PumpBuffer large = pool.borrow();
        if (large == null) {
            return moveWhatComes();
        }
        try {
            if (sender.read(large.bytes().clear()) < 0) {
                return false;
            }
            forward(large);
            return true;
        } finally {
            pool.giveBack(large);
        }
    }

    private boolean moveWhatComes() throws IOException {
        PumpBuffer waiting = waiting();
        ByteBuffer small = waiting.bytes().clear();
        if (sender.read(small) < 0) {
            return false;
        }
        PumpBuffer large = small.hasRemaining() || sender.available() == 0 ? null : pool.borrow();
        if (large == null) {
            forward(waiting);
            return true;
        }
        try {
            large.bytes().clear().put(small.flip());
            return moveBulk(large);
        } finally {
            pool.giveBack(large);
        }
    }

    private PumpBuffer waiting() {
        PumpBuffer made = waiting;
        if (made == null) {
            made = PumpBuffer.small();
            waiting = made;
        }
        return made;
    }

    /** Begins with the first bytes in the buffer, unsent, so that they travel together with those that follow. */
    private boolean moveBulk(PumpBuffer large) throws IOException {
        boolean open;
        do {
            open = fill(large);
            forward(large);
            large.bytes().clear();
        } while (open && sender.available() > 0);
        return open;
    }

    private boolean fill(PumpBuffer large) throws IOException {
        try {
            return sender.read(large.bytes()) >= 0;
        } catch (IOException e) {
            // What came before the reset is still delivered, as it would be without us.
            forward(large);
            throw e;
        }
    }

    private void forward(PumpBuffer buffer) throws IOException {
        ByteBuffer bytes = buffer.bytes().flip();
        if (!bytes.hasRemaining()) {
            return;
        }
        if (tap != null) {
            tap.onBytes(direction, buffer.view());
        }
        writing = true;
        receiver.write(bytes);
        writing = false;
    }
}

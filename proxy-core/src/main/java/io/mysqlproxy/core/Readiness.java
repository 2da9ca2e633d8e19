package io.mysqlproxy.core;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a socket: whether it was seen to be ready, and who waits until it is. One thread waits; the carrier's loop tells.
 *
 * <p>No news is lost, as each side writes its own field before it reads the other's: who waits names itself and then looks whether it is ready; the
 * loop says that it is ready and then looks who waits. The loop takes interest away only before it says so, and who waits looks at the interest after
 * it has used the news up.
 */
final class Readiness {
    static final long NO_LIMIT = Long.MAX_VALUE;

    private volatile boolean ready;
    private volatile @Nullable Thread waiter;

    /**
     * Waits until the loop has seen the operation possible, and uses the news up.
     *
     * @return false when the time was over first
     * @throws AsynchronousCloseException when the channel is closed meanwhile
     * @throws ClosedByInterruptException when the thread is interrupted, which closes the channel, as with any
     */
    boolean await(Watched watched, SelectionKey key, int operation, long nanos) throws IOException {
        long deadline = nanos == NO_LIMIT ? 0 : System.nanoTime() + nanos;
        Thread me = Thread.currentThread();
        waiter = me;
        try {
            while (!ready) {
                if (!watched.channel().isOpen()) {
                    throw new AsynchronousCloseException();
                }
                if (me.isInterrupted()) {
                    watched.close();
                    throw new ClosedByInterruptException();
                }
                watched.carrier().ask(key, operation);
                long left = nanos == NO_LIMIT ? NO_LIMIT : deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                if (left == NO_LIMIT) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, left);
                }
            }
            ready = false;
            return true;
        } finally {
            waiter = null;
        }
    }

    boolean isReady() {
        return ready;
    }

    void useUp() {
        ready = false;
    }

    /** Who is told from now on, also while not waiting; null for nobody. */
    void attend(@Nullable Thread told) {
        waiter = told;
    }

    /** Whether somebody waits who has not been told yet; if not, the selector need not tell again. Loop only. */
    boolean isAwaited() {
        return waiter != null && !ready;
    }

    /**
     * Called by the loop; by others only for news that are none, which costs who waits one look too many. The interest that the loop may take away in this
     * instant because of it is followed by news of its own.
     */
    void becameReady() {
        ready = true;
        wake();
    }

    /** Makes who waits look again. */
    void wake() {
        LockSupport.unpark(waiter);
    }
}

package io.mysqlproxy.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What ends a running command: the first who asks decides. */
final class Stop {
    enum Reason {
        LIMIT,
        DURATION,
        INTERRUPTED,
        /** Whoever read the output went away, as {@code head} does when it has enough. */
        OUTPUT_CLOSED,
        /** The output cannot be written, for instance because the disk is full. */
        OUTPUT_FAILED
    }

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();

    /** Never blocks; may be called from any thread, more than once. */
    void request(Reason why) {
        reason.compareAndSet(null, why);
        asked.countDown();
    }

    /**
     * Waits until somebody asks.
     *
     * @param limit null to wait for ever; when it is over, that is {@link Reason#DURATION}
     */
    Reason await(@Nullable Duration limit) {
        try {
            if (limit == null) {
                asked.await();
            } else if (!asked.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                request(Reason.DURATION);
            }
        } catch (InterruptedException interrupted) {
            request(Reason.INTERRUPTED);
        }
        Reason first = reason.get();
        if (first == null) {
            throw new AssertionError("nobody asked, and still the wait is over");
        }
        return first;
    }
}

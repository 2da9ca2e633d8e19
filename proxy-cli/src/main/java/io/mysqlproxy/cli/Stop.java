package io.mysqlproxy.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** What ends a running command: the first who asks decides. */
final class Stop {
    enum Reason {
        LIMIT,
        DURATION,
        /** Everything there is was read. */
        END_OF_INPUT,
        INTERRUPTED,
        /** Whoever read the output went away, as {@code head} does when it has enough. */
        OUTPUT_CLOSED,
        /** The output cannot be written, for instance because the disk is full. */
        OUTPUT_FAILED
    }

    private static final int INTERRUPTED_EXIT_CODE = 130;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();

    /** What the program's exit code is after that end. */
    static int exitCode(Reason reason) {
        return switch (reason) {
            case LIMIT, DURATION, END_OF_INPUT, OUTPUT_CLOSED -> ExitCode.OK;
            case INTERRUPTED -> INTERRUPTED_EXIT_CODE;
            case OUTPUT_FAILED -> ExitCode.SOFTWARE;
        };
    }

    /** Never blocks; may be called from any thread, more than once. */
    void request(Reason why) {
        reason.compareAndSet(null, why);
        asked.countDown();
    }

    /** Whether somebody has asked. */
    boolean isRequested() {
        return asked.getCount() == 0;
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

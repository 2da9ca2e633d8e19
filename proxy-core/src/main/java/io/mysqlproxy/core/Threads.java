package io.mysqlproxy.core;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting that an interrupt does not end, but is kept for the caller. */
final class Threads {
    private Threads() {}

    /** Waits without a limit. */
    static void joinUninterruptibly(Thread thread) {
        uninterruptibly(Long.MAX_VALUE, nanos -> {
            thread.join();
            return true;
        });
    }

    /** Returns false when the time was over first. */
    static boolean joinUninterruptibly(Thread thread, Duration limit) {
        return uninterruptibly(limit.toNanos(), nanos -> thread.join(Duration.ofNanos(nanos)));
    }

    /** Returns false when the time was over first. */
    static boolean awaitUninterruptibly(CountDownLatch latch, Duration limit) {
        return uninterruptibly(limit.toNanos(), nanos -> latch.await(nanos, TimeUnit.NANOSECONDS));
    }

    private interface Waiting {
        boolean await(long nanos) throws InterruptedException;
    }

    private static boolean uninterruptibly(long nanos, Waiting waiting) {
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.await(deadline - System.nanoTime());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

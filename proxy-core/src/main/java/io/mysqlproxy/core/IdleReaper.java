package io.mysqlproxy.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends sessions that moved no byte for the idle timeout. Looks at the byte counts every now and then, so that the pumps need not look at a clock; a
 * session ends between one and one and a quarter timeouts after its last byte.
 */
final class IdleReaper implements Runnable {
    private static final int SWEEPS_PER_TIMEOUT = 4;

    private final SessionRegistry registry;
    private final Duration timeout;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Map<LiveSession, Seen> lastSweep = new HashMap<>();

    /** A byte count, and since when it is known to be that. */
    private record Seen(long progress, long sinceNanos) {}

    IdleReaper(SessionRegistry registry, Duration timeout) {
        this.registry = registry;
        this.timeout = timeout;
    }

    @Override
    public void run() {
        long period = Math.max(timeout.toNanos() / SWEEPS_PER_TIMEOUT, TimeUnit.MILLISECONDS.toNanos(1));
        try {
            while (!stopped.await(period, TimeUnit.NANOSECONDS)) {
                sweep(System.nanoTime());
            }
        } catch (InterruptedException e) {
            // Nobody who should stop this thread does it by an interrupt; and without the reaper the proxy still works.
        }
    }

    void stop() {
        stopped.countDown();
    }

    void sweep(long now) {
        Map<LiveSession, Seen> thisSweep = new HashMap<>();
        for (LiveSession session : registry.admitted()) {
            // Dialling has a limit of its own.
            if (session.upstreamAddress() == null) {
                continue;
            }
            long progress = session.progress();
            Seen before = lastSweep.get(session);
            Seen seen = before != null && before.progress() == progress ? before : new Seen(progress, now);
            thisSweep.put(session, seen);
            if (now - seen.sinceNanos() >= timeout.toNanos()) {
                session.cut(new CloseReason.IdleTimeout(timeout));
            }
        }
        lastSweep = thisSweep;
    }
}

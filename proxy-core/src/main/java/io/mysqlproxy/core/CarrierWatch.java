package io.mysqlproxy.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds carriers that do not come back from a virtual thread, and has their loops taken over by another platform thread, so that the other sessions
 * go on: the thread waits in a synchronized block on Java 21, reads a file, or computes. What it waits for may even be what only the loop can bring.
 */
final class CarrierWatch implements Runnable {
    /** So long the other sessions of a carrier wait, and at most twice as long. */
    static final long PERIOD_MILLIS = 100;

    /** So many threads of each proxy may be stuck; when there are more, sessions wait for them. */
    private static final int MOST_STUCK_THREADS = 256;

    /** Once or twice is what a JVM does to everybody that loads its classes or makes its first keys. */
    private static final int TOLD_AT = 10;

    private static final Logger LOG = LoggerFactory.getLogger(CarrierWatch.class);

    private final List<Carrier> carriers;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<Carrier, Long> lastLook = new HashMap<>();
    private int takeovers;

    /** @param carriers may grow meanwhile */
    CarrierWatch(List<Carrier> carriers) {
        this.carriers = carriers;
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                carriers.forEach(this::look);
            }
        } catch (InterruptedException e) {
            // Nobody who should stop this thread does it by an interrupt; and without it the carriers still work.
        }
    }

    void stop() {
        stopped.countDown();
    }

    private void look(Carrier carrier) {
        long run = carrier.currentRun();
        Long before = lastLook.put(carrier, run);
        if (run != 0 && before != null && before == run && stuckThreads() < MOST_STUCK_THREADS) {
            replaceThreadOf(carrier);
        }
    }

    private int stuckThreads() {
        return carriers.stream().mapToInt(Carrier::stuckThreads).sum();
    }

    private void replaceThreadOf(Carrier carrier) {
        try {
            carrier.replaceThread();
        } catch (OutOfMemoryError e) {
            LOG.warn(
                    "no thread could be had to take over from {}, which does not come back from a session's thread",
                    carrier);
            return;
        }
        if (++takeovers == TOLD_AT) {
            LOG.warn(
                    "{} did not come back from a session's thread for {} ms, for the {}th time, so another thread takes over: user code"
                            + " blocks it without parking, or the machine has too much to do (this is told once)",
                    carrier,
                    PERIOD_MILLIS,
                    TOLD_AT);
        }
    }
}

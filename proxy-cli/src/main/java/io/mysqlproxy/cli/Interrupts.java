package io.mysqlproxy.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C (and the termination signal) into an orderly end: the signal asks the command to stop, and the virtual machine stays until the command
 * has cleaned up and says so. The exit code, 130 for an interrupt, is then the virtual machine's own.
 */
final class Interrupts {
    /** A command that does not end by then is left behind. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    Interrupts(Stop stop) {
        hook = Thread.ofPlatform().name("mysql-proxy interrupt").unstarted(() -> {
            stop.request(Stop.Reason.INTERRUPTED);
            awaitFinished();
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The command has cleaned up. */
    void release() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs already, and it is what waited for this.
        }
    }

    private void awaitFinished() {
        try {
            if (!finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println(
                        "mysql-proxy: still busy " + Quantity.duration(PATIENCE) + " after the interrupt, gave up");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

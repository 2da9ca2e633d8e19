package io.mysqlproxy.core;

/** Waiting for threads to end. */
final class Threads {
    private Threads() {}

    /** Waits without a limit; an interrupt is kept for the caller. */
    static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.mysqlproxy.cli;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** Cleans up once: when it is closed, or when the program is interrupted before that. */
final class AtExit implements AutoCloseable {
    private static volatile boolean exiting;

    private final ReentrantLock lock = new ReentrantLock();
    private final Runnable cleaning;
    private final Thread hook;
    private boolean cleaned;

    /**
     * Until it is closed, the end of the program runs the cleaning.
     *
     * @throws ServerUnavailableException when the program is ending; the cleaning has run then
     */
    AtExit(String name, Runnable cleaning) {
        this.cleaning = cleaning;
        this.hook = new Thread(this::exit, name);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException alreadyExiting) {
            cleaning.run();
            throw new ServerUnavailableException("interrupted", alreadyExiting);
        }
    }

    /** Whether the program ends and things are being cleaned up under the feet of those who use them. */
    static boolean isExiting() {
        return exiting;
    }

    /**
     * Does something that makes more to clean; the cleaning waits for it.
     *
     * @throws ServerUnavailableException when the cleaning has been done
     */
    <T> T unlessCleaned(Work<T> work) throws IOException {
        lock.lock();
        try {
            if (cleaned) {
                throw new ServerUnavailableException("interrupted");
            }
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Something that is not to be done while, or after, it is cleaned up. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    private void exit() {
        exiting = true;
        clean();
    }

    private void clean() {
        lock.lock();
        try {
            if (!cleaned) {
                cleaned = true;
                cleaning.run();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        clean();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyExiting) {
            // The hook runs or has run, and finds it cleaned.
        }
    }
}

package io.mysqlproxy.core;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts clients and hands each one on at once. Whatever goes wrong, no file descriptor left being the likeliest, it waits a little, longer each time
 * up to a second, and goes on: it ends only when it is stopped.
 */
final class Acceptor implements Runnable {
    static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    /** A listening socket, or what a test puts in its place. */
    interface Source extends AutoCloseable {
        /** Waits for a client. */
        SocketChannel accept() throws IOException;

        boolean isOpen();

        /** Stops listening, which also ends an accept that waits. */
        @Override
        void close();
    }

    /** Takes a client over, or throws and leaves it closed. */
    interface Sink {
        void accept(SocketChannel client) throws IOException;
    }

    private final Source source;
    private final String address;
    private final Sink sessions;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** The message of the failure that lasts, empty while all is well. */
    private String trouble = "";

    private long lastFailureAt;

    private Duration pause = FIRST_PAUSE;

    /** @param address for the log */
    Acceptor(Source source, String address, Sink sessions) {
        this.source = source;
        this.address = address;
        this.sessions = sessions;
    }

    @Override
    public void run() {
        while (source.isOpen()) {
            try {
                sessions.accept(source.accept());
                recovered();
            } catch (Throwable e) {
                if (source.isOpen()) {
                    failed(e);
                }
            }
        }
    }

    void stop() {
        stopped.countDown();
        source.close();
    }

    private void failed(Throwable failure) {
        lastFailureAt = System.nanoTime();
        String message = String.valueOf(failure.getMessage());
        if (!message.equals(trouble)) {
            LOG.warn("cannot accept clients on {}, trying again: {}", address, failure.toString());
            trouble = message;
        }
        try {
            boolean over = stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            if (!over) {
                pause = longer(pause);
            }
        } catch (InterruptedException e) {
            // Nobody who should stop this thread does it by an interrupt.
        }
    }

    /** A process at the edge of its descriptors gets one every now and then: only when a while has gone well, the trouble is told to be over. */
    private void recovered() {
        pause = FIRST_PAUSE;
        if (!trouble.isEmpty() && System.nanoTime() - lastFailureAt >= LONGEST_PAUSE.toNanos()) {
            LOG.warn("accepting clients on {} again", address);
            trouble = "";
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}

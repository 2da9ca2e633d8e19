package io.mysqlproxy.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last words to a client that cannot be served, and the wait until it has heard them: both limited, as the client may be hostile. */
final class Goodbye {
    private static final Logger LOG = LoggerFactory.getLogger(Goodbye.class);

    static final Duration LIMIT = Duration.ofSeconds(2);

    /** What is read from a client that keeps talking instead of hanging up. */
    private static final int MOST_IGNORED_BYTES = 64 * 1024;

    private final FailureHandler handler;

    Goodbye(FailureHandler handler) {
        this.handler = handler;
    }

    void say(LiveSession session, CloseReason reason) {
        Thread speaker = Thread.currentThread();
        CountDownLatch said = new CountDownLatch(1);
        Thread limit = Thread.ofVirtual()
                .name("proxy-" + session.id() + " goodbye")
                .start(() -> {
                    if (!awaited(said)) {
                        session.client().close();
                        speaker.interrupt();
                    }
                });
        try {
            handler.handle(session, session.client(), reason);
            session.client().shutdownOutput();
            ignoreInput(session.client());
        } catch (IOException e) {
            LOG.debug("the client did not wait for its goodbye: {}", e.toString());
        } catch (Throwable e) {
            LOG.warn("the failure handler failed in session {}", session.id(), e);
        } finally {
            said.countDown();
            Threads.joinUninterruptibly(limit);
            // Ours, if any; nobody else interrupts this thread.
            Thread.interrupted();
        }
    }

    private static boolean awaited(CountDownLatch said) {
        try {
            return said.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Closing a socket with unread bytes resets it, and a reset makes some clients forget what they have not read yet. */
    private static void ignoreInput(Endpoint client) throws IOException {
        ByteBuffer ignored = ByteBuffer.allocate(PumpBuffer.SMALL_BYTES);
        int total = 0;
        int count;
        while (total < MOST_IGNORED_BYTES && (count = client.read(ignored.clear())) >= 0) {
            total += count;
        }
    }
}

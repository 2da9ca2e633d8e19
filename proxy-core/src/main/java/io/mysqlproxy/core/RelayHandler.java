package io.mysqlproxy.core;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The default handler: passes bytes both ways, unchanged. The session's own thread moves client to server, a second thread server to client. A side
 * that closes in an orderly way closes only its own direction (half-close); a side that fails takes the other with it, by a reset.
 */
final class RelayHandler implements SessionHandler {
    /** The write that failed has failed already; what is waited for is only its thread's turn to run. */
    private static final long RESET_NEWS_MILLIS = 100;

    @Override
    public CloseReason handle(Session session, Endpoint client, Endpoint server) {
        return new Relay((LiveSession) session, client, server).run();
    }

    private static final class Relay {
        private final LiveSession session;
        private final Pump up;
        private final Pump down;
        private final Endpoint client;
        private final Endpoint server;

        /** The first end decides, whatever it leads to. */
        private final AtomicReference<@Nullable CloseReason> firstEnd = new AtomicReference<>();

        private final CountDownLatch failed = new CountDownLatch(1);

        Relay(LiveSession session, Endpoint client, Endpoint server) {
            BufferPool pool = session.place().buffers();
            this.session = session;
            this.up = new Pump(Direction.CLIENT_TO_SERVER, client, server, session.guardedTap(), pool);
            this.down = new Pump(Direction.SERVER_TO_CLIENT, server, client, session.guardedTap(), pool);
            this.client = client;
            this.server = server;
        }

        CloseReason run() {
            Thread second = session.place().newThread(this::relayDown);
            second.setName(session.threadName(Direction.SERVER_TO_CLIENT));
            session.secondThread(second);
            second.start();
            relay(Direction.CLIENT_TO_SERVER, up);
            Threads.joinUninterruptibly(second);
            return Objects.requireNonNull(firstEnd.get(), "both pumps have ended");
        }

        private void relayDown() {
            MDC.put(SessionRunner.MDC_KEY, Long.toString(session.id()));
            try {
                relay(Direction.SERVER_TO_CLIENT, down);
            } finally {
                MDC.remove(SessionRunner.MDC_KEY);
            }
        }

        private void relay(Direction direction, Pump pump) {
            try {
                switch (pump.run()) {
                    case SENDER_CLOSED -> passOnEnd(direction);
                    case SENDER_FAILED -> fail(resetBy(direction));
                    case RECEIVER_FAILED -> fail(resetBy(direction.opposite()));
                }
            } catch (Throwable e) {
                fail(new CloseReason.HandlerFailed(e));
            }
        }

        private void passOnEnd(Direction direction) {
            if (isReset(direction)) {
                return;
            }
            // Noted before it is passed on, or the answer to it could be noted first.
            firstEnd.compareAndSet(null, closedBy(direction));
            try {
                (direction == Direction.CLIENT_TO_SERVER ? server : client).shutdownOutput();
            } catch (IOException e) {
                fail(resetBy(direction.opposite()));
            }
        }

        /**
         * Linux tells of a reset once: when the other pump's write hears of it first, our read sees what looks like an orderly end. So while the other
         * pump writes to the peer whose end we have read, it gets a moment to say what it knows.
         */
        private boolean isReset(Direction direction) {
            Pump other = direction == Direction.CLIENT_TO_SERVER ? down : up;
            try {
                return other.isWriting() && failed.await(RESET_NEWS_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** Resets both sides, which also wakes the other pump wherever it waits. */
        private void fail(CloseReason reason) {
            firstEnd.compareAndSet(null, reason);
            failed.countDown();
            // A session that was cut has its sockets closed by who cut it, and in an orderly way.
            if (!session.isEnding()) {
                client.reset();
                server.reset();
            }
        }
    }

    /** Who sends in this direction has closed. */
    private static CloseReason closedBy(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> new CloseReason.ClientClosed();
            case SERVER_TO_CLIENT -> new CloseReason.ServerClosed();
        };
    }

    /** Who sends in this direction was reset. */
    private static CloseReason resetBy(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> new CloseReason.ClientReset();
            case SERVER_TO_CLIENT -> new CloseReason.ServerReset();
        };
    }
}

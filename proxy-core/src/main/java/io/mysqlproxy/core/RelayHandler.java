package io.mysqlproxy.core;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The default handler: passes bytes both ways, unchanged. The session's own thread moves client to server, a second thread server to client. A side
 * that closes in an orderly way closes only its own direction (half-close); a side that fails takes the other with it, by a reset.
 */
final class RelayHandler implements SessionHandler {
    private final ThreadFactory threads;
    private final BufferPool pool;

    RelayHandler(ThreadFactory threads, BufferPool pool) {
        this.threads = threads;
        this.pool = pool;
    }

    @Override
    public CloseReason handle(Session session, Endpoint client, Endpoint server) {
        return new Relay((LiveSession) session, client, server).run();
    }

    private final class Relay {
        private final LiveSession session;
        private final Endpoint client;
        private final Endpoint server;

        /** The first end decides, whatever it leads to. */
        private final AtomicReference<@Nullable CloseReason> firstEnd = new AtomicReference<>();

        Relay(LiveSession session, Endpoint client, Endpoint server) {
            this.session = session;
            this.client = client;
            this.server = server;
        }

        CloseReason run() {
            Thread second = threads.newThread(() -> {
                MDC.put(SessionRunner.MDC_KEY, Long.toString(session.id()));
                try {
                    relay(Direction.SERVER_TO_CLIENT, server, client);
                } finally {
                    MDC.remove(SessionRunner.MDC_KEY);
                }
            });
            second.setName(session.threadName(Direction.SERVER_TO_CLIENT));
            session.secondThread(second);
            second.start();
            relay(Direction.CLIENT_TO_SERVER, client, server);
            Threads.joinUninterruptibly(second);
            return Objects.requireNonNull(firstEnd.get(), "both pumps have ended");
        }

        private void relay(Direction direction, Endpoint sender, Endpoint receiver) {
            try {
                switch (new Pump(direction, sender, receiver, session.tap(), pool).run()) {
                    case SENDER_CLOSED -> passOnEnd(direction, receiver);
                    case SENDER_FAILED -> fail(resetBy(direction));
                    case RECEIVER_FAILED -> fail(resetBy(direction.opposite()));
                }
            } catch (Throwable e) {
                fail(new CloseReason.HandlerFailed(e));
            }
        }

        private void passOnEnd(Direction direction, Endpoint receiver) {
            // Noted before it is passed on, or the answer to it could be noted first.
            firstEnd.compareAndSet(null, closedBy(direction));
            try {
                receiver.shutdownOutput();
            } catch (IOException e) {
                fail(resetBy(direction.opposite()));
            }
        }

        /** Resets both sides, which also wakes the other pump wherever it waits. */
        private void fail(CloseReason reason) {
            firstEnd.compareAndSet(null, reason);
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

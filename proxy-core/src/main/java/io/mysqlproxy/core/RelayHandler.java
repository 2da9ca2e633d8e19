package io.mysqlproxy.core;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/**
 * The default handler: passes bytes both ways, unchanged. On a carrier the session's own thread does it all, if nothing is put over the sockets.
 * Otherwise it moves client to server, and a second thread server to client.
 */
final class RelayHandler implements SessionHandler {
    /** The write that failed has failed already; what is waited for is only its thread's turn to run. */
    private static final long RESET_NEWS_MILLIS = 100;

    @Override
    public CloseReason handle(Session session, Endpoint client, Endpoint server) {
        LiveSession live = (LiveSession) session;
        if (client instanceof CarrierEndpoint ours && server instanceof CarrierEndpoint theirs) {
            return new CarrierRelay(live, ours, theirs).run();
        }
        return new Relay(live, client, server).run();
    }

    private static final class Relay {
        private final LiveSession session;
        private final Pump up;
        private final Pump down;

        private final RelayEnds ends;
        private final CountDownLatch failed = new CountDownLatch(1);

        Relay(LiveSession session, Endpoint client, Endpoint server) {
            BufferPool pool = session.place().buffers();
            this.session = session;
            this.up = new Pump(Direction.CLIENT_TO_SERVER, client, server, session.guardedTap(), pool);
            this.down = new Pump(Direction.SERVER_TO_CLIENT, server, client, session.guardedTap(), pool);
            this.ends = new RelayEnds(session, client, server);
        }

        CloseReason run() {
            Thread second = session.place().newThread(this::relayDown);
            second.setName(session.threadName(Direction.SERVER_TO_CLIENT));
            session.secondThread(second);
            second.start();
            relay(Direction.CLIENT_TO_SERVER, up);
            Threads.joinUninterruptibly(second);
            return ends.reason();
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
                    case SENDER_CLOSED -> {
                        if (!isReset(direction)) {
                            ends.senderClosed(direction);
                        }
                    }
                    case SENDER_FAILED -> {
                        failed.countDown();
                        ends.senderFailed(direction);
                    }
                    case RECEIVER_FAILED -> {
                        failed.countDown();
                        ends.receiverFailed(direction);
                    }
                }
            } catch (Throwable e) {
                failed.countDown();
                ends.failed(new CloseReason.HandlerFailed(e));
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
    }
}

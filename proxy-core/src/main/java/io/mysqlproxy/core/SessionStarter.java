package io.mysqlproxy.core;

import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadFactory;

/** Gives each accepted client a session and a thread, or turns it away. Runs on the acceptor's thread and does nothing that could wait. */
final class SessionStarter {
    private final SessionRegistry registry;
    private final SessionRunner runner;
    private final ThreadFactory threads;
    private final CloseReason.TooManySessions tooMany;
    private final RefusalLog refusalLog = new RefusalLog();
    private long lastId;

    SessionStarter(ProxySettings settings, SessionRegistry registry, SessionRunner runner) {
        this.registry = registry;
        this.runner = runner;
        this.threads = settings.threads();
        this.tooMany = new CloseReason.TooManySessions(settings.maxSessions());
    }

    /** Closes the client when this throws, which happens when no thread can be had. */
    void start(SocketChannel channel) {
        SocketEndpoint client = new SocketEndpoint(channel);
        try {
            LiveSession session = new LiveSession(++lastId, client);
            switch (registry.admit(session)) {
                case ADMITTED -> startThread(session, () -> runner.serve(session));
                case TURNED_AWAY -> {
                    refusalLog.refused(tooMany.maximum());
                    startThread(session, () -> runner.turnAway(session, tooMany));
                }
                case DROPPED -> {
                    refusalLog.refused(tooMany.maximum());
                    client.close();
                }
            }
        } catch (Throwable e) {
            client.close();
            throw e;
        }
    }

    private void startThread(LiveSession session, Runnable life) {
        try {
            Thread thread = threads.newThread(() -> {
                try {
                    life.run();
                } finally {
                    registry.remove(session);
                }
            });
            thread.setName(session.threadName(Direction.CLIENT_TO_SERVER));
            session.ownThread(thread);
            thread.start();
        } catch (Throwable e) {
            registry.remove(session);
            throw e;
        }
    }
}

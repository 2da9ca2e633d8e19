package io.mysqlproxy.core;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Gives each accepted client a session and a thread, or turns it away. Runs on the acceptor's thread and does nothing that could wait. */
final class SessionStarter {
    private final SessionRegistry registry;
    private final SessionRunner runner;
    private final Scheduling scheduling;
    private final CloseReason.TooManySessions tooMany;
    private final RefusalLog refusalLog = new RefusalLog();
    private long lastId;

    SessionStarter(ProxySettings settings, SessionRegistry registry, SessionRunner runner) {
        this.registry = registry;
        this.runner = runner;
        this.scheduling = settings.scheduling();
        this.tooMany = new CloseReason.TooManySessions(settings.maxSessions());
    }

    /** Closes the client when this throws, which happens when no thread can be had. */
    void start(SocketChannel channel) throws IOException {
        try {
            Place place = scheduling.nextPlace();
            SocketEndpoint client = place.endpoint(channel);
            LiveSession session = new LiveSession(++lastId, place, client);
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
            channel.close();
            throw e;
        }
    }

    private void startThread(LiveSession session, Runnable life) {
        Place place = session.place();
        place.enter();
        try {
            Thread thread = place.newThread(() -> {
                try {
                    life.run();
                } finally {
                    place.leave(session.ageNanos());
                    registry.remove(session);
                }
            });
            thread.setName(session.ownThreadName());
            session.ownThread(thread);
            thread.start();
        } catch (Throwable e) {
            place.leave(session.ageNanos());
            registry.remove(session);
            throw e;
        }
    }
}

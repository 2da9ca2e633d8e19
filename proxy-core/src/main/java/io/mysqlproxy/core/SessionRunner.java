package io.mysqlproxy.core;

import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The life of a session on its own thread, from accept to the one reason it ends with. Owns both sockets. */
final class SessionRunner {
    /** Under this key the session's id stands in the MDC of both its threads. */
    static final String MDC_KEY = "mysqlproxy.session";

    private static final Logger LOG = LoggerFactory.getLogger(SessionRunner.class);

    private final ProxySettings settings;
    private final Dialer dialer;
    private final @Nullable Goodbye goodbye;

    SessionRunner(ProxySettings settings, Dialer dialer) {
        this.settings = settings;
        this.dialer = dialer;
        FailureHandler failureHandler = settings.failureHandler();
        this.goodbye = failureHandler == null ? null : new Goodbye(failureHandler);
    }

    /** Runs a session that was admitted. */
    void serve(LiveSession session) {
        MDC.put(MDC_KEY, Long.toString(session.id()));
        SessionEvent event = recordedEvent();
        try {
            open(session);
            GuardedTap tap = makeTap(session);
            CloseReason reason = session.endAs(relay(session));
            session.place().letGo(session);
            session.closeEndpoints();
            if (tap != null) {
                tap.onClose(reason);
                session.forgetTap();
            }
            if (event != null) {
                SessionEvent.closed(event, session, reason);
            }
            close(session, reason);
        } finally {
            session.closeEndpoints();
            MDC.remove(MDC_KEY);
        }
    }

    /** Runs a session that was not admitted: it sees no server, and its client only the goodbye. */
    void turnAway(LiveSession session, CloseReason.TooManySessions tooMany) {
        MDC.put(MDC_KEY, Long.toString(session.id()));
        SessionEvent event = recordedEvent();
        try {
            open(session);
            CloseReason reason = session.endAs(tooMany);
            sayGoodbye(session, reason);
            session.closeEndpoints();
            if (event != null) {
                SessionEvent.closed(event, session, reason);
            }
            close(session, reason);
        } finally {
            session.closeEndpoints();
            MDC.remove(MDC_KEY);
        }
    }

    /** Not asked of the event itself: its class alone makes the JVM set the whole Flight Recorder up, which takes megabytes. */
    private static @Nullable SessionEvent recordedEvent() {
        return FlightRecorder.isInitialized() ? SessionEvent.opened() : null;
    }

    private CloseReason relay(LiveSession session) {
        try {
            settings.socketOptions().applyTo(session.client().channel());
            SocketEndpoint server = dialer.dial(session);
            session.relayedBy(settings.relay());
            return settings.handler().handle(session, session.client(), server);
        } catch (DialException e) {
            CloseReason reason = session.endAs(e.reason());
            sayGoodbye(session, reason);
            return reason;
        } catch (Throwable e) {
            if (!session.isEnding()) {
                session.resetEndpoints();
            }
            return new CloseReason.HandlerFailed(e);
        }
    }

    /** Not said when the session was cut meanwhile: then its client is closed already. */
    private void sayGoodbye(LiveSession session, CloseReason reason) {
        if (goodbye != null && !(reason instanceof CloseReason.ProxyClosed)) {
            goodbye.say(session, reason);
        }
    }

    private @Nullable GuardedTap makeTap(LiveSession session) {
        try {
            Tap tap = settings.taps().apply(session);
            if (tap == null) {
                return null;
            }
            GuardedTap guarded = new GuardedTap(session, tap);
            session.tap(guarded);
            return guarded;
        } catch (Throwable e) {
            LOG.warn("no tap could be made for session {}; it goes on without one", session.id(), e);
            return null;
        }
    }

    private void open(LiveSession session) {
        LOG.debug("{} opened", session);
        tell(listener -> listener.onOpen(session));
    }

    private void close(LiveSession session, CloseReason reason) {
        LOG.debug("{} closed {}", session, reason.description());
        tell(listener -> listener.onClose(session, reason));
    }

    private void tell(Consumer<SessionListener> news) {
        try {
            news.accept(settings.listener());
        } catch (Throwable e) {
            LOG.warn("the session listener failed", e);
        } finally {
            // An interrupt that a listener leaves behind would close the socket at the next read.
            Thread.interrupted();
        }
    }
}

package io.mysqlproxy.core;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What every session of a proxy needs to know; fixed at start. */
record ProxySettings(
        Upstream upstream,
        SessionHandler handler,
        RelayHandler relay,
        Function<? super Session, ? extends @Nullable Tap> taps,
        SessionListener listener,
        @Nullable FailureHandler failureHandler,
        Scheduling scheduling,
        SocketOptions socketOptions,
        Duration connectTimeout,
        int maxSessions) {}

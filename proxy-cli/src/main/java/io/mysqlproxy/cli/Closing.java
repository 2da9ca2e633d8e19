package io.mysqlproxy.cli;

import io.mysqlproxy.core.CloseReason;

/** How the end of a session is told: the name for programs, the words for people. */
final class Closing {
    private Closing() {}

    /** Stable, in snake_case. */
    static String name(CloseReason reason) {
        return switch (reason) {
            case CloseReason.ClientClosed closed -> "client_closed";
            case CloseReason.ServerClosed closed -> "server_closed";
            case CloseReason.ClientReset reset -> "client_reset";
            case CloseReason.ServerReset reset -> "server_reset";
            case CloseReason.ConnectFailed failed -> "connect_failed";
            case CloseReason.IdleTimeout timeout -> "idle_timeout";
            case CloseReason.ProxyClosed closed -> "proxy_closed";
            case CloseReason.TooManySessions refused -> "too_many_sessions";
            case CloseReason.TlsFailed failed -> "tls_failed";
            case CloseReason.HandlerFailed failed -> "handler_failed";
        };
    }

    /** A clause that fits behind "closed". */
    static String text(CloseReason reason) {
        return switch (reason) {
            case CloseReason.IdleTimeout idle -> "idle for " + Quantity.duration(idle.timeout());
            default -> reason.description();
        };
    }

    /** Whether this is how a session should not end. */
    static boolean isError(CloseReason reason) {
        return switch (reason) {
            case CloseReason.ClientClosed closed -> false;
            case CloseReason.ServerClosed closed -> false;
            case CloseReason.ProxyClosed closed -> false;
            case CloseReason.ClientReset reset -> true;
            case CloseReason.ServerReset reset -> true;
            case CloseReason.ConnectFailed failed -> true;
            case CloseReason.IdleTimeout timeout -> true;
            case CloseReason.TooManySessions refused -> true;
            case CloseReason.TlsFailed failed -> true;
            case CloseReason.HandlerFailed failed -> true;
        };
    }
}

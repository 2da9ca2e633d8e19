package io.mysqlproxy.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a session ended. Each session ends with exactly one, the first: when the client closes and the server resets the connection because of that, as
 * servers do that find unread bytes, it was the client who closed.
 */
public sealed interface CloseReason {
    /** For people: a short sentence that fits behind "closed", without a full stop. */
    String description();

    /** The client closed first, in an orderly way (FIN). */
    record ClientClosed() implements CloseReason {
        @Override
        public String description() {
            return "by the client";
        }
    }

    /** The server closed first, in an orderly way (FIN). */
    record ServerClosed() implements CloseReason {
        @Override
        public String description() {
            return "by the server";
        }
    }

    /** The client's connection was reset (RST) or could not be written to any more; the server got a reset as well. */
    record ClientReset() implements CloseReason {
        @Override
        public String description() {
            return "reset by the client";
        }
    }

    /** The server's connection was reset (RST) or could not be written to any more; the client got a reset as well. */
    record ServerReset() implements CloseReason {
        @Override
        public String description() {
            return "reset by the server";
        }
    }

    /**
     * The server could not be reached.
     *
     * @param upstream the address that was tried last, unresolved when its name was not found, null when {@link Upstream#choose} gave none
     * @param cause what the network said
     * @param detail the operating system's words, as in {@code Connection refused}
     */
    record ConnectFailed(@Nullable InetSocketAddress upstream, Cause cause, String detail) implements CloseReason {
        public enum Cause {
            REFUSED,
            UNREACHABLE,
            TIMED_OUT,
            UNKNOWN_HOST,
            /** {@link Upstream#choose} failed, so nothing was dialled. */
            NO_UPSTREAM,
            OTHER
        }

        @Override
        public String description() {
            return upstream == null
                    ? "no server: " + detail
                    : "cannot connect to " + HostPort.of(upstream) + ": " + detail;
        }
    }

    /** No byte passed in either direction for the idle timeout. */
    record IdleTimeout(Duration timeout) implements CloseReason {
        @Override
        public String description() {
            return "idle for " + timeout.toMillis() + " ms";
        }
    }

    /** The proxy was closed, or the session was closed through {@link Session#close}. */
    record ProxyClosed() implements CloseReason {
        @Override
        public String description() {
            return "by the proxy";
        }
    }

    /** The proxy had its maximum number of sessions; the client was turned away. */
    record TooManySessions(int maximum) implements CloseReason {
        @Override
        public String description() {
            return "refused: " + maximum + " sessions are open already";
        }
    }

    /** The session's {@link SessionHandler} threw. Both ends were reset. */
    record HandlerFailed(Throwable failure) implements CloseReason {
        @Override
        public String description() {
            return "handler failed: " + failure;
        }
    }
}

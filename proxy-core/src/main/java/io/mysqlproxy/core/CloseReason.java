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

    /**
     * A {@link SessionHandler} that ends TLS could not: one of the peers and the proxy did not come to terms.
     *
     * @param leg between whom
     * @param detail for people: what happened and what can be done about it, a clause without a full stop
     */
    record TlsFailed(Leg leg, Failure cause, String detail) implements CloseReason {
        /** Which of a session's two connections. */
        public enum Leg {
            /** Between the client and the proxy. */
            CLIENT,
            /** Between the proxy and the server. */
            SERVER
        }

        public enum Failure {
            /** The peer does not accept the certificate that it was shown. */
            CERTIFICATE_REFUSED,
            /** The peer's certificate did not stand the test, or it has shown none. */
            CERTIFICATE_NOT_VERIFIED,
            /** No version or no cipher suite that both have. */
            NOTHING_IN_COMMON,
            /** TLS is required, and the peer does without. */
            NOT_OFFERED,
            TIMED_OUT,
            /** The peer went away instead of answering. */
            HUNG_UP,
            OTHER
        }

        @Override
        public String description() {
            return (leg == Leg.CLIENT ? "TLS with the client failed: " : "TLS with the server failed: ") + detail;
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

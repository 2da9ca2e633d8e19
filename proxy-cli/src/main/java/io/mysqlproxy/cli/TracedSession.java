package io.mysqlproxy.cli;

import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Session;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A connection as a trace tells of it, whether it is live or was recorded. All methods may be called from any thread. */
interface TracedSession {
    /** Counts from 1; unique within the trace. */
    long id();

    /** The client, or null when it is not known, as in a transcript. */
    @Nullable
    InetSocketAddress clientAddress();

    /** The client's address without its port; null when it is not known, or only by name. */
    default @Nullable InetAddress clientHost() {
        InetSocketAddress address = clientAddress();
        return address == null ? null : address.getAddress();
    }

    /** The server, or null as long as it is not known. */
    @Nullable
    InetSocketAddress serverAddress();

    /** When it began, or when it was first seen. */
    Instant openedAt();

    /** Whether it is told from its beginning; otherwise the capture begins in its middle. */
    boolean isFromStart();

    /** What the direction has carried up to now. */
    ByteCounts byteCounts(Direction direction);

    /** A session that runs through the proxy. */
    static TracedSession of(Session session) {
        return new Live(session);
    }

    /** The view of a session that runs through the proxy. */
    record Live(Session session) implements TracedSession {
        @Override
        public long id() {
            return session.id();
        }

        @Override
        public InetSocketAddress clientAddress() {
            return session.clientAddress();
        }

        @Override
        public @Nullable InetSocketAddress serverAddress() {
            return session.upstreamAddress();
        }

        @Override
        public Instant openedAt() {
            return session.openedAt();
        }

        @Override
        public boolean isFromStart() {
            return true;
        }

        @Override
        public ByteCounts byteCounts(Direction direction) {
            return session.byteCounts(direction);
        }
    }
}

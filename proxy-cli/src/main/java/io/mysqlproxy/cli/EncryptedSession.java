package io.mysqlproxy.cli;

import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.Direction;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session whose TLS ends at the proxy. What one leg carries is as long as what the other does only by chance: the difference of the two counts says
 * nothing about what was not delivered, and is not told.
 */
record EncryptedSession(TracedSession session) implements TracedSession {
    @Override
    public long id() {
        return session.id();
    }

    @Override
    public @Nullable InetSocketAddress clientAddress() {
        return session.clientAddress();
    }

    @Override
    public @Nullable InetSocketAddress serverAddress() {
        return session.serverAddress();
    }

    @Override
    public Instant openedAt() {
        return session.openedAt();
    }

    @Override
    public boolean isFromStart() {
        return session.isFromStart();
    }

    @Override
    public ByteCounts byteCounts(Direction direction) {
        long received = session.byteCounts(direction).received();
        return new ByteCounts(received, received);
    }
}

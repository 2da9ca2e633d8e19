package io.mysqlproxy.cli;

import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.Tap;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A session without sockets. */
record FakeSession(long id, @Nullable InetSocketAddress upstreamAddress, ByteCounts fromClient, ByteCounts fromServer)
        implements Session, TracedSession {
    static FakeSession of(long id) {
        return new FakeSession(
                id, new HostPort("10.0.0.7", 3306).resolve(), new ByteCounts(1234, 1234), new ByteCounts(3400, 3400));
    }

    @Override
    public InetSocketAddress clientAddress() {
        return new HostPort("127.0.0.1", 50412).resolve();
    }

    @Override
    public @Nullable InetSocketAddress serverAddress() {
        return upstreamAddress;
    }

    @Override
    public boolean isFromStart() {
        return true;
    }

    @Override
    public Instant openedAt() {
        return FakeEvent.TIME;
    }

    @Override
    public ByteCounts byteCounts(Direction direction) {
        return direction == Direction.CLIENT_TO_SERVER ? fromClient : fromServer;
    }

    @Override
    public CloseReason relay(Endpoint client, Endpoint server) {
        throw new UnsupportedOperationException("nothing to relay");
    }

    @Override
    public Tap tap() {
        return (direction, bytes) -> {};
    }

    @Override
    public void close() {}
}

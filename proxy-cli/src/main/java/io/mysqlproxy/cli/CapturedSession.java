package io.mysqlproxy.cli;

import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.capture.CapturedConnection;
import io.mysqlproxy.protocol.capture.TcpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection of a capture, with what it has carried so far. */
final class CapturedSession implements TracedSession {
    private final CapturedConnection connection;
    private final AtomicLong fromClient = new AtomicLong();
    private final AtomicLong fromServer = new AtomicLong();

    CapturedSession(CapturedConnection connection) {
        this.connection = connection;
    }

    /** So many bytes more were carried; told by the thread that reads, and by no other. */
    void add(Direction direction, int bytes) {
        AtomicLong counter = counter(direction);
        counter.setRelease(counter.getPlain() + bytes);
    }

    @Override
    public long id() {
        return connection.number();
    }

    @Override
    public @Nullable InetSocketAddress clientAddress() {
        return address(connection.client());
    }

    @Override
    public @Nullable InetSocketAddress serverAddress() {
        return address(connection.server());
    }

    @Override
    public Instant openedAt() {
        return Instant.EPOCH.plus(connection.openedMicros(), ChronoUnit.MICROS);
    }

    @Override
    public boolean isFromStart() {
        return connection.isFromStart();
    }

    @Override
    public ByteCounts byteCounts(Direction direction) {
        long bytes = counter(direction).getAcquire();
        return new ByteCounts(bytes, bytes);
    }

    private AtomicLong counter(Direction direction) {
        return direction == Direction.CLIENT_TO_SERVER ? fromClient : fromServer;
    }

    private static @Nullable InetSocketAddress address(TcpAddress address) {
        try {
            return address.ip().isEmpty()
                    ? null
                    : new InetSocketAddress(
                            InetAddress.getByAddress(address.ip().toArray()), address.port());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }
}

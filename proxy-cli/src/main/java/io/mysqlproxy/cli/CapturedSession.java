package io.mysqlproxy.cli;

import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.PacketDecoder;
import io.mysqlproxy.protocol.capture.CapturedConnection;
import io.mysqlproxy.protocol.capture.ConnectionEnd;
import io.mysqlproxy.protocol.capture.ConnectionListener;
import io.mysqlproxy.protocol.capture.TcpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection of a capture on its way to the trace: decoded as a live one is, with the capture's clock. */
final class CapturedSession implements TracedSession, ConnectionListener {
    private final CapturedConnection connection;
    private final Trace trace;
    private final CaptureClock clock;
    private final ConnectionListener decoding;
    private final AtomicLong fromClient = new AtomicLong();
    private final AtomicLong fromServer = new AtomicLong();

    CapturedSession(CapturedConnection connection, Trace trace, CaptureClock clock) {
        this.connection = connection;
        this.trace = trace;
        this.clock = clock;
        this.decoding = ConnectionListener.decoding(new PacketDecoder(connection.number(), trace, trace));
    }

    @Override
    public void onBytes(Direction direction, ByteBuffer bytes, long epochMicros) {
        clock.set(epochMicros);
        counter(direction).addAndGet(bytes.remaining());
        decoding.onBytes(direction, bytes, epochMicros);
    }

    @Override
    public void onGap(Direction direction, long missingBytes, long epochMicros) {
        clock.set(epochMicros);
        trace.gap(id(), direction, missingBytes);
        decoding.onGap(direction, missingBytes, epochMicros);
    }

    @Override
    public void onClose(ConnectionEnd end, long epochMicros) {
        clock.set(epochMicros);
        decoding.onClose(end, epochMicros);
        trace.closed(id(), Ending.of(end));
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
        long bytes = counter(direction).get();
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

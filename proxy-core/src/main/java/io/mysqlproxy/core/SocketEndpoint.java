package io.mysqlproxy.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * A socket. How a thread waits for it is the business of the two kinds; what they move is counted here: one thread reads, one writes, any thread may
 * ask for the counts.
 */
abstract sealed class SocketEndpoint implements Endpoint permits BlockingEndpoint, CarrierEndpoint {
    private static final VarHandle BYTES_READ = counter("bytesRead");
    private static final VarHandle BYTES_WRITTEN = counter("bytesWritten");

    private final SocketChannel channel;

    @SuppressWarnings("unused") // written through BYTES_READ
    private long bytesRead;

    @SuppressWarnings("unused") // written through BYTES_WRITTEN
    private long bytesWritten;

    SocketEndpoint(SocketChannel channel) {
        this.channel = channel;
    }

    private static VarHandle counter(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(SocketEndpoint.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Connects, once.
     *
     * @throws java.net.SocketTimeoutException when the peer does not answer in time
     */
    abstract void connect(InetSocketAddress address, long nanos) throws IOException;

    /** Returns false when no selector knows the socket. */
    abstract boolean cancelKey();

    final void countRead(int count) {
        BYTES_READ.setOpaque(this, bytesRead + count);
    }

    final void countWritten(int count) {
        BYTES_WRITTEN.setOpaque(this, bytesWritten + count);
    }

    /** Bytes that have come from the peer so far. */
    final long bytesRead() {
        return (long) BYTES_READ.getOpaque(this);
    }

    /** Bytes that the socket has taken for the peer so far. */
    final long bytesWritten() {
        return (long) BYTES_WRITTEN.getOpaque(this);
    }

    @Override
    public final void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public final void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // Closed already: then there is nobody left to reset.
        }
        close();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone whatever close says, and nobody could do more about it.
        }
    }

    public final SocketChannel channel() {
        return channel;
    }

    @Override
    public final InetSocketAddress remoteAddress() {
        try {
            return (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException e) {
            throw new UncheckedIOException("the endpoint is closed", e);
        }
    }

    @Override
    public final InetSocketAddress localAddress() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException("the endpoint is closed", e);
        }
    }
}

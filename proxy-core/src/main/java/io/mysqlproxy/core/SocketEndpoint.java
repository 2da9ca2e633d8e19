package io.mysqlproxy.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose reads and writes block the calling thread, best a virtual one. Counts what it moves: one thread reads, one writes, any thread may ask
 * for the counts.
 */
final class SocketEndpoint implements Endpoint {
    private static final VarHandle BYTES_READ = counter("bytesRead");
    private static final VarHandle BYTES_WRITTEN = counter("bytesWritten");

    private final SocketChannel channel;

    @SuppressWarnings("unused") // written through BYTES_READ
    private long bytesRead;

    @SuppressWarnings("unused") // written through BYTES_WRITTEN
    private long bytesWritten;

    /** The one door to FIONREAD that the JDK leaves open; made when first asked for, as most sessions never need it. Reader's thread only. */
    private @Nullable InputStream input;

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

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        int count = channel.read(buffer);
        if (count > 0) {
            BYTES_READ.setOpaque(this, bytesRead + count);
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        if (input == null) {
            input = channel.socket().getInputStream();
        }
        return input.available();
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            BYTES_WRITTEN.setOpaque(this, bytesWritten + channel.write(buffer));
        }
    }

    /** Bytes that have come from the peer so far. */
    long bytesRead() {
        return (long) BYTES_READ.getOpaque(this);
    }

    /** Bytes that the socket has taken for the peer so far. */
    long bytesWritten() {
        return (long) BYTES_WRITTEN.getOpaque(this);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void reset() {
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

    SocketChannel channel() {
        return channel;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        try {
            return (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException e) {
            throw new UncheckedIOException("the endpoint is closed", e);
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException("the endpoint is closed", e);
        }
    }
}

package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Endpoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** An endpoint whose first read another thread has begun: its bytes come first, then this is the endpoint itself. */
final class HandedOverEndpoint implements Endpoint {
    private final Endpoint endpoint;
    private @Nullable CompletableFuture<ByteBuffer> begun;
    private @Nullable ByteBuffer first;

    /** @param begun completes with the bytes of the read, none when it found the end */
    HandedOverEndpoint(Endpoint endpoint, CompletableFuture<ByteBuffer> begun) {
        this.endpoint = endpoint;
        this.begun = begun;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        if (begun != null) {
            ByteBuffer bytes = await(begun);
            begun = null;
            if (!bytes.hasRemaining()) {
                return -1;
            }
            first = bytes;
        }
        ByteBuffer left = first;
        if (left == null) {
            return endpoint.read(buffer);
        }
        int count = Math.min(left.remaining(), buffer.remaining());
        buffer.put(left.slice(left.position(), count));
        left.position(left.position() + count);
        if (!left.hasRemaining()) {
            first = null;
        }
        return count;
    }

    private static ByteBuffer await(CompletableFuture<ByteBuffer> begun) throws IOException {
        try {
            return begun.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new SocketException("the read that was begun failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the server");
        }
    }

    @Override
    public int available() throws IOException {
        ByteBuffer left = first;
        if (left != null) {
            return left.remaining();
        }
        return begun == null ? endpoint.available() : 0;
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        endpoint.write(buffer);
    }

    @Override
    public void shutdownOutput() throws IOException {
        endpoint.shutdownOutput();
    }

    @Override
    public void reset() {
        endpoint.reset();
    }

    @Override
    public void close() {
        endpoint.close();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return endpoint.remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return endpoint.localAddress();
    }
}

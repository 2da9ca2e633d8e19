package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Endpoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** An endpoint whose first read another thread has begun: its bytes come first, then this is the endpoint itself. */
final class HandedOverEndpoint extends EndpointOver {
    private @Nullable CompletableFuture<ByteBuffer> begun;
    private @Nullable ByteBuffer first;

    /** @param begun completes with the bytes of the read, none when it found the end */
    HandedOverEndpoint(Endpoint endpoint, CompletableFuture<ByteBuffer> begun) {
        super(endpoint);
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
            return below().read(buffer);
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
        return begun == null ? below().available() : 0;
    }
}

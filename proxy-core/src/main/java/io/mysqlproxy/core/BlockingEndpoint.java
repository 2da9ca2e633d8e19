package io.mysqlproxy.core;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A socket whose reads and writes block the calling thread, best a virtual one. */
final class BlockingEndpoint extends SocketEndpoint {
    /** The one door to FIONREAD that the JDK leaves open; made when first asked for, as most sessions never need it. Reader's thread only. */
    private @Nullable InputStream input;

    BlockingEndpoint(SocketChannel channel) {
        super(channel);
    }

    @Override
    void connect(InetSocketAddress address, long nanos) throws IOException {
        // 0 would mean no limit.
        int millis = Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, Integer.MAX_VALUE);
        channel().socket().connect(address, millis);
    }

    @Override
    boolean cancelKey() {
        return false;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        int count = channel().read(buffer);
        if (count > 0) {
            countRead(count);
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        if (input == null) {
            input = channel().socket().getInputStream();
        }
        return input.available();
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            countWritten(channel().write(buffer));
        }
    }
}

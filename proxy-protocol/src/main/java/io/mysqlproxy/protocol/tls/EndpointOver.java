package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** An endpoint that is another one, but for what is read from it, and perhaps written to it. */
abstract class EndpointOver implements Endpoint {
    private final Endpoint below;

    EndpointOver(Endpoint below) {
        this.below = below;
    }

    final Endpoint below() {
        return below;
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        below.write(buffer);
    }

    @Override
    public final void shutdownOutput() throws IOException {
        below.shutdownOutput();
    }

    @Override
    public final void reset() {
        below.reset();
    }

    @Override
    public final void close() {
        below.close();
    }

    @Override
    public final InetSocketAddress remoteAddress() {
        return below.remoteAddress();
    }

    @Override
    public final InetSocketAddress localAddress() {
        return below.localAddress();
    }
}

package io.mysqlproxy.core;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * A port that is taken and that nobody listens on: connecting to it is refused for as long as this is open. A port that was merely closed may be
 * somebody else's by the time it is dialled.
 */
final class DeadPort implements AutoCloseable {
    private final SocketChannel holder;

    DeadPort() throws IOException {
        holder = SocketChannel.open();
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) holder.getLocalAddress();
    }

    @Override
    public void close() throws IOException {
        holder.close();
    }
}

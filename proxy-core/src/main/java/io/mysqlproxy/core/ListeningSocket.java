package io.mysqlproxy.core;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The socket a proxy listens on. */
final class ListeningSocket implements Acceptor.Source {
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;

    private ListeningSocket(ServerSocketChannel channel) throws IOException {
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
    }

    static ListeningSocket bind(InetSocketAddress wanted, int backlog) throws IOException {
        InetSocketAddress resolved =
                wanted.isUnresolved() ? new InetSocketAddress(wanted.getHostString(), wanted.getPort()) : wanted;
        if (resolved.isUnresolved()) {
            throw new SocketException("cannot listen on " + HostPort.of(wanted) + ": unknown host");
        }
        ServerSocketChannel channel = open(resolved.getAddress());
        try {
            channel.bind(resolved, backlog);
            return new ListeningSocket(channel);
        } catch (IOException e) {
            channel.close();
            throw new SocketException("cannot listen on " + HostPort.of(resolved) + ": " + e.getMessage(), e);
        }
    }

    /** All addresses of the machine means those of version 6 as well; otherwise a socket of the address's own version has less to do. */
    private static ServerSocketChannel open(InetAddress address) throws IOException {
        return address instanceof Inet4Address && !address.isAnyLocalAddress()
                ? ServerSocketChannel.open(StandardProtocolFamily.INET)
                : ServerSocketChannel.open();
    }

    /** With the port that the system chose, when 0 was asked for. */
    InetSocketAddress address() {
        return address;
    }

    ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public SocketChannel accept() throws IOException {
        return channel.accept();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone whatever close says.
        }
    }
}

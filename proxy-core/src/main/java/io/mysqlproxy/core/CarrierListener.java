package io.mysqlproxy.core;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A listening socket whose acceptor waits on a carrier, so that the way from accept to the session's first step needs no other thread to wake. */
final class CarrierListener implements Acceptor.Source, Watched {
    private final ServerSocketChannel channel;
    private final Carrier carrier;
    private final Readiness clients = new Readiness();
    private final SelectionKey key;

    CarrierListener(ServerSocketChannel channel, Carrier carrier) throws IOException {
        this.channel = channel;
        this.carrier = carrier;
        channel.configureBlocking(false);
        key = carrier.register(this);
    }

    @Override
    public SocketChannel accept() throws IOException {
        while (true) {
            clients.await(this, key, SelectionKey.OP_ACCEPT, Readiness.NO_LIMIT);
            SocketChannel client = channel.accept();
            if (client != null) {
                return client;
            }
        }
    }

    @Override
    public void ready(SelectionKey ready) {
        if (!clients.isAwaited()) {
            ready.interestOpsAnd(~SelectionKey.OP_ACCEPT);
        }
        clients.becameReady();
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
        clients.wake();
        carrier.wake();
    }

    @Override
    public SelectableChannel channel() {
        return channel;
    }

    @Override
    public Carrier carrier() {
        return carrier;
    }
}

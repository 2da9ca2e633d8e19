package io.mysqlproxy.core;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sessions without a proxy, for tests of the parts that a proxy is made of. */
final class LiveSessions {
    private LiveSessions() {}

    /** Its "client" is a new connection to this address. */
    static LiveSession over(InetSocketAddress address) throws IOException {
        return new LiveSession(
                1, new JdkScheduling(Thread.ofVirtual().factory()), new BlockingEndpoint(SocketChannel.open(address)));
    }

    /** A session that is over already, for what only needs to name one. */
    static Session none() throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open().bind(null)) {
            LiveSession session = over((InetSocketAddress) listening.getLocalAddress());
            session.close();
            return session;
        }
    }
}

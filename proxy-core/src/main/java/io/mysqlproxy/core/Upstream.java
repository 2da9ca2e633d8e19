package io.mysqlproxy.core;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Chooses the server for a session. */
@FunctionalInterface
public interface Upstream {
    /**
     * Called on the session's thread before each dial; may block.
     *
     * @return the server's address; an unresolved one is resolved at each dial, and each address its name stands for is tried in turn
     * @throws IOException when there is no server for this session
     */
    InetSocketAddress choose(Session session) throws IOException;

    /** Always the same server. The name is resolved anew for each session, so a changed DNS entry is followed. */
    static Upstream to(String host, int port) {
        InetSocketAddress address = InetSocketAddress.createUnresolved(host, port);
        return session -> address;
    }
}

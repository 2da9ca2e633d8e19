package io.mysqlproxy.core;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Where one session lives: what makes its threads and its endpoints, and lends it buffers. */
interface Place {
    /** An unstarted thread of the session. */
    Thread newThread(Runnable work);

    /** Whether the session's own thread relays both directions; otherwise it starts a second one. */
    boolean sharesThread();

    /** Takes the socket over, connected or to be connected; it is closed through the endpoint from then on. */
    SocketEndpoint endpoint(SocketChannel channel) throws IOException;

    BufferPool buffers();

    /** Before a session closes its sockets on its own thread: makes sure that closing them does not take until later. */
    void letGo(LiveSession session);

    /** A session has moved in. */
    void enter();

    /** A session is gone, after so many nanoseconds. */
    void leave(long ageNanos);
}

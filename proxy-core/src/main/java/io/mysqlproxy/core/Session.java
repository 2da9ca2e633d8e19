package io.mysqlproxy.core;

import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One client's connection through the proxy, from accept to close. All methods may be called from any thread. */
public interface Session {
    /** Counts from 1 in each proxy; unique within it. */
    long id();

    InetSocketAddress clientAddress();

    /** The server that was dialled, or null as long as none is. */
    @Nullable
    InetSocketAddress upstreamAddress();

    Instant openedAt();

    /** What the direction has carried up to now; may be asked at any time, during and after the session. */
    ByteCounts byteCounts(Direction direction);

    /**
     * For a {@link SessionHandler}, on the session's thread: does what the default handler does from here on. Relays bytes both ways and shows them to the
     * session's tap, until the session is over.
     *
     * @param client the endpoint the handler was given, or one it has put over that, such as a {@link TlsEndpoint}
     * @param server likewise
     * @return why the session ended, for the handler to return
     */
    CloseReason relay(Endpoint client, Endpoint server);

    /**
     * For a {@link SessionHandler}: where it shows the bytes it moves itself, before it writes them. Does nothing in a session without a tap. What the tap
     * throws stays in there; {@link Tap#onClose} is the proxy's to call, and ignored here.
     */
    Tap tap();

    /** Ends the session as {@link CloseReason.ProxyClosed}; does nothing when it has ended. */
    void close();
}

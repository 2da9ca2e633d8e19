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

    /** Ends the session as {@link CloseReason.ProxyClosed}; does nothing when it has ended. */
    void close();
}

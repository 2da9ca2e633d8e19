package io.mysqlproxy.core;

import java.nio.ByteBuffer;

/**
 * Sees the bytes of one session as they pass, and cannot alter, hold back or lose them. One tap belongs to one session: give the proxy a function that
 * makes one for each (see {@code TcpProxy.Builder.tap}).
 *
 * <ol>
 *   <li>Bytes are shown <em>before</em> they are forwarded, so whatever the peer answers is seen after what it answers to.
 *   <li>All calls for a session are made one at a time, under the session's tap lock, on the thread that moves the bytes. The two directions may
 *       have two threads; the lock makes what one wrote visible to the other.
 *   <li>A slow tap slows its own session and no other, but for what {@link TcpProxy.Builder#carriers} says of blocking without parking.
 *   <li>Whatever a tap throws is logged once; the session goes on without it.
 * </ol>
 */
@FunctionalInterface
public interface Tap {
    /**
     * Bytes are about to be forwarded.
     *
     * @param bytes read-only, from position to limit; borrowed: valid until this method returns. Position and limit may be moved freely, that changes
     *     nothing for the traffic.
     */
    void onBytes(Direction direction, ByteBuffer bytes);

    /** The sender of this direction has closed its side (FIN); the other direction may go on. Called at most once per direction. */
    default void onEnd(Direction direction) {}

    /**
     * One leg or both have changed to TLS, which a {@link SessionHandler} ends here: what comes next is what was inside. Without this call the bytes after
     * a request for TLS are encrypted ones. Called at most once, between the last plain bytes and the first from inside.
     */
    default void onTls(TlsLegs legs) {}

    /** The session is over; the last call. Called exactly once, after both directions have stopped. */
    default void onClose(CloseReason reason) {}
}

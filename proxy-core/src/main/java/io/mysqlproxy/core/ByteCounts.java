package io.mysqlproxy.core;

/**
 * What one direction of a session has carried so far, in bytes. While the session runs {@code forwarded} may trail {@code received} by the bytes that
 * wait for a slow receiver; at the end a difference is what the receiver was never given. Where TLS ends at the proxy both count encrypted bytes, each of
 * its own leg, and the difference says nothing.
 *
 * @param received bytes read from the sender, 0 or more
 * @param forwarded bytes the receiver's socket has taken; more than {@code received} only when a {@link SessionHandler} or {@link FailureHandler} wrote
 *     bytes of its own
 */
public record ByteCounts(long received, long forwarded) {
    public static final ByteCounts NONE = new ByteCounts(0, 0);
}

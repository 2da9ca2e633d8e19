package io.mysqlproxy.core;

import java.io.IOException;

/**
 * Says goodbye to a client that cannot be served, in the language the client speaks. Without one such a client is closed without a word.
 *
 * <p>Called on the session's own thread for {@link CloseReason.ConnectFailed} and {@link CloseReason.TooManySessions}. What it writes arrives: the
 * proxy ends the connection in an orderly way (FIN) and waits for the client to close, but no longer than two seconds in all, handler included; a
 * handler that takes longer is interrupted and its client closed.
 */
@FunctionalInterface
public interface FailureHandler {
    /**
     * Writes what the client should hear, or nothing.
     *
     * @param client to be written to; the proxy closes it afterwards
     * @param reason why the session cannot be served
     * @throws IOException when the client cannot be written to; ends the goodbye and changes nothing else
     */
    void handle(Session session, Endpoint client, CloseReason reason) throws IOException;
}

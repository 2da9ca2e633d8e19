package io.mysqlproxy.core;

import java.io.IOException;

/**
 * What happens between a client and a server that are both connected. The default relays bytes both ways. TLS interception, interceptors and replay
 * are other handlers: blocking code on the session's own thread.
 */
@FunctionalInterface
public interface SessionHandler {
    /**
     * Runs the whole session. Both endpoints are closed by the caller afterwards, whatever happens here.
     *
     * @return why the session ended
     * @throws IOException when one of the endpoints failed; ends the session as {@link CloseReason.HandlerFailed}
     */
    CloseReason handle(Session session, Endpoint client, Endpoint server) throws IOException;
}

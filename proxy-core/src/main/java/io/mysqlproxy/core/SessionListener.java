package io.mysqlproxy.core;

/**
 * Told about the life of every session. Each {@code onOpen} is followed by exactly one {@code onClose}. Called on the session's own thread: a slow
 * listener slows that session and no other. Whatever it throws is logged and otherwise ignored.
 */
public interface SessionListener {
    /** A client was accepted. The server is not dialled yet. */
    default void onOpen(Session session) {}

    /** The session is over, its sockets are closed, its {@link Session#byteCounts} are final. */
    default void onClose(Session session, CloseReason reason) {}
}

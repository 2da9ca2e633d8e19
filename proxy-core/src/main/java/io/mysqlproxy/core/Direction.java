package io.mysqlproxy.core;

/** Which way bytes travel through a session. */
public enum Direction {
    /** From the client to the server, shown as {@code >>}. */
    CLIENT_TO_SERVER(">>"),
    /** From the server to the client, shown as {@code <<}. */
    SERVER_TO_CLIENT("<<");

    private final String arrow;

    Direction(String arrow) {
        this.arrow = arrow;
    }

    /** {@code >>} or {@code <<}, as in traces, fixtures and thread names. */
    public String arrow() {
        return arrow;
    }

    /** The other direction. */
    public Direction opposite() {
        return this == CLIENT_TO_SERVER ? SERVER_TO_CLIENT : CLIENT_TO_SERVER;
    }
}

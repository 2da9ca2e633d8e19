package io.mysqlproxy.protocol.conversation;

/** Why nothing more can be told about the content of a session. */
public enum OpaqueReason {
    /** The client began TLS, which this proxy passes through. */
    TLS("the client began TLS, which is passed through unread"),
    /** The peers compress what follows. */
    COMPRESSION("the connection is compressed from here on"),
    /** The first packet of the server is no MySQL greeting. */
    NOT_MYSQL("the server did not greet as MySQL does"),
    /** The client spoke before the server's greeting, and it was no PROXY header. */
    CLIENT_SPOKE_FIRST("the client spoke before the server's greeting"),
    /** The bytes do not fit the protocol any more. */
    DESYNCHRONIZED("the packets no longer fit the protocol"),
    /** Group replication took the connection over. */
    GROUP_REPLICATION("group replication took the connection over");

    private final String description;

    OpaqueReason(String description) {
        this.description = description;
    }

    /** For people: a clause without a full stop. */
    public String description() {
        return description;
    }
}

package io.mysqlproxy.protocol.conversation;

/** Why nothing more can be told about the content of a session. */
public enum OpaqueReason {
    /** The client began TLS, which this proxy passes through. */
    TLS("the client began TLS, which is passed through unread"),
    /** The peers compress what follows, and where it begins was not seen. */
    COMPRESSION("compression has begun at a point that cannot be told"),
    /** What a compressed frame holds is not what was agreed on, or more than it announces (CMP-13, LIM-6). */
    COMPRESSION_BROKEN("a compressed frame cannot be decompressed"),
    /** The peers agreed on zstd, and the library for it is not there. */
    ZSTD_MISSING("the connection is compressed with zstd, and com.github.luben:zstd-jni is not on the class path"),
    /** The library for zstd is there, and its native code cannot be loaded. */
    ZSTD_UNUSABLE("the connection is compressed with zstd, and the native code of zstd-jni cannot be loaded here"),
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

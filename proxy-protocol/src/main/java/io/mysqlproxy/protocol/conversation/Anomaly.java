package io.mysqlproxy.protocol.conversation;

/** Something odd about a packet that hinders nobody. */
public enum Anomaly {
    /** The sequence id is not the one that was due (FRM-7). */
    SEQUENCE,
    /** The client uses a capability the server did not offer (CAP-1). */
    CAPABILITY_NOT_OFFERED,
    /** The packet is longer than the decoder keeps; its message is decoded from the beginning of it. */
    SHORTENED,
    /** The packet does not fit the state of the conversation. */
    UNEXPECTED
}

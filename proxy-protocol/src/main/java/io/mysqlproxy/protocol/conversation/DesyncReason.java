package io.mysqlproxy.protocol.conversation;

/** Why a conversation was lost for a while. */
public enum DesyncReason {
    /** A packet does not fit the state of the conversation. */
    MISPLACED_PACKET("a packet does not fit the protocol"),
    /** Bytes are missing, as in a capture that lost packets (DSY-5). */
    GAP("bytes are missing"),
    /** The beginning of the connection was not seen (DSY-4). */
    JOINED("the beginning of the connection was not seen");

    private final String description;

    DesyncReason(String description) {
        this.description = description;
    }

    /** For people: a clause without a full stop. */
    public String description() {
        return description;
    }
}

package io.mysqlproxy.protocol.conversation;

/** How sure it is what the packets of a conversation mean. */
public enum Confidence {
    /** The connection was seen from its first byte, without a gap. */
    CERTAIN,
    /**
     * It was joined or found again, and since then three commands in a row were answered before the next was sent, or, where the client sends ahead, eight replies
     * have fitted that would not have fitted another command (DSY-4).
     */
    CONFIRMED,
    /**
     * It was joined or found again just now: capabilities may be inferred, the session's state is what was seen since, and a client that does not wait for
     * answers may be told with replies to earlier commands.
     */
    TENTATIVE,
    /** It is lost, or its beginning is not seen yet. */
    NONE
}

package io.mysqlproxy.protocol.conversation;

/** How sure it is what the packets of a conversation mean. */
public enum Confidence {
    /** The connection was seen from its first byte, without a gap. */
    CERTAIN,
    /** It was joined or found again, and several exchanges have fitted since. */
    CONFIRMED,
    /** It was joined or found again just now: capabilities may be inferred, the session's state is what was seen since. */
    TENTATIVE,
    /** It is lost, or its beginning is not seen yet. */
    NONE
}

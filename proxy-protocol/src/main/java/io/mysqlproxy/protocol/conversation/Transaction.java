package io.mysqlproxy.protocol.conversation;

/** Whether a session is in a transaction, by the status flags that the server sent last. */
public enum Transaction {
    /** No server packet with status flags was seen yet, as when a conversation is joined in its middle. */
    UNKNOWN,
    /** SERVER_STATUS_IN_TRANS is not set. */
    NONE,
    /** SERVER_STATUS_IN_TRANS is set. */
    READ_WRITE,
    /** SERVER_STATUS_IN_TRANS and SERVER_STATUS_IN_TRANS_READONLY are set. */
    READ_ONLY
}

package io.mysqlproxy.protocol.message;

/** How far the parameters of an execution could be told apart; what could not is kept in the message's surplus. */
public enum Dissection {
    COMPLETE,
    /** The packet was not kept to its end. */
    CUT,
    /** The packet leaves the types out because an earlier one brought them, and that was not seen (STM-8). */
    TYPES_UNKNOWN,
    /** The statement was not seen being prepared, and nothing in the packet tells how many parameters it has (STM-12). */
    STATEMENT_UNKNOWN
}

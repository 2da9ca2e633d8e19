package io.mysqlproxy.protocol.conversation;

/** How the reply to a command is built, and with it what the server's next packet means. */
enum Grammar {
    /** No reply at all: COM_QUIT, COM_STMT_CLOSE, COM_STMT_SEND_LONG_DATA. */
    NONE,
    /** No reply by design, but an ERR is due because the request is malformed (NOR-1). */
    ERR_ONLY,
    /** OK, EOF or ERR (CMD-2). */
    SIMPLE,
    /** OK, ERR, a LOCAL INFILE request or result sets with text rows. */
    TEXT_RESULT,
    /** The same with binary rows; perhaps a cursor instead of rows. */
    BINARY_RESULT,
    /** One packet of text without a header (CMD-3). */
    STATISTICS,
    /** Column definitions up to EOF. */
    FIELD_LIST,
    /** COM_STMT_PREPARE's answer with the definitions of parameters and columns. */
    PREPARE,
    /** Binary rows up to EOF, without definitions. */
    FETCH,
    /** An authentication exchange (CHG-2). */
    AUTHENTICATION,
    /** An endless stream of events. */
    BINLOG,
    /** The clone plugin's own exchange. */
    CLONE,
    /** OK, and then the connection is no longer MySQL's. */
    GROUP_REPLICATION
}

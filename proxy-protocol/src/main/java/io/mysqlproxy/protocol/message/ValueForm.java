package io.mysqlproxy.protocol.message;

/** How a number or a point in time is written: as text in the rows of COM_QUERY, in fields of fixed length in those of COM_STMT_EXECUTE and in parameters. */
public enum ValueForm {
    TEXT,
    BINARY
}

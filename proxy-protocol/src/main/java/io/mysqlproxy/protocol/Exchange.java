package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Transaction;
import io.mysqlproxy.protocol.digest.SqlMode;
import io.mysqlproxy.protocol.digest.StatementDigest;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.Parameter;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One command with its whole reply. Borrowed: valid until {@link ExchangeListener#onExchange} returns; the values its methods return may be kept. However
 * large the result, an exchange takes the same memory: rows are counted, not held.
 *
 * <p>Times are those at which bytes were seen passing, in microseconds: durations count from {@link #time}.
 */
public interface Exchange {
    /** How an exchange came out. */
    enum Outcome {
        /** The server was content. */
        OK,
        /** The server answered with an ERR packet, perhaps after rows. */
        ERROR,
        /** The command has no reply by design: COM_QUIT, COM_STMT_CLOSE, COM_STMT_SEND_LONG_DATA. */
        NO_REPLY,
        /** The reply did not come, or not to its end: the connection was closed, or its packets no longer fit the protocol. */
        UNANSWERED
    }

    /** The session's number, as in {@link io.mysqlproxy.core.Session#id}. */
    long sessionId();

    /** The exchange's place among those of its session, in the order of the commands, from 1. */
    long number();

    /** The command, {@code COM_QUERY} and its like. */
    PacketKind command();

    /**
     * The statement: of COM_QUERY and COM_STMT_PREPARE as sent; of COM_STMT_EXECUTE, COM_STMT_FETCH, COM_STMT_CLOSE and the like the text that was prepared
     * under the statement id, if that was seen. Cut after {@link #STATEMENT_LIMIT} bytes; {@link #isSqlCut} tells.
     */
    Optional<SqlText> sql();

    /** Bytes of a statement that are kept at most. */
    int STATEMENT_LIMIT = 128 * 1024;

    /** Whether {@link #sql} is only the beginning of the statement. */
    boolean isSqlCut();

    /** The id of the prepared statement that the command names, or that COM_STMT_PREPARE was given; 0 to 4,294,967,295. */
    OptionalLong statementId();

    /**
     * The values for the statement's placeholders, in their order, typed; of COM_STMT_BULK_EXECUTE those of its first row. Empty when there are none, and
     * when the statement's preparation was not seen. Only what lies within the first {@link #STATEMENT_LIMIT} bytes of the command.
     */
    List<Parameter> parameters();

    /** Values with names that go with COM_QUERY or COM_STMT_EXECUTE: query attributes. */
    List<Parameter> attributes();

    /** Who was logged in when the command was sent, as the client named it; empty when that was not seen. */
    Bytes user();

    /** The current schema when the command was sent; empty when there was none, or when that was not seen. */
    Bytes schema();

    /** The character set of the statement when it was sent. */
    CharacterSet characterSet();

    /** How the server read the statement: the session's SQL mode, as far as the server told it. */
    SqlMode sqlMode();

    /**
     * The statement without its literals, and its hash: what statements are grouped by. Computed at each call; absent where there is no {@link #sql}. Of a
     * statement that {@link #isSqlCut} that of its beginning, as long as the server's own digests are cut earlier.
     */
    default Optional<StatementDigest> digest() {
        return sql().map(text -> StatementDigest.of(
                text.unsafeReveal(), sqlMode(), characterSet().charset()));
    }

    Outcome outcome();

    /** The error that ended the reply; there if the outcome is {@link Outcome#ERROR}. */
    Optional<Err> error();

    /** Result sets in the reply, OK packets not counted; 0 or more. */
    int results();

    /** Columns of the first result set; 0 when there is none. */
    int columns();

    /** Rows of all result sets. */
    long rows();

    /** Affected rows of all OK packets of the reply, added up. */
    long affectedRows();

    /** The last insert id the reply tells, unsigned; 0 when there is none. */
    long lastInsertId();

    /** Warnings as the reply's last packet counts them, 0 to 65,535. */
    int warnings();

    /** Payload bytes of the command, with the data of a LOCAL INFILE. */
    long requestBytes();

    /** Payload bytes of all packets of the reply. */
    long replyBytes();

    /** Payload bytes of the rows alone. */
    long rowBytes();

    /** The name of the file that the server asked the client for (LOCAL INFILE). */
    Optional<Bytes> requestedFile();

    /**
     * Whether the server asked for a file although the statement has no LOAD in it: what a hostile server does to read files of its clients (INF-5). False
     * where the statement is not known whole.
     */
    boolean isFileUnasked();

    /** Before the command. */
    Transaction transactionBefore();

    /** After the reply. */
    Transaction transactionAfter();

    /** When the last byte of the command was seen, with microseconds. */
    Instant time();

    /** Microseconds until the first byte of the reply; absent when there was none. */
    OptionalLong firstByteMicros();

    /** Microseconds until the first result set's columns were all told; absent without a result set. */
    OptionalLong definitionsMicros();

    /** Microseconds until the last byte of the reply, or until the connection ended; 0 when there is no reply by design. */
    long totalMicros();
}

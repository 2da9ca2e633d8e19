package io.mysqlproxy.protocol.conversation;

import org.jspecify.annotations.Nullable;

/** A command whose reply is not complete: where in its reply the server is. One object per command, kept in a queue because clients pipeline. */
final class PendingCommand {
    /** How far the reply has come; which of these a reply passes through is up to its {@link Grammar}. */
    enum State {
        FIRST,
        /** Column definitions; {@link #definitionsLeft} are to come. */
        DEFINITIONS,
        /** The EOF behind column definitions, which DEPRECATE_EOF takes away. */
        DEFINITIONS_EOF,
        ROWS,
        /** The client sends the file the server asked for. */
        LOCAL_INFILE,
        /** The server has refused the file, and the client may still be sending it (INF-3). */
        LOCAL_INFILE_ABORTED,
        /** Definitions of a prepared statement's parameters. */
        PREPARED_PARAMETERS,
        PREPARED_PARAMETERS_EOF,
        PREPARED_COLUMNS,
        PREPARED_COLUMNS_EOF,
        /** An endless stream: binlog events, clone data. */
        STREAM,
        DONE
    }

    final PacketKind command;
    /** Length of the command's packet: what follows a LOCAL INFILE request up to an empty packet was data all along (QUE-4). */
    final long length;
    /** COM_CHANGE_USER's exchange; no other command has one. */
    final @Nullable Authentication authentication;

    Grammar grammar;
    State state = State.FIRST;
    /** The sequence id that is due next, on either side. */
    int nextSequenceId;
    /** COM_STMT_EXECUTE asked for a cursor. */
    boolean cursorAsked;
    /** Definitions still to come in the present state. */
    int definitionsLeft;
    /** A prepared statement's columns, wanted after its parameters. */
    int preparedColumns;

    boolean definitionsAreSent;
    /** The EOF behind the definitions announced OUT parameters and more results; the EOF behind the row says neither (RES-12). */
    boolean outParametersWithMore;

    PendingCommand(
            PacketKind command,
            Grammar grammar,
            long length,
            int nextSequenceId,
            @Nullable Authentication authentication) {
        this.command = command;
        this.grammar = grammar;
        this.length = length;
        this.nextSequenceId = nextSequenceId;
        this.authentication = authentication;
    }

    boolean isFileExpected() {
        return state == State.LOCAL_INFILE || state == State.LOCAL_INFILE_ABORTED;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    boolean isRowsBinary() {
        return grammar == Grammar.BINARY_RESULT || grammar == Grammar.FETCH;
    }
}

package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.ChangeUser;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Packet;
import org.jspecify.annotations.Nullable;

/** A command whose reply is not complete: where in its reply the server is. Kept in a queue because clients pipeline. */
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
    /** Its place among the commands of the connection, from 1. */
    final long number;
    /** Length of the command's packet: what follows a LOCAL INFILE request up to an empty packet was data all along (QUE-4). */
    final long length;

    Grammar grammar;
    State state = State.FIRST;
    /** The sequence id that its reply begins with. */
    final int firstOfReply;
    /** The sequence id that is due next, on either side. */
    int nextSequenceId;
    /** Frames of a file that the client sent before the server had asked for it; their ids leave room for the request. */
    int fileAhead;
    /** The last of them was empty: the file's end. */
    boolean fileAheadEnded;
    /** COM_CHANGE_USER's exchange; no other command has one. */
    @Nullable
    Authentication authentication;
    /** The schema that COM_INIT_DB or a USE statement asks for: the current one when the server agrees. */
    @Nullable
    Bytes schemaAsked;
    /** COM_CHANGE_USER; whose session it is when the server agrees. */
    @Nullable
    ChangeUser changeUser;
    /** COM_SET_OPTION's option; -1 for every other command. */
    int optionAsked = -1;
    /** The prepared statement the command is about. */
    @Nullable
    PreparedStatement statement;
    /** Bytes of text that are kept until the command is answered. */
    int held;
    /** It stands behind one that has a reply, in the same compressed frame, where servers do not find it (CMP-10). */
    boolean isHidden;
    /** COM_STMT_EXECUTE asked for a cursor. */
    boolean cursorAsked;
    /** The clone plugin's client has asked for the end of the clone. */
    boolean cloneEnds;
    /** Columns of the present result, or of the prepared statement. */
    int columns;
    /** Definitions still to come in the present state. */
    int definitionsLeft;

    boolean definitionsAreSent;
    /** Its reply has a form that only commands of its kind are answered in. */
    boolean hasOwnForm;
    /** No row of the present result has come. */
    boolean atFirstRow;
    /** The EOF behind the definitions announced OUT parameters and more results; the EOF behind the row says neither (RES-12). */
    boolean outParametersWithMore;

    PendingCommand(PacketKind command, Grammar grammar, long number, long length, int nextSequenceId) {
        this.command = command;
        this.grammar = grammar;
        this.number = number;
        this.length = length;
        this.firstOfReply = nextSequenceId;
        this.nextSequenceId = nextSequenceId;
    }

    /** Nothing of the reply has come. */
    boolean isUnanswered() {
        return state == State.FIRST && nextSequenceId == firstOfReply;
    }

    /** What came was not its reply. */
    void beginAnew() {
        state = State.FIRST;
        nextSequenceId = firstOfReply;
        hasOwnForm = false;
        columns = 0;
    }

    /** Whether the client's packet is a part of a file that the server has not asked for yet (QUE-4): commands have id 0. */
    boolean isFileAhead(int sequenceId) {
        return grammar == Grammar.TEXT_RESULT
                && state == State.FIRST
                && !fileAheadEnded
                && sequenceId == ((nextSequenceId + 1 + fileAhead) & 0xff);
    }

    void onFileAhead(Packet packet) {
        fileAhead += 1 + ((packet.lastPlace() - packet.place()) & 0xff);
        fileAheadEnded = packet.length() == 0;
    }

    /** The server asks for the file, of which some may have passed. */
    void onFileRequest() {
        nextSequenceId = (nextSequenceId + fileAhead) & 0xff;
        state = fileAheadEnded ? State.FIRST : State.LOCAL_INFILE;
        fileAhead = 0;
        fileAheadEnded = false;
    }

    /** The client's data for the server's request has passed. */
    void onFileData(long bytes) {
        if (bytes == 0) {
            state = state == State.LOCAL_INFILE_ABORTED ? State.DONE : State.FIRST;
        }
    }

    /** A client that noticed the refusal goes on with a command instead of the file's rest. */
    boolean endsRefusedFile(Packet packet) {
        return state == State.LOCAL_INFILE_ABORTED && packet.place() == 0;
    }

    boolean isClone() {
        return grammar == Grammar.CLONE && state == State.STREAM;
    }

    /** Whether the client's packet is part of the reply. Three replies take over what the client sends: a file, an authentication, a clone. */
    boolean takesOver(Packet packet) {
        return (isFileExpected() && !endsRefusedFile(packet))
                || (authentication != null && packet.place() != 0)
                || isClone();
    }

    boolean isFileExpected() {
        return state == State.LOCAL_INFILE || state == State.LOCAL_INFILE_ABORTED;
    }

    /** Its reply ends with a packet of the kind. */
    PacketKind done(PacketKind kind) {
        state = State.DONE;
        return kind;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** Whether it is one of the commands whose layout depends on the prepared statement. */
    boolean executes() {
        return command == PacketKind.COM_STMT_EXECUTE || command == PacketKind.COM_STMT_BULK_EXECUTE;
    }

    boolean isRowsBinary() {
        return grammar == Grammar.BINARY_RESULT || grammar == Grammar.FETCH;
    }
}

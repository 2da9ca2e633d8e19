package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.conversation.PendingCommand.State;
import io.mysqlproxy.protocol.message.ChangeUser;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Packet;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The command phase: a queue of commands that the server owes answers to, in the order it will give them (QUE-3). A client may send many before the
 * first is answered, and the server's packets always belong to the head.
 */
final class CommandPhase {
    /** More unanswered commands than any honest client has (LIM-9). */
    private static final int MAX_PENDING = 10_000;

    /** Bytes of texts that unanswered commands need kept; as much as the statements may take that are prepared (LIM-9). */
    private static final int MAX_PENDING_BYTES = PreparedStatements.MOST_BYTES;

    /** Flags of COM_STMT_EXECUTE that ask for a cursor: read-only, for update, scrollable. */
    private static final int CURSOR_FLAGS = 0x07;

    /** The clone plugin's command that ends a clone. */
    private static final int CLONE_EXIT = 6;

    private static final int SEMI_SYNC_ACK = 0xef;

    /** Sequence id of a reply's first packet to a command of one frame. */
    private static final int FIRST_OF_REPLY = 1;

    private final Supplier<Agreed> agreed;
    private final @Nullable Inference inference;
    private final Reply reply;
    private final CommandEffects effects;
    private final ArrayDeque<PendingCommand> pending = new ArrayDeque<>();

    /** The command that the packet named last belongs to. */
    private @Nullable PendingCommand last;

    private long sent;
    private long completed;
    private int takenBack;
    private int held;
    private boolean isQuit;
    /** The last command that was taken from the queue has no reply, so that an ERR on its own may be its (QUE-5). */
    private boolean lastHadNoReply;
    /** The server refused a command that the client was still sending (QUE-8). */
    private boolean answeredEarly;

    /** The log-in's, and after COM_CHANGE_USER that one's. */
    private Authentication authentication;

    /**
     * A command phase without a command.
     *
     * @param agreed asked anew for each command, because it may be inferred
     * @param inference null when the beginning of the connection was seen
     */
    CommandPhase(
            Supplier<Agreed> agreed,
            @Nullable Inference inference,
            Authentication login,
            TrackedSession session,
            PreparedStatements statements) {
        this.agreed = agreed;
        this.inference = inference;
        this.reply = new Reply(Layout.of(agreed.get()), statements, inference);
        this.effects = new CommandEffects(agreed, session, statements);
        this.authentication = login;
    }

    Layout layout() {
        return reply.layout();
    }

    /** Forgets the commands that wait: the conversation was lost, and what comes next begins it anew. */
    void restart() {
        pending.clear();
        held = 0;
        last = null;
        isQuit = false;
        answeredEarly = false;
    }

    /** The command that the packet named last belongs to, null when it belongs to none. */
    @Nullable
    PendingCommand last() {
        return last;
    }

    /** Number of the last command whose reply is complete; replies come in the order of the commands (QUE-3). */
    long completed() {
        return completed;
    }

    /** How many packets behind the last LOCAL INFILE request were told as commands and are the file's content (QUE-4). */
    int takenBack() {
        return takenBack;
    }

    DefinitionBuffer definitions() {
        return reply.definitions();
    }

    boolean isSemiSync() {
        return effects.isSemiSync();
    }

    List<PacketKind> inFlight() {
        return pending.stream().map(command -> command.command).toList();
    }

    /** The command whose reply is being sent, or the next to be answered. */
    @Nullable
    PendingCommand head() {
        return pending.peekFirst();
    }

    /** The client has said goodbye, and everything it asked before is answered. */
    boolean isOver() {
        return isQuit && pending.isEmpty();
    }

    boolean isOverfull() {
        return pending.size() > MAX_PENDING || held > MAX_PENDING_BYTES;
    }

    /** The exchange that was begun last. */
    Authentication authentication() {
        return authentication;
    }

    /** Names a packet of the client. */
    PacketKind onClientPacket(Packet packet) {
        PendingCommand head = pending.peekFirst();
        if (head != null) {
            reply.onNextCommand(head);
            settle(true);
            head = pending.peekFirst();
        }
        if (head != null && endsRefusedFile(head, packet)) {
            head.state = State.DONE;
            settle(false);
            return onClientPacket(packet);
        }
        PendingCommand newest = pending.peekLast();
        if (head != null && newest != null && isFileAhead(head, newest, packet)) {
            last = newest;
            newest.onFileAhead(packet);
            return PacketKind.LOCAL_INFILE_DATA;
        }
        last = head;
        if (head == null || !isPartOfReply(head, packet)) {
            return head != null && head.state == State.STREAM && packet.byteAt(0) == SEMI_SYNC_ACK
                    ? PacketKind.SEMI_SYNC_ACK
                    : command(packet);
        }
        head.nextSequenceId = following(packet);
        if (head.isFileExpected()) {
            Reply.onLocalInfileData(head, packet.length());
            settle(false);
            return PacketKind.LOCAL_INFILE_DATA;
        }
        if (head.authentication != null) {
            return head.authentication.onClientPacket();
        }
        head.cloneEnds = packet.byteAt(0) == CLONE_EXIT;
        return PacketKind.CLONE_COMMAND;
    }

    /** The sequence id the client's packet should begin with. */
    int dueFromClient(Packet packet) {
        PendingCommand head = pending.peekFirst();
        if (head == null || isClone(head)) {
            return 0;
        }
        if (isFileAhead(head, pending.getLast(), packet)) {
            return packet.sequenceId();
        }
        return isPartOfReply(head, packet) ? head.nextSequenceId : 0;
    }

    /** Only behind the command that was sent last can a file come, unless the server waits for something else. */
    private static boolean isFileAhead(PendingCommand head, PendingCommand newest, Packet packet) {
        return packet.sequenceId() != 0 && newest.isFileAhead(packet.sequenceId()) && !isPartOfReply(head, packet);
    }

    /** Three replies take over what the client sends: a file, an authentication, a clone. */
    private static boolean isPartOfReply(PendingCommand head, Packet packet) {
        return (head.isFileExpected() && !endsRefusedFile(head, packet))
                || (head.authentication != null && packet.sequenceId() != 0)
                || isClone(head);
    }

    private static boolean isClone(PendingCommand head) {
        return head.grammar == Grammar.CLONE && head.state == State.STREAM;
    }

    /** In a clone nobody counts; a source that waits for acknowledgements begins anew with the event after one. */
    private boolean isUncounted(PendingCommand head, Packet packet) {
        return isClone(head)
                || (head.state == State.STREAM && effects.isSemiSync() && packet.sequenceId() == FIRST_OF_REPLY);
    }

    /** A client that noticed the refusal goes on with a command instead of the file's rest. */
    private static boolean endsRefusedFile(PendingCommand head, Packet packet) {
        return head.state == State.LOCAL_INFILE_ABORTED && packet.sequenceId() == 0;
    }

    /**
     * Names a packet of the server.
     *
     * @param clientIsSending whether the client is in the middle of a packet
     */
    PacketKind onServerPacket(Packet packet, boolean clientIsSending) {
        PendingCommand head = answered(packet);
        last = null;
        if (head == null || isUnsolicited(head, packet)) {
            boolean isErr = ReplyHeader.isErr(packet);
            answeredEarly = isErr && clientIsSending && packet.sequenceId() != 0;
            return isErr ? PacketKind.ERR : PacketKind.UNEXPECTED;
        }
        last = head;
        PacketKind kind = reply.onServerPacket(head, packet);
        head.nextSequenceId = following(packet);
        if (kind == PacketKind.LOCAL_INFILE_REQUEST) {
            head.onFileRequest();
            takeBackWhatWasData(head);
        }
        settle(kind != PacketKind.ERR);
        return kind;
    }

    /** The command that the packet belongs to, behind those that turn out to have no answer. */
    private @Nullable PendingCommand answered(Packet packet) {
        boolean isErr = ReplyHeader.isErr(packet);
        PendingCommand head = pending.peekFirst();
        if (head != null && isReplyToNext(head, packet)) {
            head.state = State.DONE;
            settle(false);
            head = pending.peekFirst();
        }
        while (head != null
                && (head.state == State.LOCAL_INFILE_ABORTED || (head.grammar == Grammar.ERR_ONLY && !isErr))) {
            head.state = State.DONE;
            settle(false);
            head = pending.peekFirst();
        }
        return head;
    }

    /** The client has gone on, and the server's ids begin anew: the head's reply had an end that was not understood. */
    private boolean isReplyToNext(PendingCommand head, Packet packet) {
        return pending.size() > 1
                && (head.state != State.FIRST || head.authentication != null)
                && packet.sequenceId() == FIRST_OF_REPLY
                && head.nextSequenceId != FIRST_OF_REPLY;
    }

    /**
     * Takes away the commands at the head of the queue that are done; those without a reply are done when they get there.
     *
     * @param success whether the server was content with the one that was at the head
     */
    private void settle(boolean success) {
        boolean content = success;
        for (PendingCommand head = pending.peekFirst(); head != null && head.isDone(); head = pending.peekFirst()) {
            pending.removeFirst();
            held -= head.held;
            completed = head.number;
            effects.onDone(head, content);
            isQuit |= head.command == PacketKind.COM_QUIT;
            lastHadNoReply = head.grammar == Grammar.NONE;
            content = false;
        }
    }

    /** The sequence id the server's packet should begin with, or -1 when any is as good. */
    int dueFromServer(Packet packet) {
        PendingCommand head = pending.peekFirst();
        return head == null || isUnsolicited(head, packet) || isUncounted(head, packet) ? -1 : head.nextSequenceId;
    }

    boolean isAnsweredEarly() {
        return answeredEarly;
    }

    /** Whether an ERR that answers nothing is no end of the connection. */
    boolean isLateErrorPossible() {
        return lastHadNoReply || answeredEarly;
    }

    private PacketKind command(Packet packet) {
        PacketKind kind = CommandTable.kindOf(packet);
        if (inference != null && kind == PacketKind.COM_QUERY) {
            inference.onQuery(packet);
        }
        Grammar grammar = CommandTable.grammarOf(kind, packet, agreed.get().mariaDb());
        PendingCommand command = new PendingCommand(kind, grammar, ++sent, packet.length(), following(packet));
        if (kind == PacketKind.COM_CHANGE_USER) {
            beginAuthentication(command, packet);
        } else if (kind == PacketKind.COM_STMT_EXECUTE) {
            command.cursorAsked = packet.byteAt(5) > 0 && (packet.byteAt(5) & CURSOR_FLAGS) != 0;
        }
        effects.onSent(command, packet);
        if (grammar == Grammar.NONE || answeredEarly) {
            command.state = State.DONE;
            answeredEarly = false;
        }
        boolean keeps =
                kind == PacketKind.COM_STMT_PREPARE || command.schemaAsked != null || command.changeUser != null;
        command.held = keeps ? packet.kept() : 0;
        held += command.held;
        pending.addLast(command);
        last = command;
        settle(false);
        return kind;
    }

    private void beginAuthentication(PendingCommand command, Packet packet) {
        MySqlMessage message =
                MessageDecoder.decode(PacketKind.COM_CHANGE_USER, packet, agreed.get(), authentication.context());
        String plugin = authentication.context().plugin();
        if (message instanceof ChangeUser change) {
            command.changeUser = change;
            String named = change.plugin().orElse(Bytes.EMPTY).utf8();
            plugin = named.isEmpty() ? plugin : named;
        }
        authentication = new Authentication(agreed.get(), plugin);
        command.authentication = authentication;
    }

    private static int following(Packet packet) {
        return (packet.lastSequenceId() + 1) & 0xff;
    }

    /** An ERR with sequence id 0 is no reply, since replies begin at 1 (UNS-2), unless a long one has come round to 0 again, or nobody counts. */
    private static boolean isUnsolicited(PendingCommand head, Packet packet) {
        return packet.sequenceId() == 0 && head.nextSequenceId != 0 && ReplyHeader.isErr(packet) && !isClone(head);
    }

    /** What the client sent behind the statement, up to an empty packet, is the file's content, whatever it looked like (QUE-4, INF-1). */
    private void takeBackWhatWasData(PendingCommand head) {
        pending.removeFirst();
        takenBack = 0;
        while (!pending.isEmpty() && head.state == State.LOCAL_INFILE) {
            PendingCommand data = pending.removeFirst();
            held -= data.held;
            takenBack++;
            head.nextSequenceId = data.nextSequenceId;
            Reply.onLocalInfileData(head, data.length);
        }
        pending.addFirst(head);
    }
}

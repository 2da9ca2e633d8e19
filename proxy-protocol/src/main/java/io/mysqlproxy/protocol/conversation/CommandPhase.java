package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.conversation.PendingCommand.State;
import io.mysqlproxy.protocol.wire.Packet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command phase: names commands, and the packets of both sides that belong to their replies. A client may send many commands before the first is
 * answered, and the server's packets always belong to the head of the queue.
 */
final class CommandPhase {
    /** The clone plugin's command that ends a clone. */
    private static final int CLONE_EXIT = 6;

    private static final int SEMI_SYNC_ACK = 0xef;

    /** Sequence id of a reply's first packet to a command of one frame. */
    private static final int FIRST_OF_REPLY = 1;

    private final Inference inference;
    private final Reply reply;
    private final DoubtfulReply doubtfulReply;
    private final CommandEffects effects;
    private final CommandReader reader;
    private final CommandQueue queue;

    /** The command that the packet named last belongs to. */
    private @Nullable PendingCommand last;

    /** A command that has a reply was in the compressed frame that the client's packet stands in. */
    private boolean compressedFrameIsTaken;
    /** The server refused a command that the client was still sending (QUE-8). */
    private boolean answeredEarly;

    /** A command phase without a command. */
    CommandPhase(Inference inference, Authentication login, TrackedSession session, PreparedStatements statements) {
        this.inference = inference;
        this.reply = new Reply(inference, statements);
        this.doubtfulReply = new DoubtfulReply(reply, inference);
        this.effects = new CommandEffects(inference, session, statements);
        this.queue = new CommandQueue(effects);
        this.reader = new CommandReader(inference, effects, login);
    }

    Layout layout() {
        return inference.layout();
    }

    /** Forgets the commands that wait: the conversation was lost, and what comes next begins it anew. */
    void restart() {
        queue.clear();
        last = null;
        answeredEarly = false;
    }

    /** The command that the packet named last belongs to, null when it belongs to none. */
    @Nullable
    PendingCommand last() {
        return last;
    }

    /** Number of the last command whose reply is complete; replies come in the order of the commands (QUE-3). */
    long completed() {
        return queue.completed();
    }

    /** How many packets behind the last LOCAL INFILE request were told as commands and are the file's content (QUE-4). */
    int takenBack() {
        return queue.takenBack();
    }

    /** Whether the packet named last has shown that what was told as its command's reply belongs to another. */
    boolean isReplyBegunAnew() {
        return doubtfulReply.isBegunAnew();
    }

    DefinitionBuffer definitions() {
        return reply.definitions();
    }

    boolean isSemiSync() {
        return effects.isSemiSync();
    }

    List<PacketKind> inFlight() {
        return queue.kinds();
    }

    /** The command whose reply is being sent, or the next to be answered. */
    @Nullable
    PendingCommand head() {
        return queue.head();
    }

    /** Number of the head, or of the command that will be sent next. */
    long firstInFlight() {
        PendingCommand head = queue.head();
        return head == null ? reader.sent() + 1 : head.number;
    }

    /** The client has said goodbye, and everything it asked before is answered. */
    boolean isOver() {
        return queue.isOver();
    }

    boolean isOverfull() {
        return queue.isOverfull();
    }

    /** The exchange that was begun last. */
    Authentication authentication() {
        return reader.authentication();
    }

    /** Names a packet of the client. */
    PacketKind onClientPacket(Packet packet) {
        doubtfulReply.next();
        PendingCommand head = queue.head();
        if (head != null) {
            reply.onNextCommand(head);
            queue.settle(true);
            head = queue.head();
        }
        if (head != null && head.endsRefusedFile(packet)) {
            queue.skipHead(head);
            return onClientPacket(packet);
        }
        PendingCommand newest = queue.newest();
        if (head != null && newest != null && isFileAhead(head, newest, packet)) {
            last = newest;
            newest.onFileAhead(packet);
            return PacketKind.LOCAL_INFILE_DATA;
        }
        last = head;
        if (head == null || !head.takesOver(packet)) {
            return head != null && head.state == State.STREAM && packet.byteAt(0) == SEMI_SYNC_ACK
                    ? PacketKind.SEMI_SYNC_ACK
                    : command(packet);
        }
        head.nextSequenceId = following(packet);
        if (head.isFileExpected()) {
            head.onFileData(packet.length());
            queue.settle(false);
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
        PendingCommand head = queue.head();
        PendingCommand newest = queue.newest();
        if (head == null || newest == null || head.isClone()) {
            return 0;
        }
        if (isFileAhead(head, newest, packet)) {
            return Packet.NO_PLACE;
        }
        return head.takesOver(packet) ? head.nextSequenceId : 0;
    }

    /** Only behind the command that was sent last can a file come, unless the server waits for something else. */
    private static boolean isFileAhead(PendingCommand head, PendingCommand newest, Packet packet) {
        return packet.place() != 0 && newest.isFileAhead(packet.place()) && !head.takesOver(packet);
    }

    /** In a clone nobody counts; a source that waits for acknowledgements begins anew with the event after one. */
    private boolean isUncounted(PendingCommand head, Packet packet) {
        return head.isClone()
                || (head.state == State.STREAM && effects.isSemiSync() && packet.place() == FIRST_OF_REPLY);
    }

    /**
     * Names a packet of the server.
     *
     * @param clientIsSending whether the client is in the middle of a packet
     * @param doubtful whether it may be the reply to another command than the head
     */
    PacketKind onServerPacket(Packet packet, boolean clientIsSending, boolean doubtful) {
        PendingCommand head = answered(packet, doubtful);
        last = null;
        doubtfulReply.next();
        if (head == null || isUnsolicited(head, packet)) {
            boolean isErr = ReplyHeader.isErr(packet);
            answeredEarly = isErr && clientIsSending && packet.place() != 0;
            return isErr ? PacketKind.ERR : PacketKind.UNEXPECTED;
        }
        last = head;
        PacketKind kind = doubtful
                ? doubtfulReply.onServerPacket(head, packet, authentication().context(), isSemiSync())
                : reply.onServerPacket(head, packet);
        if (doubtful && kind == PacketKind.UNEXPECTED) {
            return kind;
        }
        head.nextSequenceId = following(packet);
        if (kind == PacketKind.LOCAL_INFILE_REQUEST) {
            head.onFileRequest();
            queue.takeBackWhatWasData(head);
        }
        queue.settle(kind != PacketKind.ERR);
        return kind;
    }

    /** The command that the packet belongs to, behind those that turn out to have no answer. */
    private @Nullable PendingCommand answered(Packet packet, boolean doubtful) {
        boolean isErr = ReplyHeader.isErr(packet);
        PendingCommand head = queue.head();
        if (head != null && !doubtful && isReplyToNext(head, packet)) {
            head = queue.skipHead(head);
        }
        while (head != null
                && (head.state == State.LOCAL_INFILE_ABORTED
                        || (head.grammar == Grammar.ERR_ONLY && !isErr)
                        || queue.isThrownAway(head, packet))) {
            if (head.grammar == Grammar.ERR_ONLY && !doubtful) {
                inference.onUnansweredMistake();
            }
            head = queue.skipHead(head);
        }
        return head;
    }

    /** The client has gone on, and the server's ids begin anew: the head's reply had an end that was not understood. */
    private boolean isReplyToNext(PendingCommand head, Packet packet) {
        return queue.hasMoreThanHead()
                && (head.state != State.FIRST || head.authentication != null)
                && packet.place() == FIRST_OF_REPLY
                && head.nextSequenceId != FIRST_OF_REPLY;
    }

    /** The sequence id the server's packet should begin with, or -1 when any is as good. */
    int dueFromServer(Packet packet) {
        PendingCommand head = queue.head();
        return head == null || isUnsolicited(head, packet) || isUncounted(head, packet) ? -1 : head.nextSequenceId;
    }

    /** Whether the packet named last is a command where servers do not find it (CMP-10). */
    boolean isHiddenCommand() {
        return last != null && last.isHidden && last == queue.newest() && last.state == State.FIRST;
    }

    /** Whether the ERR named last may as well answer the command behind: it is open if the server says anything to what it cannot read (NOR-1). */
    boolean mayAnswerNext(PacketKind kind) {
        return kind == PacketKind.ERR
                && last != null
                && last.grammar == Grammar.ERR_ONLY
                && queue.head() != null
                && inference.isFlavourOpen();
    }

    boolean isAnsweredEarly() {
        return answeredEarly;
    }

    /** Whether an ERR that answers nothing is no end of the connection. */
    boolean isLateErrorPossible() {
        return queue.lastHadNoReply() || answeredEarly;
    }

    private PacketKind command(Packet packet) {
        PendingCommand command = reader.read(packet);
        compressedFrameIsTaken &= packet.place() == Packet.NO_PLACE;
        command.isHidden = compressedFrameIsTaken;
        compressedFrameIsTaken |= command.grammar != Grammar.NONE;
        if (command.grammar == Grammar.NONE || answeredEarly) {
            command.state = State.DONE;
            answeredEarly = false;
        }
        last = command;
        queue.add(command);
        return command.command;
    }

    private static int following(Packet packet) {
        return (packet.lastPlace() + 1) & 0xff;
    }

    /** An ERR with sequence id 0 is no reply, since replies begin at 1 (UNS-2), unless a long one has come round to 0 again, or nobody counts. */
    private static boolean isUnsolicited(PendingCommand head, Packet packet) {
        return packet.place() == 0 && head.nextSequenceId != 0 && ReplyHeader.isErr(packet) && !head.isClone();
    }
}

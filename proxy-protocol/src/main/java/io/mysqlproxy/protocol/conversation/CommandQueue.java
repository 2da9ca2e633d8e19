package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.wire.Packet;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that the server owes answers to, in the order it will give them (QUE-3). */
final class CommandQueue {
    /** More unanswered commands than any honest client has (LIM-9). */
    private static final int MOST = 10_000;

    /** Bytes of texts that unanswered commands need kept; as much as the statements may take that are prepared (LIM-9). */
    private static final int MOST_BYTES = PreparedStatements.MOST_BYTES;

    private final ArrayDeque<PendingCommand> pending = new ArrayDeque<>();
    private final CommandEffects effects;

    private long completed;
    private int held;
    private int takenBack;
    private boolean quit;
    /** The last command that was taken away has no reply, so that an ERR on its own may be its (QUE-5). */
    private boolean lastHadNoReply;

    CommandQueue(CommandEffects effects) {
        this.effects = effects;
    }

    /** Forgets the commands that wait. */
    void clear() {
        pending.clear();
        held = 0;
        quit = false;
    }

    /** The client has sent another command; one without a reply is done when it comes to the head. */
    void add(PendingCommand command) {
        held += command.held;
        pending.addLast(command);
        settle(false);
    }

    /** The command whose reply is being sent, or the next to be answered. */
    @Nullable
    PendingCommand head() {
        return pending.peekFirst();
    }

    /** The command that was sent last. */
    @Nullable
    PendingCommand newest() {
        return pending.peekLast();
    }

    /** Whether the client has gone on although the head is not answered. */
    boolean hasMoreThanHead() {
        return pending.size() > 1;
    }

    /**
     * Servers throw away what stands behind a command in its compressed frame; the reply to a frame that was sent later says that they did (QUE-6). MySQL 9.7 and
     * MariaDB 10.11 refuse the first of such commands with ERR 1047, out of turn, and throw away the rest.
     */
    boolean isThrownAway(PendingCommand head, Packet packet) {
        if (!head.isHidden || head.state != PendingCommand.State.FIRST || packet.place() == Packet.NO_PLACE) {
            return false;
        }
        for (PendingCommand later : pending) {
            if (!later.isHidden) {
                return packet.place() == later.nextSequenceId;
            }
        }
        return false;
    }

    boolean isOverfull() {
        return pending.size() > MOST || held > MOST_BYTES;
    }

    /** The client has said goodbye, and everything it asked before is answered. */
    boolean isOver() {
        return quit && pending.isEmpty();
    }

    /** Number of the last command whose reply is complete. */
    long completed() {
        return completed;
    }

    boolean lastHadNoReply() {
        return lastHadNoReply;
    }

    /** How many packets behind the last LOCAL INFILE request were told as commands and are the file's content (QUE-4). */
    int takenBack() {
        return takenBack;
    }

    List<PacketKind> kinds() {
        return pending.stream().map(command -> command.command).toList();
    }

    /** The head's reply is over, though its end was not understood, or it has none. */
    @Nullable
    PendingCommand skipHead(PendingCommand head) {
        head.state = PendingCommand.State.DONE;
        settle(false);
        return pending.peekFirst();
    }

    /**
     * Takes away the commands at the head that are done; those without a reply are done when they get there.
     *
     * @param success whether the server was content with the one that was at the head
     */
    void settle(boolean success) {
        boolean content = success;
        for (PendingCommand head = pending.peekFirst(); head != null && head.isDone(); head = pending.peekFirst()) {
            pending.removeFirst();
            held -= head.held;
            completed = head.number;
            effects.onDone(head, content);
            quit |= head.command == PacketKind.COM_QUIT;
            lastHadNoReply = head.grammar == Grammar.NONE;
            content = false;
        }
    }

    /**
     * The server has asked for a file: what the client sent behind the statement, up to an empty packet, is its content, whatever it looked like (QUE-4,
     * INF-1).
     */
    void takeBackWhatWasData(PendingCommand head) {
        pending.removeFirst();
        takenBack = 0;
        while (!pending.isEmpty() && head.state == PendingCommand.State.LOCAL_INFILE) {
            PendingCommand data = pending.removeFirst();
            held -= data.held;
            takenBack++;
            head.nextSequenceId = data.nextSequenceId;
            head.onFileData(data.length);
        }
        pending.addFirst(head);
    }
}

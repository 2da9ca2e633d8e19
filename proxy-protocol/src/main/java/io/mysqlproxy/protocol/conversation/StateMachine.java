package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Packet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves a connection through its phases, which are drawn at {@link Phase}. What packets mean within one is said by {@link LogIn} and {@link CommandPhase};
 * where the conversation is lost, {@link Recovery} counts.
 */
final class StateMachine {
    /** Sequence id of a reply's first packet to a command of one frame. */
    private static final int FIRST_OF_REPLY = 1;

    final TrackedSession session = new TrackedSession();
    final PreparedStatements statements = new PreparedStatements();
    final OkNumbers okNumbers = new OkNumbers();

    private final LogIn logIn = new LogIn();
    private final Recovery recovery = new Recovery();

    private Phase phase = new Phase.AwaitingGreeting();
    private @Nullable Inference inference;
    private @Nullable CommandPhase commands;
    private Optional<CompressionAlgorithm> compression = Optional.empty();
    private Authentication authentication = logIn.authentication();

    private long completedCommands;
    private boolean clientIsSending;
    /** While lost: the server has sent something since the client's last command. */
    private boolean serverHasSpoken;

    Phase phase() {
        return phase;
    }

    Agreed agreed() {
        return inference == null ? logIn.agreed() : inference.agreed();
    }

    Confidence confidence() {
        return recovery.confidence(phase);
    }

    /** How everything behind the log-in is compressed. */
    Optional<CompressionAlgorithm> compression() {
        return compression;
    }

    void compressedWith(CompressionAlgorithm algorithm) {
        compression = Optional.of(algorithm);
    }

    /** Null before the log-in is over, and when nothing more can be told. */
    @Nullable
    CommandPhase commands() {
        return commands;
    }

    /** Whether the replica asked for events to acknowledge. */
    boolean isSemiSync() {
        return commands != null && commands.isSemiSync();
    }

    /** Whether the packet named last is a command where servers do not find it (CMP-10). */
    boolean isHiddenCommand() {
        return commands != null && commands.isHiddenCommand();
    }

    /** The exchange that the packet named last belongs to, if it is one of an authentication. */
    Authentication authentication() {
        return authentication;
    }

    long completedCommands() {
        return completedCommands;
    }

    void clientIsSending(boolean sending) {
        clientIsSending = sending;
    }

    PacketKind onPacket(Direction direction, Packet packet) {
        return direction == Direction.CLIENT_TO_SERVER ? fromClient(packet) : fromServer(packet);
    }

    void becomeOpaque(OpaqueReason reason) {
        phase = new Phase.Opaque(reason);
        // Commands whose answers will not be seen; a client that never waited for any has left thousands (LIM-9).
        commands = null;
        statements.clear();
    }

    void tlsBegan(boolean withClient) {
        if (phase instanceof Phase.AwaitingTls || phase instanceof Phase.AwaitingHandshakeResponse) {
            logIn.tlsBegan(withClient);
            followLogIn();
        }
    }

    void becomeDesynchronized() {
        if (phase instanceof Phase.Opaque) {
            return;
        }
        recovery.lost();
        if (commands == null) {
            beginCommands(logIn.isAgreed() ? Inference.ofNothing(agreed()) : Inference.ofEverything());
        }
        begunCommands().restart();
        serverHasSpoken = false;
        phase = new Phase.Resynchronizing();
    }

    /** The sequence id that would make the server's next packet the beginning of a reply, -1 when no command waits for one. */
    int awaitedSequenceId() {
        PendingCommand head = commands == null ? null : commands.head();
        return head == null ? -1 : head.nextSequenceId;
    }

    private PacketKind fromClient(Packet packet) {
        return switch (phase) {
            case Phase.AwaitingGreeting ignored -> clientLogsIn(packet);
            case Phase.AwaitingHandshakeResponse ignored -> clientLogsIn(packet);
            case Phase.AwaitingTls ignored -> insideTls();
            case Phase.Authenticating ignored -> clientLogsIn(packet);
            case Phase.Commands ignored -> command(packet);
            case Phase.Resynchronizing ignored -> commandWhileLost(packet);
            // Drivers say goodbye even to a server that has refused them.
            case Phase.Closing ignored -> whileClosing(packet);
            case Phase.Opaque ignored -> PacketKind.UNEXPECTED;
        };
    }

    private PacketKind fromServer(Packet packet) {
        return switch (phase) {
            case Phase.AwaitingGreeting ignored -> serverLogsIn(packet);
            case Phase.AwaitingHandshakeResponse ignored -> serverLogsIn(packet);
            case Phase.AwaitingTls ignored -> insideTls();
            case Phase.Authenticating ignored -> serverLogsIn(packet);
            case Phase.Commands ignored -> replyPacket(packet);
            case Phase.Resynchronizing ignored -> replyWhileLost(packet);
            case Phase.Closing ignored -> serverWhileClosing(packet);
            case Phase.Opaque ignored -> PacketKind.UNEXPECTED;
        };
    }

    private PacketKind insideTls() {
        becomeOpaque(OpaqueReason.TLS);
        return PacketKind.UNEXPECTED;
    }

    private PacketKind clientLogsIn(Packet packet) {
        if (isCompressedWithoutOk(packet)) {
            becomeOpaque(OpaqueReason.COMPRESSION);
            return PacketKind.UNEXPECTED;
        }
        if (logIn.isOverWithoutOk(packet)) {
            logIn.endWithoutOk();
            followLogIn();
            return phase instanceof Phase.Commands ? command(packet) : PacketKind.UNEXPECTED;
        }
        PacketKind kind = logIn.onClientPacket(packet);
        followLogIn();
        return kind;
    }

    /** Whether the log-in is over without an OK (AUT-10), so that the client's packet is no packet where compression was agreed on. */
    boolean isCompressedWithoutOk(Packet packet) {
        return compression.isEmpty() && agreed().compression().isPresent() && logIn.isOverWithoutOk(packet);
    }

    private PacketKind serverLogsIn(Packet packet) {
        PacketKind kind = logIn.onServerPacket(packet);
        followLogIn();
        if (kind == PacketKind.OK) {
            track(kind, packet, Layout.of(agreed()));
        }
        return kind;
    }

    private void followLogIn() {
        authentication = logIn.authentication();
        phase = logIn.phase();
        if (phase instanceof Phase.Opaque end) {
            becomeOpaque(end.reason());
        } else if (phase instanceof Phase.Commands) {
            beginCommands(Inference.ofNothing(agreed()));
        }
    }

    private void beginCommands(Inference agreement) {
        inference = agreement;
        compression = agreed().compression();
        session.loggedIn(agreed().user(), agreed().schema(), logIn.collation());
        commands = new CommandPhase(agreement, logIn.authentication(), session, statements);
    }

    /** A client may send a command just before it reads that the server has gone (UNS-3). */
    private PacketKind whileClosing(Packet packet) {
        if (commands == null || commands.isOver()) {
            return CommandTable.isQuit(packet) ? PacketKind.COM_QUIT : PacketKind.UNEXPECTED;
        }
        return command(packet);
    }

    /** A server that answers a command has not gone, whatever its ERR was about. */
    private PacketKind serverWhileClosing(Packet packet) {
        if (packet.isAt(awaitedSequenceId())) {
            phase = new Phase.Commands();
            return replyPacket(packet);
        }
        return ReplyHeader.isErr(packet) ? PacketKind.ERR : afterGoodbye(packet);
    }

    /** Very old servers answer COM_QUIT with an OK. */
    private static PacketKind afterGoodbye(Packet packet) {
        return packet.byteAt(0) == ReplyHeader.OK ? PacketKind.OK : PacketKind.UNEXPECTED;
    }

    private PacketKind commandWhileLost(Packet packet) {
        if (!Conversation.isPlausibleCommand(packet)) {
            return PacketKind.UNEXPECTED;
        }
        CommandPhase begun = begunCommands();
        if (serverHasSpoken) {
            begun.restart();
            serverHasSpoken = false;
        } else if (begun.head() != null) {
            recovery.onSentAhead();
        }
        PacketKind kind = begun.onClientPacket(packet);
        authentication = begun.authentication();
        if (begun.isOverfull()) {
            begun.restart();
        }
        return kind;
    }

    private PacketKind replyWhileLost(Packet packet) {
        serverHasSpoken = true;
        if (packet.place() == Packet.NO_PLACE || packet.place() != awaitedSequenceId()) {
            return PacketKind.UNEXPECTED;
        }
        phase = new Phase.Commands();
        return replyPacket(packet);
    }

    private PacketKind command(Packet packet) {
        CommandPhase begun = begunCommands();
        PendingCommand before = begun.head();
        PacketKind kind = begun.onClientPacket(packet);
        if (before != null && begun.head() == before && begun.last() != before) {
            recovery.onSentAhead();
        }
        completedCommands = begun.completed();
        authentication = begun.authentication();
        endIfOver(begun);
        if (begun.isOverfull()) {
            becomeOpaque(OpaqueReason.DESYNCHRONIZED);
        }
        return kind;
    }

    private PacketKind replyPacket(Packet packet) {
        CommandPhase begun = begunCommands();
        PendingCommand head = begun.head();
        boolean groupReplication = head != null && head.grammar == Grammar.GROUP_REPLICATION;
        boolean doubtful = recovery.isDoubtful();
        PacketKind kind = begun.onServerPacket(packet, clientIsSending, doubtful);
        completedCommands = begun.completed();
        authentication = begun.authentication();
        if (kind == PacketKind.OK || kind == PacketKind.EOF) {
            track(kind, packet, begun.layout());
        }
        if (kind != PacketKind.UNEXPECTED
                && begun.last() != null
                && begun.last().isDone()) {
            recovery.onAnswered(begun.last());
        }
        if (begun.mayAnswerNext(kind)) {
            recovery.onAmbiguity();
        }
        if (kind == PacketKind.UNEXPECTED) {
            onMisfit(packet);
        } else if (kind == PacketKind.OK && groupReplication) {
            becomeOpaque(OpaqueReason.GROUP_REPLICATION);
        } else if (begun.last() == null && !begun.isLateErrorPossible() && !recovery.mayOwe()) {
            // An ERR that answers nothing: the server is about to close (UNS-1).
            phase = new Phase.Closing();
        } else {
            endIfOver(begun);
        }
        return kind;
    }

    /**
     * The server's packet cannot belong to the command at the head. If that is in doubt, and the client sends ahead, it belongs to one from before the first that
     * was seen, and the head waits on; otherwise the conversation is lost.
     */
    private void onMisfit(Packet packet) {
        boolean searching = recovery.confidence(phase) == Confidence.TENTATIVE;
        if (searching && packet.place() == FIRST_OF_REPLY && recovery.isHopeless()) {
            becomeOpaque(OpaqueReason.DESYNCHRONIZED);
        } else if (!recovery.mayOwe()) {
            becomeDesynchronized();
        }
    }

    /** While lost: bytes of the server were left out, and replies with them. */
    void onServerBytesSkipped() {
        if (phase instanceof Phase.Resynchronizing) {
            begunCommands().restart();
        }
    }

    private void track(PacketKind kind, Packet packet, Layout layout) {
        okNumbers.read(packet, kind, layout);
        session.onStatus(okNumbers.status(), kind, packet, agreed());
    }

    private void endIfOver(CommandPhase begun) {
        if (begun.isOver()) {
            phase = new Phase.Closing();
        }
    }

    private CommandPhase begunCommands() {
        if (commands == null) {
            throw new IllegalStateException("the command phase has not begun");
        }
        return commands;
    }
}

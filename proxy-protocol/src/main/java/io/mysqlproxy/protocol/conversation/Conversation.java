package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.ExecuteContext;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.StatusFlags;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Packet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state machine over both directions of one connection. Given every logical packet in causal order, it names each and knows the phase. It observes
 * only: whatever does not fit ends in {@link Phase.Opaque}, never in an exception. Not thread-safe: one caller at a time.
 *
 * <p>The phases are drawn at {@link Phase}; the connection phase's rules are in {@code ConnectionPhase}, the command phase's in {@code CommandPhase}.
 */
public final class Conversation implements ConversationState {
    /** Exchanges that must fit before a conversation that was joined is taken for understood (DSY-4). */
    private static final int CONFIRMING_EXCHANGES = 3;

    /** Commands that were followed by something else than a reply, before finding the conversation again is given up (DSY-3). */
    private static final int MOST_FAILED_TRIES = 16;

    private Phase phase = new Phase.AwaitingGreeting();
    private final ConnectionPhase connection = new ConnectionPhase();
    private final TrackedSession session = new TrackedSession();
    private final PreparedStatements statements = new PreparedStatements();
    private final OkNumbers okNumbers = new OkNumbers();
    private @Nullable CommandPhase commands;

    private @Nullable Inference inference;
    private long completedCommands;

    private boolean clientIsSending;
    private boolean wasLost;
    private int failedTries;
    /** Number of the last command that was complete when the conversation was found again. */
    private long completedBefore;

    /** The sequence id that is due next while the connection phase lasts; both sides count together. */
    private int nextSequenceId;

    private PacketKind lastKind = PacketKind.UNEXPECTED;
    private Authentication lastAuthentication = connection.authentication();
    private Set<Anomaly> anomalies = Set.of();

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public Agreed agreed() {
        return inference == null ? connection.agreed() : inference.agreed();
    }

    @Override
    public Confidence confidence() {
        if (phase instanceof Phase.Resynchronizing || phase instanceof Phase.Opaque) {
            return Confidence.NONE;
        }
        if (!wasLost) {
            return Confidence.CERTAIN;
        }
        return completedCommands - completedBefore >= CONFIRMING_EXCHANGES
                ? Confidence.CONFIRMED
                : Confidence.TENTATIVE;
    }

    @Override
    public Bytes user() {
        return session.user();
    }

    @Override
    public Bytes schema() {
        return session.schema();
    }

    @Override
    public CharacterSet characterSet() {
        return session.characterSet();
    }

    @Override
    public Optional<Bytes> sqlMode() {
        return session.sqlMode();
    }

    @Override
    public int collation() {
        return session.collation();
    }

    @Override
    public Optional<StatusFlags> status() {
        return session.status();
    }

    /** The bits of {@link #status}, 0 when it is unknown; makes no object. */
    public int statusBits() {
        return session.statusBits();
    }

    @Override
    public Transaction transaction() {
        return session.transaction();
    }

    @Override
    public Bytes gtids() {
        return session.gtids();
    }

    @Override
    public Collection<PreparedStatement> statements() {
        return statements.all();
    }

    @Override
    public List<PacketKind> inFlight() {
        return commands == null ? List.of() : commands.inFlight();
    }

    /**
     * Number of the command that the packet observed last belongs to, as command or as part of its reply: 1 for the connection's first. 0 when it belongs
     * to none.
     */
    public long commandNumber() {
        PendingCommand last = commands == null ? null : commands.last();
        return last == null ? 0 : last.number;
    }

    /** Number of the last command whose reply is complete; replies come in the order of the commands (QUE-3). */
    public long completedCommands() {
        return completedCommands;
    }

    /**
     * After a LOCAL INFILE request: how many packets behind the command were told as commands because the client had not waited, and are the content of
     * the file (QUE-4).
     */
    public int takenBack() {
        return commands == null ? 0 : commands.takenBack();
    }

    /** Columns of the result, or of the prepared statement, that the packet observed last belongs to; 0 when there are none. */
    public int columns() {
        PendingCommand last = commands == null ? null : commands.last();
        return last == null ? 0 : last.columns;
    }

    /** The prepared statement that the command of the packet observed last is about. */
    public Optional<PreparedStatement> statement() {
        PendingCommand last = commands == null ? null : commands.last();
        return last == null ? Optional.empty() : Optional.ofNullable(last.statement);
    }

    /** Whether the packet observed last is an ERR for a command that the client is still sending (QUE-8). */
    public boolean isAnsweredEarly() {
        return lastKind == PacketKind.ERR && commands != null && commands.isAnsweredEarly();
    }

    /** What the packet observed last says in numbers, if it was an OK or an EOF. */
    public OkNumbers okNumbers() {
        return okNumbers;
    }

    /** What is odd about the packet observed last. */
    public Set<Anomaly> anomalies() {
        return anomalies;
    }

    /**
     * Takes the next packet.
     *
     * @return what it is; {@link PacketKind#UNEXPECTED} when nothing can be told, and the phase says why
     */
    public PacketKind observe(Direction direction, Packet packet) {
        boolean fromClient = direction == Direction.CLIENT_TO_SERVER;
        boolean inOrder = packet.sequenceId() == dueSequenceId(fromClient, packet) && packet.hasContinuousFrames();
        PacketKind kind = fromClient ? fromClient(packet) : fromServer(packet);
        nextSequenceId = (packet.lastSequenceId() + 1) & 0xff;
        lastKind = kind;
        anomalies = anomaliesOf(kind, packet, inOrder);
        return kind;
    }

    /** A PROXY header has passed in front of the client's first packet; it changes no phase. */
    public PacketKind observeProxyHeader() {
        lastKind = PacketKind.PROXY_HEADER;
        anomalies = Set.of();
        return lastKind;
    }

    /** The client began TLS, or the peers stopped speaking MySQL in another way that shows before a packet is complete. */
    public void becomeOpaque(OpaqueReason reason) {
        phase = new Phase.Opaque(reason);
        // Commands whose answers will not be seen; a client that never waited for any has left thousands (LIM-9).
        commands = null;
        statements.clear();
    }

    /** A read has ended: what a large result has taken is let go when no command waits. */
    public void trim() {
        if (commands != null && commands.head() == null) {
            commands.definitions().trim();
        }
    }

    /**
     * The conversation is lost, and to be found again at a command that is followed by a reply. If the log-in was not seen, capabilities are inferred from
     * then on.
     */
    public void becomeDesynchronized() {
        if (phase instanceof Phase.Opaque) {
            return;
        }
        wasLost = true;
        if (commands == null) {
            if (!(phase instanceof Phase.Authenticating) || !connection.isUnderstood()) {
                inference = new Inference();
            }
            beginCommands();
        }
        commands().restart();
        phase = new Phase.Resynchronizing();
    }

    /**
     * While the conversation is lost: the sequence id that would make the server's next packet the beginning of a reply, -1 when no command waits for one.
     */
    public int awaitedSequenceId() {
        PendingCommand head = commands == null ? null : commands.head();
        return head == null ? -1 : head.nextSequenceId;
    }

    /** Whether the packet may well be a command that begins the conversation anew (DSY-2). */
    public static boolean isPlausibleCommand(Packet packet) {
        return packet.sequenceId() == 0 && CommandTable.isPlausible(packet);
    }

    /** Whether the client is in the middle of a packet; to be told before a packet of the server is observed (QUE-8). */
    public void clientIsSending(boolean sending) {
        clientIsSending = sending;
    }

    /** Decodes the packet observed last; never throws. */
    public MySqlMessage decode(Packet packet) {
        return MessageDecoder.decode(lastKind, packet, context());
    }

    /** What is remembered of the prepared statement that the command of the packet observed last executes. */
    public ExecuteContext execution() {
        PendingCommand last = commands == null ? null : commands.last();
        return last == null || last.statement == null || !last.executes()
                ? ExecuteContext.UNKNOWN
                : statements.execution(last.statement);
    }

    /** Definitions of the columns of the row observed last; empty when they were not seen, and for every other packet. */
    public List<ColumnDefinition> columnDefinitions() {
        boolean isRow = lastKind == PacketKind.TEXT_ROW || lastKind == PacketKind.BINARY_ROW;
        return commands == null || !isRow ? List.of() : commands.definitions().decode(agreed().effective());
    }

    private DecodingContext context() {
        PendingCommand last = commands == null ? null : commands.last();
        if (last == null) {
            return DecodingContext.of(agreed(), lastAuthentication.context());
        }
        return new DecodingContext(
                agreed(),
                lastAuthentication.context(),
                last.columns,
                lastKind == PacketKind.BINARY_ROW ? columnDefinitions() : List.of(),
                execution(),
                last.grammar == Grammar.FIELD_LIST,
                commands().isSemiSync());
    }

    /** Nearly always the same empty set: only what is odd makes an object. */
    private Set<Anomaly> anomaliesOf(PacketKind kind, Packet packet, boolean inOrder) {
        boolean notOffered = kind == PacketKind.HANDSHAKE_RESPONSE_41
                && !agreed().notOffered().equals(Capabilities.NONE);
        boolean shortened = packet.kept() < packet.length();
        boolean unexpected = kind == PacketKind.UNEXPECTED;
        if (inOrder && !notOffered && !shortened && !unexpected) {
            return Set.of();
        }
        EnumSet<Anomaly> odd = EnumSet.noneOf(Anomaly.class);
        if (!inOrder) {
            odd.add(Anomaly.SEQUENCE);
        }
        if (notOffered) {
            odd.add(Anomaly.CAPABILITY_NOT_OFFERED);
        }
        if (shortened) {
            odd.add(Anomaly.SHORTENED);
        }
        if (unexpected) {
            odd.add(Anomaly.UNEXPECTED);
        }
        return odd;
    }

    private int dueSequenceId(boolean fromClient, Packet packet) {
        if (commands == null) {
            return nextSequenceId;
        }
        int due = fromClient ? commands.dueFromClient(packet) : commands.dueFromServer(packet);
        return due < 0 ? packet.sequenceId() : due;
    }

    private PacketKind fromClient(Packet packet) {
        return switch (phase) {
            case Phase.AwaitingGreeting ignored -> opaque(OpaqueReason.CLIENT_SPOKE_FIRST);
            case Phase.AwaitingHandshakeResponse ignored -> firstOfClient(packet);
            case Phase.Authenticating ignored -> whileAuthenticating(packet);
            case Phase.Commands ignored -> command(packet);
            case Phase.Resynchronizing ignored -> commandWhileLost(packet);
            // Drivers say goodbye even to a server that has refused them.
            case Phase.Closing ignored -> whileClosing(packet);
            case Phase.Opaque ignored -> PacketKind.UNEXPECTED;
        };
    }

    private PacketKind fromServer(Packet packet) {
        return switch (phase) {
            case Phase.AwaitingGreeting ignored -> greeting(packet);
            case Phase.AwaitingHandshakeResponse ignored -> refusalBeforeLogin(packet);
            case Phase.Authenticating ignored -> authenticationPacket(packet);
            case Phase.Commands ignored -> replyPacket(packet);
            case Phase.Resynchronizing ignored -> replyWhileLost(packet);
            case Phase.Closing ignored -> serverWhileClosing(packet);
            case Phase.Opaque ignored -> PacketKind.UNEXPECTED;
        };
    }

    private PacketKind greeting(Packet packet) {
        PacketKind kind = connection.onGreeting(packet);
        if (!connection.isUnderstood()) {
            becomeOpaque(OpaqueReason.NOT_MYSQL);
        } else if (kind == PacketKind.ERR) {
            phase = new Phase.Closing();
        } else {
            phase = new Phase.AwaitingHandshakeResponse();
        }
        return kind;
    }

    private PacketKind refusalBeforeLogin(Packet packet) {
        if (ReplyHeader.isErr(packet)) {
            phase = new Phase.Closing();
            return PacketKind.ERR;
        }
        return opaque(OpaqueReason.DESYNCHRONIZED);
    }

    private PacketKind firstOfClient(Packet packet) {
        PacketKind kind = connection.onFirstOfClient(packet);
        if (kind == PacketKind.SSL_REQUEST) {
            if (agreed().offered().has(Capability.SSL)) {
                becomeOpaque(OpaqueReason.TLS);
            }
            return kind;
        }
        lastAuthentication = connection.authentication();
        phase = new Phase.Authenticating();
        return kind;
    }

    private PacketKind whileAuthenticating(Packet packet) {
        Authentication authentication = connection.authentication();
        if (packet.sequenceId() == 0 && authentication.mayEndWithoutOk()) {
            // A plugin said "handshake complete" by itself, so the server's core sent no OK (AUT-10).
            loggedIn();
            return phase instanceof Phase.Commands ? command(packet) : PacketKind.UNEXPECTED;
        }
        lastAuthentication = authentication;
        return authentication.onClientPacket();
    }

    private PacketKind authenticationPacket(Packet packet) {
        Authentication authentication = connection.authentication();
        lastAuthentication = authentication;
        PacketKind kind = authentication.onServerPacket(packet);
        if (kind == PacketKind.ERR) {
            phase = new Phase.Closing();
        } else if (kind == PacketKind.OK) {
            loggedIn();
            track(kind, packet, Layout.of(agreed()));
        }
        return kind;
    }

    private void loggedIn() {
        if (!connection.isUnderstood()) {
            becomeOpaque(OpaqueReason.DESYNCHRONIZED);
            return;
        }
        boolean compressed = agreed().has(Capability.COMPRESS) || agreed().has(Capability.ZSTD_COMPRESSION_ALGORITHM);
        if (compressed) {
            becomeOpaque(OpaqueReason.COMPRESSION);
            return;
        }
        beginCommands();
        phase = new Phase.Commands();
    }

    private void beginCommands() {
        session.loggedIn(agreed().user(), agreed().schema(), connection.collation());
        commands = new CommandPhase(this::agreed, inference, connection.authentication(), session, statements);
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
        if (awaitedSequenceId() == packet.sequenceId()) {
            phase = new Phase.Commands();
            return replyPacket(packet);
        }
        return ReplyHeader.isErr(packet) ? PacketKind.ERR : afterGoodbye(packet);
    }

    private PacketKind commandWhileLost(Packet packet) {
        if (!isPlausibleCommand(packet)) {
            return PacketKind.UNEXPECTED;
        }
        commands().restart();
        PacketKind kind = commands().onClientPacket(packet);
        lastAuthentication = commands().authentication();
        return kind;
    }

    private PacketKind replyWhileLost(Packet packet) {
        if (packet.sequenceId() != awaitedSequenceId()) {
            return PacketKind.UNEXPECTED;
        }
        completedBefore = completedCommands;
        phase = new Phase.Commands();
        PacketKind kind = replyPacket(packet);
        if (kind != PacketKind.UNEXPECTED) {
            failedTries = 0;
        } else if (++failedTries > MOST_FAILED_TRIES) {
            becomeOpaque(OpaqueReason.DESYNCHRONIZED);
        }
        return kind;
    }

    private PacketKind command(Packet packet) {
        CommandPhase commandPhase = commands();
        PacketKind kind = commandPhase.onClientPacket(packet);
        completedCommands = commandPhase.completed();
        lastAuthentication = commandPhase.authentication();
        endIfOver(commandPhase);
        if (commandPhase.isOverfull()) {
            becomeOpaque(OpaqueReason.DESYNCHRONIZED);
        }
        return kind;
    }

    private PacketKind replyPacket(Packet packet) {
        CommandPhase commandPhase = commands();
        boolean groupReplication =
                commandPhase.head() != null && commandPhase.head().grammar == Grammar.GROUP_REPLICATION;
        PacketKind kind = commandPhase.onServerPacket(packet, clientIsSending);
        completedCommands = commandPhase.completed();
        lastAuthentication = commandPhase.authentication();
        if (kind == PacketKind.OK || kind == PacketKind.EOF) {
            track(kind, packet, commandPhase.layout());
        }
        if (kind == PacketKind.UNEXPECTED) {
            becomeDesynchronized();
        } else if (kind == PacketKind.OK && groupReplication) {
            becomeOpaque(OpaqueReason.GROUP_REPLICATION);
        } else if (commandPhase.last() == null && !commandPhase.isLateErrorPossible()) {
            // An ERR that answers nothing: the server is about to close (UNS-1).
            phase = new Phase.Closing();
        } else {
            endIfOver(commandPhase);
        }
        return kind;
    }

    private void track(PacketKind kind, Packet packet, Layout layout) {
        okNumbers.read(packet, kind, layout);
        session.onStatus(okNumbers.status(), kind, packet, agreed());
    }

    private void endIfOver(CommandPhase commandPhase) {
        if (commandPhase.isOver()) {
            phase = new Phase.Closing();
        }
    }

    /** Very old servers answer COM_QUIT with an OK. */
    private static PacketKind afterGoodbye(Packet packet) {
        return packet.byteAt(0) == ReplyHeader.OK ? PacketKind.OK : PacketKind.UNEXPECTED;
    }

    private PacketKind opaque(OpaqueReason reason) {
        becomeOpaque(reason);
        return PacketKind.UNEXPECTED;
    }

    private CommandPhase commands() {
        if (commands == null) {
            throw new IllegalStateException("the command phase has not begun");
        }
        return commands;
    }
}

package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.ExecuteContext;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.StatusFlags;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Packet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state machine over both directions of one connection. Given every logical packet in causal order, it names each and knows the phase. It observes
 * only: whatever does not fit ends in {@link Phase.Opaque}, never in an exception. Not thread-safe: one caller at a time.
 *
 * <p>The phases are drawn at {@link Phase}; what moves between them is in {@code StateMachine}.
 */
public final class Conversation implements ConversationState {
    private final StateMachine state = new StateMachine();
    private final LayoutCheck layoutCheck = new LayoutCheck();

    /** The sequence id that is due next while the connection phase lasts; both sides count together. */
    private int nextSequenceId;

    private PacketKind lastKind = PacketKind.UNEXPECTED;
    private Set<Anomaly> anomalies = Set.of();

    @Override
    public Phase phase() {
        return state.phase();
    }

    @Override
    public Agreed agreed() {
        return state.agreed();
    }

    @Override
    public Optional<CompressionAlgorithm> compression() {
        return state.compression();
    }

    @Override
    public Confidence confidence() {
        return state.confidence();
    }

    @Override
    public Bytes user() {
        return state.session.user();
    }

    @Override
    public Bytes schema() {
        return state.session.schema();
    }

    @Override
    public CharacterSet characterSet() {
        return state.session.characterSet();
    }

    @Override
    public Optional<Bytes> sqlMode() {
        return state.session.sqlMode();
    }

    @Override
    public int collation() {
        return state.session.collation();
    }

    @Override
    public Optional<StatusFlags> status() {
        return state.session.status();
    }

    /** The bits of {@link #status}, 0 when it is unknown; makes no object. */
    public int statusBits() {
        return state.session.statusBits();
    }

    @Override
    public Transaction transaction() {
        return state.session.transaction();
    }

    @Override
    public Bytes gtids() {
        return state.session.gtids();
    }

    @Override
    public Collection<PreparedStatement> statements() {
        return state.statements.all();
    }

    @Override
    public List<PacketKind> inFlight() {
        CommandPhase commands = state.commands();
        return commands == null ? List.of() : commands.inFlight();
    }

    /**
     * Number of the command that the packet observed last belongs to, as command or as part of its reply: 1 for the connection's first. 0 when it belongs
     * to none.
     */
    public long commandNumber() {
        PendingCommand last = lastCommand();
        return last == null ? 0 : last.number;
    }

    /** Number of the last command whose reply is complete; replies come in the order of the commands (QUE-3). */
    public long completedCommands() {
        return state.completedCommands();
    }

    /**
     * After a LOCAL INFILE request: how many packets behind the command were told as commands because the client had not waited, and are the content of
     * the file (QUE-4).
     */
    public int takenBack() {
        CommandPhase commands = state.commands();
        return commands == null ? 0 : commands.takenBack();
    }

    /** Columns of the result, or of the prepared statement, that the packet observed last belongs to; 0 when there are none. */
    public int columns() {
        PendingCommand last = lastCommand();
        return last == null ? 0 : last.columns;
    }

    /** The prepared statement that the command of the packet observed last is about. */
    public Optional<PreparedStatement> statement() {
        PendingCommand last = lastCommand();
        return last == null ? Optional.empty() : Optional.ofNullable(last.statement);
    }

    /** Whether the packet observed last is an ERR for a command that the client is still sending (QUE-8). */
    public boolean isAnsweredEarly() {
        CommandPhase commands = state.commands();
        return lastKind == PacketKind.ERR && commands != null && commands.isAnsweredEarly();
    }

    /** Whether the packet observed last has shown that what was told as its command's reply belongs to another command (DSY-4). */
    public boolean isReplyBegunAnew() {
        CommandPhase commands = state.commands();
        return commands != null && commands.isReplyBegunAnew();
    }

    /** Number of the first command that is not answered; one more than the last command's when all are. */
    public long firstInFlight() {
        CommandPhase commands = state.commands();
        return commands == null ? 0 : commands.firstInFlight();
    }

    /** What the packet observed last says in numbers, if it was an OK or an EOF. */
    public OkNumbers okNumbers() {
        return state.okNumbers;
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
        boolean inOrder = isInOrder(fromClient, packet) && packet.hasContinuousFrames();
        PacketKind kind = state.onPacket(direction, packet);
        nextSequenceId = (packet.lastPlace() + 1) & 0xff;
        lastKind = kind;
        anomalies = Anomaly.of(kind, packet, inOrder, state.isHiddenCommand(), agreed());
        return kind;
    }

    /**
     * Whether what was cut from the bytes as a packet of the client, and is not observed yet, begins a compressed frame: a plugin has ended the log-in without an
     * OK (AUT-10), and compression was agreed on. It can be read as one after {@link #compressedWith}; if it is observed as it is, the conversation is opaque.
     */
    public Optional<CompressionAlgorithm> compressionBegunBy(Direction direction, Packet packet) {
        boolean begins = direction == Direction.CLIENT_TO_SERVER && state.isCompressedWithoutOk(packet);
        return begins ? agreed().compression() : Optional.empty();
    }

    /** A PROXY header has passed in front of the client's first packet; it changes no phase. */
    public PacketKind observeProxyHeader() {
        lastKind = PacketKind.PROXY_HEADER;
        anomalies = Set.of();
        return lastKind;
    }

    /** The log-in or its end was not seen, and what the peers send says that they compress. */
    public void compressedWith(CompressionAlgorithm algorithm) {
        state.compressedWith(algorithm);
    }

    /** The client began TLS, or the peers stopped speaking MySQL in another way that shows before a packet is complete. */
    public void becomeOpaque(OpaqueReason reason) {
        state.becomeOpaque(reason);
    }

    /**
     * TLS was negotiated and ends at the proxy: from here on what was inside is observed.
     *
     * @param withClient whether the client is in TLS, or only the server
     */
    public void tlsBegan(boolean withClient) {
        state.tlsBegan(withClient);
    }

    /** A read has ended: what a large result has taken is let go when no command waits. */
    public void trim() {
        CommandPhase commands = state.commands();
        if (commands != null && commands.head() == null) {
            commands.definitions().trim();
        }
    }

    /**
     * The conversation is lost, and to be found again at a command that is followed by a reply. If the log-in was not seen, capabilities are inferred from
     * then on.
     */
    public void becomeDesynchronized() {
        state.becomeDesynchronized();
    }

    /**
     * While the conversation is lost: the sequence id that would make the server's next packet the beginning of a reply, -1 when no command waits for one.
     */
    public int awaitedSequenceId() {
        return state.awaitedSequenceId();
    }

    /** Whether the packet may well be a command that begins the conversation anew (DSY-2). */
    public static boolean isPlausibleCommand(Packet packet) {
        return packet.place() == 0 && CommandTable.isPlausible(packet);
    }

    /** While the conversation is lost: bytes of the server were left out, since it is not known where its packets begin. */
    public void onServerBytesSkipped() {
        state.onServerBytesSkipped();
    }

    /** Whether the client is in the middle of a packet; to be told before a packet of the server is observed (QUE-8). */
    public void clientIsSending(boolean sending) {
        state.clientIsSending(sending);
    }

    /** Decodes the packet observed last; never throws. */
    public MySqlMessage decode(Packet packet) {
        return MessageDecoder.decode(lastKind, packet, context());
    }

    /** Whether {@link #decode} would find the packet observed last as its kind says; makes no object for what makes up nearly all traffic. */
    public boolean isDecodable(Packet packet) {
        CommandPhase commands = state.commands();
        boolean fits = commands != null
                && layoutCheck.fits(lastKind, packet, agreed(), commands.last(), commands.definitions());
        return fits || !(decode(packet) instanceof Undecodable);
    }

    /** What is remembered of the prepared statement that the command of the packet observed last executes. */
    public ExecuteContext execution() {
        PendingCommand last = lastCommand();
        return last == null || last.statement == null || !last.executes()
                ? ExecuteContext.UNKNOWN
                : state.statements.execution(last.statement);
    }

    /** Definitions of the columns of the row observed last; empty when they were not seen, and for every other packet. */
    public List<ColumnDefinition> columnDefinitions() {
        CommandPhase commands = state.commands();
        boolean isRow = lastKind == PacketKind.TEXT_ROW || lastKind == PacketKind.BINARY_ROW;
        return commands == null || !isRow ? List.of() : commands.definitions().decode(agreed().effective());
    }

    /** The command that the packet observed last belongs to. */
    private @Nullable PendingCommand lastCommand() {
        CommandPhase commands = state.commands();
        return commands == null ? null : commands.last();
    }

    private DecodingContext context() {
        PendingCommand last = lastCommand();
        if (last == null) {
            return DecodingContext.of(agreed(), state.authentication().context());
        }
        return new DecodingContext(
                agreed(),
                state.authentication().context(),
                last.columns,
                lastKind == PacketKind.BINARY_ROW ? columnDefinitions() : List.of(),
                characterSet(),
                execution(),
                last.grammar == Grammar.FIELD_LIST,
                state.isSemiSync());
    }

    private boolean isInOrder(boolean fromClient, Packet packet) {
        CommandPhase commands = state.commands();
        if (commands == null) {
            return packet.isAt(nextSequenceId);
        }
        int due = fromClient ? commands.dueFromClient(packet) : commands.dueFromServer(packet);
        return due < 0 || packet.isAt(due);
    }
}

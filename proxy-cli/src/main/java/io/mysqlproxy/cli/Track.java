package io.mysqlproxy.cli;

import io.mysqlproxy.cli.filter.Subject;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.Compression;
import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a trace remembers of a session: where its conversation stands, and its commands without an answer. One caller at a time. */
final class Track {
    /** Bytes of a command that is kept until its reply is complete; a longer one is told without its parameters. */
    private static final int LONGEST_KEPT = 64 * 1024;

    /** Commands that are kept; of a client that sends on without waiting, the oldest are told without their parameters. */
    private static final int MOST_KEPT = 32;

    private static final Set<PacketKind> COMMANDS = Stream.of(PacketKind.values())
            .filter(kind -> kind.name().startsWith("COM_"))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(PacketKind.class)));

    private static final Set<PacketKind> LOG_IN = EnumSet.of(
            PacketKind.HANDSHAKE_V9,
            PacketKind.HANDSHAKE_V10,
            PacketKind.HANDSHAKE_RESPONSE_320,
            PacketKind.HANDSHAKE_RESPONSE_41,
            PacketKind.OK,
            PacketKind.ERR);

    /** In the command phase they belong to COM_CHANGE_USER. */
    private static final Set<PacketKind> AUTHENTICATION = EnumSet.of(
            PacketKind.OLD_AUTH_SWITCH_REQUEST,
            PacketKind.AUTH_SWITCH_REQUEST,
            PacketKind.AUTH_SWITCH_RESPONSE,
            PacketKind.AUTH_MORE_DATA,
            PacketKind.AUTH_NEXT_FACTOR,
            PacketKind.AUTH_DATA);

    /** Their replies may last as long as the session. */
    private static final Set<PacketKind> ENDLESS =
            EnumSet.of(PacketKind.COM_BINLOG_DUMP, PacketKind.COM_BINLOG_DUMP_GTID, PacketKind.COM_CLONE);

    private TracedSession session;
    private final Deque<Kept> unanswered = new ArrayDeque<>();
    private Bytes user = Bytes.EMPTY;
    private Bytes schema = Bytes.EMPTY;
    private boolean commandPhase;
    private boolean quit;
    private @Nullable Compression compression;
    private long commands;
    private long answered;

    Track(TracedSession session) {
        this.session = session;
    }

    /** The session, for a filter: who connected, and who logged in if that was seen. */
    Subject subject() {
        return Subject.ofSession(session.id(), session.clientHost(), user, schema);
    }

    TracedSession session() {
        return session;
    }

    /** The proxy looks inside the session's TLS from here on. */
    void onTls() {
        session = new EncryptedSession(session);
    }

    /** The session is compressed from here on. */
    void onCompressed(Compression counting) {
        compression = counting;
    }

    /** How the session is compressed, with numbers that grow; empty if it is not. */
    Optional<Compression> compression() {
        return Optional.ofNullable(compression);
    }

    /** Whether the client has said COM_QUIT. */
    boolean hasQuit() {
        return quit;
    }

    /** Takes note of a packet, and tells from which level on it is of interest. */
    Show onPacket(PacketEvent event, MySqlMessage message) {
        boolean isCommand = COMMANDS.contains(event.kind());
        boolean inCommandPhase = commandPhase;
        boolean unasked = event.direction() == Direction.SERVER_TO_CLIENT && answered == commands;
        user = Subject.user(event);
        schema = Subject.schema(event);
        commandPhase = event.phase() instanceof Phase.Commands;
        quit |= event.kind() == PacketKind.COM_QUIT;
        if (isCommand) {
            commands++;
            keep(event, message);
        }
        if (!inCommandPhase && !isCommand) {
            return LOG_IN.contains(event.kind()) ? Show.sessions : Show.exchanges;
        }
        boolean ofInterest = unasked
                || isOdd(event)
                || message instanceof Undecodable
                || AUTHENTICATION.contains(event.kind())
                || ENDLESS.contains(event.kind());
        return ofInterest ? Show.exchanges : Show.packets;
    }

    /** Takes note that a command has its reply. */
    TracedExchange onExchange(Exchange exchange) {
        answered = Math.max(answered, exchange.number());
        Optional<Command> command = Optional.empty();
        while (!unanswered.isEmpty() && unanswered.getFirst().number <= exchange.number()) {
            Kept kept = unanswered.removeFirst();
            if (kept.number == exchange.number()) {
                command = Optional.of(kept.command);
            }
        }
        return new TracedExchange(session, exchange, command);
    }

    /** Nothing can be told about the session, for ever or for now. */
    void onLost() {
        unanswered.clear();
    }

    private void keep(PacketEvent event, MySqlMessage message) {
        if (message instanceof Command command && event.length() <= LONGEST_KEPT) {
            unanswered.addLast(new Kept(commands, command));
            if (unanswered.size() > MOST_KEPT) {
                unanswered.removeFirst();
            }
        }
    }

    private static boolean isOdd(PacketEvent event) {
        return event.anomalies().stream().anyMatch(anomaly -> anomaly != Anomaly.SHORTENED);
    }

    private record Kept(long number, Command command) {}
}

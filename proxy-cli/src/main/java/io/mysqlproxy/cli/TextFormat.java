package io.mysqlproxy.cli;

import static io.mysqlproxy.cli.Columns.pad;
import static io.mysqlproxy.cli.Columns.padLeft;

import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TlsLeg;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.DesyncReason;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One aligned line per event, for people:
 *
 * <pre>
 * 12:01:07.106  #1    &lt;&lt;   0      78  HandshakeV10         MySQL 9.7.4, connection 8, …
 * time          session arrow id bytes  kind                  meaning
 * </pre>
 */
final class TextFormat implements TraceFormat {
    private static final int LONGEST_SUBJECT = 200;

    private static final int KIND_WIDTH = 20;
    /** Under the meaning, for what does not fit the line. */
    private static final String CONTINUATION = " ".repeat(36 + KIND_WIDTH + 1);

    private static final String DUMP_INDENT = " ".repeat(22);

    private final Columns columns;
    private final Paint paint;
    private final Show show;
    private final boolean hex;
    private final Hiding hiding;
    private final MessageText messages;
    private final ExchangeText exchanges;

    /**
     * @param slow from which duration on an exchange is marked
     * @param width columns of the terminal, {@link Integer#MAX_VALUE} to cut nothing
     */
    TextFormat(ZoneId zone, Paint paint, Look look, Duration slow, int width) {
        this.columns = new Columns(zone, paint);
        this.paint = paint;
        this.show = look.show();
        this.hex = look.hex();
        this.hiding = new Hiding(look.disclosure());
        this.messages = new MessageText(look.disclosure());
        this.exchanges = new ExchangeText(columns, paint, look.disclosure(), slow, width);
    }

    @Override
    public String opened(TracedSession session) {
        InetSocketAddress client = session.clientAddress();
        InetSocketAddress server = session.serverAddress();
        String text =
                (client == null ? "addresses unknown" : HostPort.of(client).toString())
                        + (server == null ? "" : " to " + HostPort.of(server))
                        + (session.isFromStart() ? "" : ", joined in its middle");
        return sessionLine(session.openedAt(), session.id(), "opened", text, Function.identity());
    }

    @Override
    public String packet(PacketEvent event, MySqlMessage message) {
        Meaning meaning = meaning(event, message);
        StringBuilder text = new StringBuilder(160);
        text.append(
                columns.start(event.time(), event.sessionId(), event.direction().arrow()));
        text.append(' ').append(padLeft(Integer.toString(event.sequenceId()), 3));
        text.append(' ').append(padLeft(Long.toString(event.length()), 7)).append("  ");
        if (meaning.line().isEmpty()) {
            text.append(event.kind().manualName());
        } else {
            text.append(pad(event.kind().manualName(), KIND_WIDTH)).append(' ');
            text.append(meaning.isError() ? paint.error(meaning.line()) : meaning.line());
        }
        if (!event.anomalies().isEmpty()) {
            text.append("  ").append(paint.warning("! " + odd(event)));
        }
        text.append('\n');
        for (String more : meaning.more()) {
            text.append(CONTINUATION).append(paint.faint(more)).append('\n');
        }
        if (hex) {
            text.append(paint.faint(HexDump.lines(event.payload(), hiding.of(event, message), DUMP_INDENT)));
        }
        return text.toString();
    }

    private Meaning meaning(PacketEvent event, MySqlMessage message) {
        return show.includes(Show.rows)
                ? RowValues.of(event, message)
                        .map(values -> Meaning.of(RowValues.text(values)))
                        .orElseGet(() -> messages.of(message, event.agreed().offered()))
                : messages.of(message, event.agreed().offered());
    }

    @Override
    public String exchange(TracedExchange exchange) {
        return exchanges.line(exchange);
    }

    @Override
    public String opaque(Instant when, long sessionId, OpaqueReason reason) {
        return sessionLine(when, sessionId, "opaque", reason.description() + advice(reason), paint::warning);
    }

    @Override
    public String compressed(Instant when, long sessionId, CompressionAlgorithm algorithm) {
        return sessionLine(when, sessionId, algorithm.wireName(), "from here on, both ways", Function.identity());
    }

    @Override
    public String compression(
            Instant when, long sessionId, CompressionAlgorithm algorithm, CompressionFigures figures) {
        return sessionLine(when, sessionId, algorithm.wireName(), figures.text(), Function.identity());
    }

    @Override
    public String tls(Instant when, long sessionId, TlsLegs legs) {
        return sessionLine(when, sessionId, "TLS", legs.description() + certificates(legs), Function.identity());
    }

    private static String certificates(TlsLegs legs) {
        return certificate("server", legs.server()) + certificate("client", legs.client());
    }

    private static String certificate(String whose, @Nullable TlsLeg leg) {
        return leg == null || leg.peer().isEmpty()
                ? ""
                : ", " + whose + " " + Visible.text(leg.peer(), LONGEST_SUBJECT);
    }

    @Override
    public String desynchronized(Instant when, long sessionId, DesyncReason reason) {
        String text = reason.description() + "; packets are not understood until a command and its reply are";
        return sessionLine(when, sessionId, "lost", text, paint::warning);
    }

    @Override
    public String resynchronized(Instant when, long sessionId) {
        return sessionLine(when, sessionId, "found", "the conversation is understood again", Function.identity());
    }

    @Override
    public String truncated(Instant when, long sessionId, Direction direction, long received) {
        return sessionLine(
                when,
                sessionId,
                "truncated",
                direction.arrow() + " ended in the middle of a packet, of which " + Quantity.count(received, "byte")
                        + " had come",
                paint::warning);
    }

    @Override
    public String gap(Instant when, long sessionId, Direction direction, long bytes) {
        String sender = direction == Direction.CLIENT_TO_SERVER ? "client" : "server";
        String missing = bytes < 0
                ? "bytes from the " + sender + " are"
                : Quantity.count(bytes, "byte") + " from the " + sender + (bytes == 1 ? " is" : " are");
        return sessionLine(when, sessionId, "gap", missing + " missing in the capture", paint::warning);
    }

    @Override
    public String lost(Instant when, long events) {
        return columns.time(when) + "  "
                + paint.warning(
                        Quantity.count(events, "event")
                                + " lost here: the reader of this output is too slow (--lossless makes the traffic wait for it)")
                + "\n";
    }

    @Override
    public String closed(Instant when, TracedSession session, Ending ending, boolean afterQuit) {
        String text = ending.description()
                + (afterQuit ? " after COM_QUIT" : "")
                + ", " + Quantity.duration(Duration.between(session.openedAt(), when))
                + ", " + carried(session.byteCounts(Direction.CLIENT_TO_SERVER), "up")
                + ", " + carried(session.byteCounts(Direction.SERVER_TO_CLIENT), "down");
        return sessionLine(when, session.id(), "closed", text, ending.isError() ? paint::error : Function.identity());
    }

    private String sessionLine(
            Instant when, long sessionId, String event, String text, Function<String, String> paintText) {
        return columns.start(when, sessionId, "  ") + "   " + pad(event, 9) + " " + paintText.apply(text) + "\n";
    }

    private static String carried(ByteCounts counts, String way) {
        long lost = counts.received() - counts.forwarded();
        return Quantity.bytes(counts.received()) + " " + way
                + (lost > 0 ? " (" + Quantity.bytes(lost) + " of it not delivered)" : "");
    }

    private static String odd(PacketEvent event) {
        return event.anomalies().stream().sorted().map(TextFormat::odd).collect(Collectors.joining(", "));
    }

    private static String odd(Anomaly anomaly) {
        return switch (anomaly) {
            case SEQUENCE -> "sequence id out of turn";
            case CAPABILITY_NOT_OFFERED -> "uses what the server did not offer";
            case SHORTENED -> "long packet, shown from its beginning only";
            case UNEXPECTED -> "does not fit here";
            case LOST_PIPELINED -> "behind another command in its compressed frame, where servers do not find it";
        };
    }

    private static String advice(OpaqueReason reason) {
        return switch (reason) {
            case TLS -> " (to look inside, let it end here: --client-ssl-mode=PREFERRED)";
            case COMPRESSION -> " (to look inside, let the client connect without compression)";
            case ZSTD_MISSING -> "";
            case ZSTD_UNUSABLE -> " (may programs be loaded from the folder for temporary files?)";
            case NOT_MYSQL -> " (is --backend a MySQL or MariaDB server?)";
            case CLIENT_SPOKE_FIRST -> " (is the client one of MySQL or MariaDB?)";
            case COMPRESSION_BROKEN, DESYNCHRONIZED -> " (please report this, with the output of --hex)";
            case GROUP_REPLICATION -> "";
        };
    }
}

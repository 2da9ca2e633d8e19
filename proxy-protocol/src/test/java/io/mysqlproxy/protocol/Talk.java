package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Tap;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.ConversationState;
import io.mysqlproxy.protocol.conversation.DesyncReason;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.conversation.Transaction;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Parameter;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation written down in a test, packet by packet, and what the decoder tells of it: one short line per packet, such as {@code >> 0 COM_QUERY}.
 */
public final class Talk implements PacketListener {
    /** MySQL 9.7.4, 2026-11-22: every capability but CAPABILITY_EXTENSION, plugin caching_sha2_password. */
    public static final Bytes MYSQL_9_7_GREETING =
            Bytes.hex("0a392e372e342d3200120000005d3b072b45521a6800ffffff0200ffdf1500000000000000000000"
                    + "102f610e51434a79271442760063616368696e675f736861325f70617373776f726400");

    /** MariaDB 10.11.19, 2026-11-22: without TLS, with MariaDB's extended capabilities 1d, plugin mysql_native_password. */
    public static final Bytes MARIADB_10_11_GREETING = Bytes.hex(
            "0a352e352e352d31302e31312e31392d4d6172696144422d302b64656231327531000d000000534c632c4f2c2a31"
                    + "00fef7080200ff81150000000000001d00000054364e65336e4f24603b4321006d7973716c5f6e61746976655f70617373776f726400");

    /** What a client of protocol 4.1 needs: LONG_PASSWORD, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION, MULTI_*, PLUGIN_AUTH. */
    public static final long BASE = 0x0008_a201 | 0x0007_0000;

    public static final long DEPRECATE_EOF = 0x0100_0000;

    private final PacketDecoder decoder;
    private final List<String> told = new ArrayList<>();
    private final List<String> toldWithMessages = new ArrayList<>();
    private final List<MySqlMessage> messages = new ArrayList<>();
    private final List<String> exchanges = new ArrayList<>();
    private @Nullable CompressionAlgorithm framing;
    private long micros;

    public Talk() {
        this(false);
    }

    private Talk(boolean midStream) {
        ExchangeListener listener = exchange -> exchanges.add(line(exchange));
        decoder = midStream ? PacketDecoder.joiningMidStream(1, this, listener) : new PacketDecoder(1, this, listener);
    }

    /** A conversation whose beginning was not seen. */
    public static Talk joined() {
        return new Talk(true);
    }

    /** A client of MySQL 9.7 that has logged in without a password, with these capabilities; what was told so far is forgotten. */
    public static Talk loggedIn(long capabilities) {
        return new Talk().greeted(MYSQL_9_7_GREETING).login(capabilities).forget();
    }

    /** The same with MariaDB 10.11. */
    public static Talk loggedInToMariaDb(long capabilities) {
        return new Talk().greeted(MARIADB_10_11_GREETING).login(capabilities).forget();
    }

    /** What is said from here on stands in compressed frames, each packet in one of its own that has its sequence id. */
    public Talk inFrames(CompressionAlgorithm algorithm) {
        framing = algorithm;
        return this;
    }

    public Talk greeted(Bytes greeting) {
        return server(0, greeting);
    }

    public Talk login(long capabilities) {
        return client(1, response(capabilities, "caching_sha2_password")).server(2, "00 00 00 02 00 00 00");
    }

    /** A handshake response of user root with an empty answer and the plugin's name; MariaDB's extended capabilities are the upper 32 bits. */
    public static Bytes response(long capabilities, String plugin) {
        return response(capabilities, plugin, Bytes.EMPTY);
    }

    /** The same with an answer to the nonce, of 255 bytes at most. */
    public static Bytes response(long capabilities, String plugin, Bytes answer) {
        return new WireWriter()
                .int4(capabilities)
                .int4(1 << 24)
                .int1(45)
                .bytes(Bytes.of(new byte[19]))
                .int4(capabilities >>> 32)
                .stringNul(Bytes.utf8("root"))
                .int1(answer.length())
                .bytes(answer)
                .stringNul(Bytes.utf8(plugin))
                .toBytes();
    }

    public Talk client(int sequenceId, String hex) {
        return client(sequenceId, Bytes.hex(hex));
    }

    public Talk client(int sequenceId, Bytes payload) {
        return bytes(Direction.CLIENT_TO_SERVER, framed(sequenceId, payload));
    }

    /** A command: sequence id 0, this code, this text. */
    public Talk command(int code, String text) {
        return client(0, new WireWriter().int1(code).bytes(Bytes.utf8(text)).toBytes());
    }

    public Talk server(int sequenceId, String hex) {
        return server(sequenceId, Bytes.hex(hex));
    }

    public Talk server(int sequenceId, Bytes payload) {
        return bytes(Direction.SERVER_TO_CLIENT, framed(sequenceId, payload));
    }

    /** Raw bytes, not framed. */
    public Talk bytes(Direction direction, Bytes bytes) {
        decoder.onBytes(direction, bytes.asByteBuffer(), micros);
        return this;
    }

    /** TLS was negotiated and ends at the proxy. */
    public Talk tls(TlsLegs legs) {
        decoder.onTls(legs);
        return this;
    }

    /** Bytes of the direction are missing here. */
    public Talk gap(Direction direction, long missingBytes) {
        decoder.onGap(direction, missingBytes, micros);
        return this;
    }

    public Talk close() {
        decoder.onClose(micros);
        // How much of a frame has passed when it proves to be broken is up to how it was sliced.
        if (!(phase() instanceof Phase.Opaque)) {
            decoder.compression().ifPresent(compression -> {
                for (Direction direction : Direction.values()) {
                    tell(line(direction, compression));
                }
            });
        }
        return this;
    }

    private static String line(Direction direction, Compression compression) {
        long misannounced = compression.misannounced(direction);
        return direction.arrow() + " " + compression.frames(direction) + " compressed frames of "
                + compression.compressedBytes(direction) + " bytes held " + compression.contentBytes(direction)
                + (misannounced == 0 ? "" : ", " + misannounced + " less than announced");
    }

    /** What follows is seen at this time, in microseconds. */
    public Talk at(long epochMicros) {
        micros = epochMicros;
        return this;
    }

    public Talk forget() {
        exchanges.clear();
        told.clear();
        messages.clear();
        return this;
    }

    /** One line per event. */
    public List<String> told() {
        return List.copyOf(told);
    }

    /** As {@link #told}, with the message of each packet behind it; what is secret in it stays hidden. */
    public List<String> toldWithMessages() {
        return List.copyOf(toldWithMessages);
    }

    /** For a replay. */
    public Tap asTap() {
        return (direction, bytes) -> decoder.onBytes(direction, bytes, micros);
    }

    /** The message of each packet told. */
    public List<MySqlMessage> messages() {
        return List.copyOf(messages);
    }

    public MySqlMessage lastMessage() {
        return messages.getLast();
    }

    /** One line per exchange, such as {@code 1 COM_QUERY OK 3 rows: select 1}. */
    public List<String> exchanges() {
        return List.copyOf(exchanges);
    }

    public ConversationState state() {
        return decoder.state();
    }

    public Phase phase() {
        return decoder.state().phase();
    }

    @Override
    public void onPacket(PacketEvent event) {
        Set<Anomaly> odd = event.anomalies();
        String line = event.direction().arrow() + " " + event.sequenceId() + " "
                + event.kind().manualName() + (odd.isEmpty() ? "" : " " + odd);
        MySqlMessage message = event.message();
        told.add(line);
        toldWithMessages.add(line + "  " + message.toString().replace("\n", "\\n"));
        messages.add(message);
    }

    @Override
    public void onOpaque(long sessionId, OpaqueReason reason) {
        tell("opaque " + reason);
    }

    @Override
    public void onCompressed(long sessionId, Compression compression) {
        tell("compressed " + compression.algorithm());
    }

    @Override
    public void onTls(long sessionId, TlsLegs legs) {
        tell("TLS " + legs.description());
    }

    @Override
    public void onDesynchronized(long sessionId, DesyncReason reason) {
        tell("desynchronized " + reason);
    }

    @Override
    public void onResynchronized(long sessionId) {
        tell("resynchronized");
    }

    @Override
    public void onTruncated(long sessionId, Direction direction, long received) {
        tell(direction.arrow() + " truncated after " + received);
    }

    /** One line: {@code 1 COM_QUERY OK 3 rows: select 1}. */
    static String line(Exchange exchange) {
        StringBuilder line = new StringBuilder()
                .append(exchange.number())
                .append(' ')
                .append(exchange.command())
                .append(' ')
                .append(exchange.outcome());
        exchange.statementId().ifPresent(id -> line.append(" #").append(id));
        exchange.error().ifPresent(error -> line.append(' ').append(error.code()));
        if (exchange.results() > 0) {
            line.append(" results=").append(exchange.results());
            line.append(" columns=").append(exchange.columns());
            line.append(" rows=").append(exchange.rows());
        }
        if (exchange.affectedRows() > 0) {
            line.append(" affected=").append(exchange.affectedRows());
        }
        if (exchange.lastInsertId() != 0) {
            line.append(" id=").append(exchange.lastInsertId());
        }
        if (exchange.warnings() != 0) {
            line.append(" warnings=").append(exchange.warnings());
        }
        if (exchange.transactionBefore() != Transaction.NONE || exchange.transactionAfter() != Transaction.NONE) {
            line.append(' ').append(exchange.transactionBefore()).append("->").append(exchange.transactionAfter());
        }
        if (!exchange.parameters().isEmpty()) {
            line.append(" parameters=").append(values(exchange.parameters()));
        }
        if (!exchange.attributes().isEmpty()) {
            line.append(" attributes=").append(values(exchange.attributes()));
        }
        exchange.sql().ifPresent(sql -> line.append(": ").append(sql.display()));
        return line.toString();
    }

    private static List<String> values(List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> (parameter.name().isEmpty() ? "" : parameter.name() + "=")
                        + parameter.value().display())
                .toList();
    }

    private void tell(String line) {
        told.add(line);
        toldWithMessages.add(line);
    }

    private Bytes framed(int sequenceId, Bytes payload) {
        Bytes packet = CompressedFrames.packet(sequenceId, payload);
        return framing == null ? packet : CompressedFrames.compressed(framing, sequenceId, packet);
    }
}

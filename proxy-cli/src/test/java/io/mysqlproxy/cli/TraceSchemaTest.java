package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.CloseReason.ConnectFailed;
import io.mysqlproxy.core.CloseReason.TlsFailed;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TlsLeg;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.capture.ConnectionEnd;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.DesyncReason;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/trace.schema.json and what is really written tell the same. */
class TraceSchemaTest {
    private static final Instant NOW = FakeEvent.TIME;
    private static final CompressionFigures FIGURES =
            new CompressionFigures(310, 420, 9_800, 44_000, Duration.ofNanos(1_234_567));
    private static final JsonFormat FORMAT = new JsonFormat(new Look(Show.rows, true, Disclosure.USUAL));
    private static final Map<String, Object> DEFINITIONS = definitions();

    private static final List<CloseReason> REASONS = List.of(
            new CloseReason.ClientClosed(),
            new CloseReason.ServerClosed(),
            new CloseReason.ClientReset(),
            new CloseReason.ServerReset(),
            new ConnectFailed(
                    InetSocketAddress.createUnresolved("db", 3306), ConnectFailed.Cause.REFUSED, "Connection refused"),
            new CloseReason.IdleTimeout(Duration.ofSeconds(30)),
            new CloseReason.ProxyClosed(),
            new CloseReason.TooManySessions(5),
            new TlsFailed(TlsFailed.Leg.CLIENT, TlsFailed.Failure.TIMED_OUT, "the client did not answer"),
            new CloseReason.HandlerFailed(new IllegalStateException("x")));

    static Stream<String> lines() {
        FakeSession unlucky = new FakeSession(2, null, new ByteCounts(9, 1), new ByteCounts(9, 1));
        Map<OpaqueReason, Long> opaque = new EnumMap<>(OpaqueReason.class);
        Stream.of(OpaqueReason.values()).forEach(reason -> opaque.put(reason, 1L));
        return Stream.of(
                        Stream.of(
                                FORMAT.opened(FakeSession.of(1)),
                                packet(PacketKind.HANDSHAKE_V10, Messages.greeting("9.7.4")),
                                packet(PacketKind.HANDSHAKE_RESPONSE_41, Messages.response()),
                                packet(PacketKind.ERR, Err.of(1, "HY000", "x")),
                                FORMAT.exchange(new TracedExchange(
                                        FakeSession.of(1),
                                        ExchangeStory.execute("INSERT INTO t VALUES (?)")
                                                .cut()
                                                .giving(1, 2, 30)
                                                .inserting(7),
                                        Optional.of(new Command.InitDb(Bytes.utf8("shop"))))),
                                FORMAT.exchange(new TracedExchange(
                                        FakeSession.of(1),
                                        ExchangeStory.query("SELECT").failing(1064, "42000", "near '' at line 1"),
                                        Optional.empty())),
                                FORMAT.gap(NOW, 1, Direction.SERVER_TO_CLIENT, 1448),
                                FORMAT.gap(NOW, 1, Direction.SERVER_TO_CLIENT, -1),
                                FORMAT.truncated(NOW, 1, Direction.CLIENT_TO_SERVER, 1),
                                FORMAT.lost(NOW, 7),
                                FORMAT.closed(NOW, unlucky, Ending.of(new CloseReason.ClientReset()), false),
                                FORMAT.summary(
                                        NOW,
                                        new Summary(
                                                3,
                                                1,
                                                48,
                                                2,
                                                9,
                                                1,
                                                Optional.of(new Summary.Latency(600, 12_000, 210_000)),
                                                1,
                                                FIGURES,
                                                opaque,
                                                1000,
                                                2000))),
                        Stream.of(DesyncReason.values()).map(reason -> FORMAT.desynchronized(NOW, 1, reason)),
                        Stream.of(FORMAT.resynchronized(NOW, 1)),
                        Stream.of(FORMAT.tls(
                                NOW,
                                1,
                                new TlsLegs(
                                        new TlsLeg("TLSv1.3", "TLS_AES_256_GCM_SHA384", "db", ""),
                                        new TlsLeg("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "", "CN=db")))),
                        Stream.of(CompressionAlgorithm.values())
                                .flatMap(algorithm -> Stream.of(
                                        FORMAT.compressed(NOW, 1, algorithm),
                                        FORMAT.compression(NOW, 1, algorithm, FIGURES))),
                        Stream.of(OpaqueReason.values()).map(reason -> FORMAT.opaque(NOW, 1, reason)),
                        REASONS.stream().map(reason -> FORMAT.closed(NOW, FakeSession.of(1), Ending.of(reason), true)))
                .flatMap(lines -> lines);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void describesEveryLine(String line) {
        Map<String, Object> event = Json.object(Json.read(line));
        Map<String, Object> definition = definition(String.valueOf(event.get("event")));

        Map<String, Object> properties = Json.object(definition.get("properties"));
        assertThat(properties.keySet()).containsAll(event.keySet());
        assertThat(event.keySet()).containsAll(strings(definition.get("required")));
        event.forEach((name, value) -> check(value, Json.object(properties.get(name))));
    }

    @Test
    void namesEveryReasonAndCause() {
        assertThat(REASONS).hasSize(CloseReason.class.getPermittedSubclasses().length);
        assertThat(values("closed", "reason"))
                .containsExactlyElementsOf(Stream.concat(
                                REASONS.stream().map(Closing::name),
                                Stream.of(ConnectionEnd.values())
                                        .map(end -> Ending.of(end).name()))
                        .distinct()
                        .toList());
        assertThat(values("closed", "cause"))
                .containsExactlyElementsOf(Stream.concat(
                                names(ConnectFailed.Cause.values()).stream(),
                                Stream.of("client_", "server_")
                                        .flatMap(leg -> names(TlsFailed.Failure.values()).stream()
                                                .map(failure -> leg + failure)))
                        .toList());
        assertThat(strings(definition("opaque_reason").get("enum")))
                .containsExactlyElementsOf(names(OpaqueReason.values()));
        Map<String, Object> anomalies =
                Json.object(Json.object(definition("packet").get("properties")).get("anomalies"));
        assertThat(strings(Json.object(anomalies.get("items")).get("enum")))
                .containsExactlyElementsOf(names(Anomaly.values()));
    }

    /** The parts of JSON Schema that the schema uses for single values. */
    private static void check(Object value, Map<String, Object> schema) {
        if (schema.get("$ref") instanceof String reference) {
            check(value, definition(reference.substring("#/$defs/".length())));
        }
        if (schema.containsKey("const")) {
            assertThat(value).isEqualTo(schema.get("const"));
        }
        if (schema.get("enum") instanceof List<?> values) {
            assertThat(values).anyMatch(value::equals);
        }
        if (schema.get("pattern") instanceof String pattern) {
            assertThat(value.toString()).matches(pattern);
        }
        if (schema.get("type") instanceof String type) {
            assertThat(value)
                    .isInstanceOf(
                            switch (type) {
                                case "string" -> String.class;
                                case "integer" -> Number.class;
                                case "boolean" -> Boolean.class;
                                case "array" -> List.class;
                                default -> Map.class;
                            });
        }
    }

    private static String packet(PacketKind kind, MySqlMessage message) {
        return FORMAT.packet(FakeEvent.of(kind, message).withAnomalies(Anomaly.values()), message);
    }

    private static List<String> names(Enum<?>[] constants) {
        return Stream.of(constants)
                .map(constant -> JsonFields.snakeCase(constant.name()))
                .toList();
    }

    private static List<String> values(String definition, String property) {
        Map<String, Object> properties = Json.object(definition(definition).get("properties"));
        return strings(Json.object(properties.get(property)).get("enum"));
    }

    private static List<String> strings(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list, "no list"))
                .stream().map(String::valueOf).toList();
    }

    private static Map<String, Object> definition(String name) {
        return Json.object(DEFINITIONS.get(name));
    }

    private static Map<String, Object> definitions() {
        try {
            Object schema = Json.read(Files.readString(Path.of("..", "docs", "trace.schema.json")));
            return Json.object(Json.object(schema).get("$defs"));
        } catch (IOException failure) {
            throw new IllegalStateException("run the tests in the module's folder", failure);
        }
    }
}

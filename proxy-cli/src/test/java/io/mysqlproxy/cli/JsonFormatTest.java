package io.mysqlproxy.cli;

import static io.mysqlproxy.cli.Formats.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.CloseReason.ConnectFailed.Cause;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.AuthMoreData;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.OkInfo;
import io.mysqlproxy.protocol.message.PasswordData;
import io.mysqlproxy.protocol.message.ServerStatus;
import io.mysqlproxy.protocol.message.SessionState;
import io.mysqlproxy.protocol.message.SessionStateChange;
import io.mysqlproxy.protocol.message.StatusFlags;
import io.mysqlproxy.protocol.message.SystemVariable;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JsonFormatTest {
    private static final CompressionFigures FIGURES =
            new CompressionFigures(310, 420, 9_800, 44_000, Duration.ofNanos(1_234_567));
    private static final String FIGURES_TEXT = "\"wire_bytes_client\":310,\"plain_bytes_client\":420,"
            + "\"wire_bytes_server\":9800,\"plain_bytes_server\":44000,\"decompression_us\":1234";
    private static final Instant LATER = FakeEvent.TIME.plusNanos(46_123_999);

    private final JsonFormat format = json(false, Disclosure.USUAL);

    @Test
    void tellsWhoConnects() {
        assertThat(format.opened(FakeSession.of(1)))
                .isEqualTo("{\"v\":1,\"time\":\"2026-11-22T12:01:07.106042Z\",\"event\":\"opened\",\"session\":1,"
                        + "\"client\":\"127.0.0.1:50412\",\"server\":\"10.0.0.7:3306\"}\n");
    }

    @Test
    void tellsAllFieldsOfAMessage() {
        assertThat(packet(format, FakeEvent.of(PacketKind.HANDSHAKE_RESPONSE_41, Messages.response())))
                .isEqualTo(
                        "{\"v\":1,\"time\":\"2026-11-22T12:01:07.106042Z\",\"event\":\"packet\",\"session\":1,"
                                + "\"direction\":\"client\",\"sequence\":0,\"length\":136,\"kind\":\"HandshakeResponse41\","
                                + "\"message\":{\"type\":\"HandshakeResponse41\",\"capabilities\":[\"LONG_PASSWORD\","
                                + "\"CONNECT_WITH_DB\",\"PROTOCOL_41\",\"SECURE_CONNECTION\",\"PLUGIN_AUTH\",\"CONNECT_ATTRS\"],"
                                + "\"max_packet_size\":16777216,\"collation\":45,\"filler\":{\"hex\":\""
                                + "00".repeat(23)
                                + "\"},\"user\":\"app\",\"answer_form\":\"ONE_BYTE_LENGTH\","
                                + "\"answer\":{\"type\":\"Scramble\",\"scramble\":{\"hidden\":20}},\"database\":\"shop\","
                                + "\"plugin\":\"mysql_native_password\",\"attributes\":{\"attributes\":["
                                + "{\"key\":\"program_name\",\"value\":\"orders\"},"
                                + "{\"key\":\"_client_name\",\"value\":\"MySQL Connector/J\"}],\"unparsed\":{\"hidden\":0}}}}\n");
    }

    @Test
    void leavesOutWhatIsAbsentAndHidesWhatIsSecret() {
        Ok ok = new Ok(
                0,
                -1,
                0,
                Optional.of(StatusFlags.of(ServerStatus.AUTOCOMMIT)),
                OptionalInt.empty(),
                new OkInfo.Absent(),
                Optional.of(SessionState.of(
                        new SessionStateChange.SystemVariables(
                                List.of(SystemVariable.of("redirect_url", "mysql://u:p@h"))),
                        new SessionStateChange.Schema(Bytes.utf8("shop")))),
                Oddities.NONE);

        assertThat(message(format, ok))
                .isEqualTo("{\"type\":\"Ok\",\"header\":0,\"affected_rows\":18446744073709551615,"
                        + "\"last_insert_id\":0,\"status\":[\"AUTOCOMMIT\"],\"session_state\":{\"changes\":["
                        + "{\"type\":\"SystemVariables\",\"variables\":["
                        + "{\"name\":\"redirect_url\",\"value\":{\"hidden\":13}}]},"
                        + "{\"type\":\"Schema\",\"name\":\"shop\"}],\"unparsed\":{\"hidden\":0}}}");
    }

    @Test
    void showsSecretsOnlyWhenAsked() {
        AuthMoreData data = new AuthMoreData(new PasswordData.Scramble(Messages.SCRAMBLE));

        assertThat(message(json(false, Disclosure.EVERYTHING), data))
                .isEqualTo("{\"type\":\"AuthMoreData\",\"data\":{\"type\":\"Scramble\","
                        + "\"scramble\":\"scramble-20-bytes-XX\"}}");
        assertThat(message(format, data))
                .isEqualTo("{\"type\":\"AuthMoreData\",\"data\":{\"type\":\"Scramble\",\"scramble\":{\"hidden\":20}}}");
    }

    @Test
    void tellsOddities() {
        Ok ok = new Ok(
                0,
                0,
                0,
                Optional.empty(),
                OptionalInt.empty(),
                new OkInfo.Absent(),
                Optional.empty(),
                new Oddities(List.of(), false, 0, Secret.of(Bytes.utf8("xy"))));

        assertThat(message(format, ok))
                .endsWith(",\"oddities\":{\"long_forms\":[],\"unterminated\":false,\"missing\":0,"
                        + "\"surplus\":{\"hidden\":2}}}");
    }

    @Test
    void tellsWhatIsOddAboutAPacket() {
        FakeEvent event = FakeEvent.of(PacketKind.ERR, Err.of(1, "HY000", "x"))
                .withAnomalies(Anomaly.CAPABILITY_NOT_OFFERED, Anomaly.SEQUENCE);

        assertThat(packet(format, event))
                .contains(",\"kind\":\"Err\",\"anomalies\":[\"sequence\",\"capability_not_offered\"],\"message\":{");
    }

    @Test
    void writesPayloadsWithoutTheirSecrets() {
        JsonFormat hex = json(true, Disclosure.USUAL);

        assertThat(packet(hex, FakeEvent.of(PacketKind.HANDSHAKE_V10, Messages.greeting("9.7.4"))))
                .endsWith(",\"payload\":\"0a392e372e340008000000" + "**".repeat(8) + "008982ff02001800150000000000"
                        + "0000000000" + "**".repeat(13)
                        + Bytes.utf8("caching_sha2_password").toHex() + "00\"}\n");
        assertThat(packet(hex, FakeEvent.of(PacketKind.ERR, new Undecodable(0, "x", "y", Messages.SCRAMBLE))))
                .endsWith(",\"payload\":\"" + "**".repeat(20) + "\"}\n");
    }

    @Test
    void tellsWhyUnderstandingEnds() {
        assertThat(format.opaque(LATER, 2, OpaqueReason.CLIENT_SPOKE_FIRST))
                .isEqualTo("{\"v\":1,\"time\":\"2026-11-22T12:01:07.152165Z\",\"event\":\"opaque\",\"session\":2,"
                        + "\"reason\":\"client_spoke_first\","
                        + "\"description\":\"the client spoke before the server's greeting\"}\n");
    }

    @Test
    void tellsHowASessionIsCompressedAndWhatItComesTo() {
        assertThat(format.compressed(LATER, 2, CompressionAlgorithm.ZSTD))
                .isEqualTo("{\"v\":1,\"time\":\"2026-11-22T12:01:07.152165Z\",\"event\":\"compressed\",\"session\":2,"
                        + "\"algorithm\":\"zstd\"}\n");
        assertThat(format.compression(LATER, 2, CompressionAlgorithm.ZSTD, FIGURES))
                .isEqualTo("{\"v\":1,\"time\":\"2026-11-22T12:01:07.152165Z\",\"event\":\"compression\",\"session\":2,"
                        + "\"algorithm\":\"zstd\"," + FIGURES_TEXT + "}\n");
    }

    @Test
    void tellsAPacketThatNeverEnded() {
        assertThat(format.truncated(LATER, 2, Direction.SERVER_TO_CLIENT, 7))
                .isEqualTo("{\"v\":1,\"time\":\"2026-11-22T12:01:07.152165Z\",\"event\":\"truncated\",\"session\":2,"
                        + "\"direction\":\"server\",\"received\":7}\n");
    }

    @Test
    void tellsHowASessionEnds() {
        assertThat(format.closed(LATER, FakeSession.of(1), Ending.of(new CloseReason.ClientClosed()), true))
                .isEqualTo("{\"v\":1,\"time\":\"2026-11-22T12:01:07.152165Z\",\"event\":\"closed\",\"session\":1,"
                        + "\"reason\":\"client_closed\",\"description\":\"by the client\",\"after_quit\":true,"
                        + "\"server\":\"10.0.0.7:3306\",\"duration_us\":46123,"
                        + "\"bytes_client\":1234,\"bytes_server\":3400}\n");
    }

    @Test
    void tellsWhyASessionFailed() {
        FakeSession session = new FakeSession(3, null, new ByteCounts(10, 4), ByteCounts.NONE);
        CloseReason reason = new CloseReason.ConnectFailed(
                InetSocketAddress.createUnresolved("db", 3306), Cause.REFUSED, "Connection refused");

        assertThat(format.closed(LATER, session, Ending.of(reason), false))
                .endsWith(",\"session\":3,\"reason\":\"connect_failed\","
                        + "\"description\":\"cannot connect to db:3306: Connection refused\",\"cause\":\"refused\","
                        + "\"after_quit\":false,\"duration_us\":46123,\"bytes_client\":10,"
                        + "\"undelivered_client\":6,\"bytes_server\":0}\n");
    }

    @Test
    void sumsUp() {
        Summary summary = new Summary(
                3,
                1,
                48,
                2,
                9,
                1,
                Optional.of(new Summary.Latency(600, 12_000, 210_000)),
                1,
                FIGURES,
                Map.of(OpaqueReason.TLS, 2L),
                1000,
                2000);

        assertThat(format.summary(LATER, summary))
                .isEqualTo("{\"v\":1,\"time\":\"2026-11-22T12:01:07.152165Z\",\"event\":\"summary\",\"sessions\":3,"
                        + "\"open\":1,\"packets\":48,\"undecoded\":2,\"exchanges\":9,\"errors\":1,"
                        + "\"p50_us\":600,\"p99_us\":12000,\"max_us\":210000,\"opaque\":{\"tls\":2},"
                        + "\"compression\":{\"sessions\":1," + FIGURES_TEXT + "},"
                        + "\"bytes_client\":1000,\"bytes_server\":2000}\n");
    }

    private static String packet(JsonFormat format, FakeEvent event) {
        return format.packet(event, event.message());
    }

    private static String message(JsonFormat format, MySqlMessage message) {
        String line = packet(format, FakeEvent.of(PacketKind.OK, message));
        return line.substring(line.indexOf("\"message\":") + 10, line.length() - 2);
    }
}

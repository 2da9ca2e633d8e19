package io.mysqlproxy.cli;

import static io.mysqlproxy.cli.Formats.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.Undecoded;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TextFormatTest {
    private static final Instant LATER = FakeEvent.TIME.plusMillis(46);

    private final TextFormat format = text(Paint.PLAIN, false, Disclosure.USUAL);

    @Test
    void keepsItsColumns() {
        assertThat(format.opened(FakeSession.of(1))
                        + packet(format, FakeEvent.of(PacketKind.HANDSHAKE_V10, Messages.greeting("9.7.4")))
                        + packet(
                                format,
                                FakeEvent.of(PacketKind.HANDSHAKE_RESPONSE_41, Messages.response())
                                        .withOffered(Messages.OFFERED)
                                        .inSession(12))
                        + format.closed(LATER, FakeSession.of(1), Ending.of(new CloseReason.ClientClosed()), true))
                .isEqualTo("""
                        12:01:07.106  #1         opened    127.0.0.1:50412 to 10.0.0.7:3306
                        12:01:07.106  #1    <<   0      73  HandshakeV10         MySQL 9.7.4, connection 8, caching_sha2_password, utf8mb4_0900_ai_ci, autocommit
                        12:01:07.106  #12   >>   0     136  HandshakeResponse41  user app, schema shop, mysql_native_password: scramble, utf8mb4_general_ci, attributes program_name=orders _client_name=MySQL Connector/J
                                                                                 capabilities: LONG_PASSWORD CONNECT_WITH_DB PROTOCOL_41 SECURE_CONNECTION PLUGIN_AUTH CONNECT_ATTRS
                                                                                 offered but not taken: LOCAL_FILES
                        12:01:07.152  #1         closed    by the client after COM_QUIT, 46 ms, 1.2 kB up, 3.4 kB down
                        """);
    }

    @Test
    void endsALineBehindTheKindWhenThereIsNothingToSay() {
        assertThat(packet(format, FakeEvent.of(PacketKind.TEXT_ROW, new Undecoded(Secret.of(Bytes.utf8("\u0001row"))))))
                .isEqualTo("12:01:07.106  #1    >>   0       4  TextResultsetRow\n");
    }

    @Test
    void saysWhatIsOddAboutAPacket() {
        FakeEvent event = FakeEvent.of(PacketKind.ERR, Err.of(1, "HY000", "x"))
                .withAnomalies(Anomaly.UNEXPECTED, Anomaly.SEQUENCE);

        assertThat(packet(format, event)).endsWith("ERROR 1 HY000 x  ! sequence id out of turn, does not fit here\n");
    }

    @Test
    void saysWhyUnderstandingEndsAndWhatToDo() {
        assertThat(format.opaque(LATER, 2, OpaqueReason.TLS))
                .isEqualTo("12:01:07.152  #2         opaque    the client began TLS, which is passed through unread"
                        + " (to look inside, let it end here: --client-ssl-mode=PREFERRED)\n");
    }

    @Test
    void tellsFromWhereOnASessionIsCompressedAndWhatThatCameTo() {
        CompressionFigures figures = new CompressionFigures(310, 420, 9_800, 44_000, Duration.ofNanos(1_234_567));

        assertThat(format.compressed(LATER, 2, CompressionAlgorithm.ZLIB)
                        + format.compression(LATER, 2, CompressionAlgorithm.ZLIB, figures))
                .isEqualTo("""
                        12:01:07.152  #2         zlib      from here on, both ways
                        12:01:07.152  #2         zlib      310 B for 420 B up (1.4:1), 9.8 kB for 44 kB down (4.5:1), decompressed in 1.2 ms
                        """);
    }

    @Test
    void tellsAPacketThatNeverEnded() {
        assertThat(format.truncated(LATER, 2, Direction.CLIENT_TO_SERVER, 7))
                .isEqualTo("12:01:07.152  #2         truncated >> ended in the middle of a packet, of which 7 bytes"
                        + " had come\n");
    }

    @Test
    void tellsWhatWasNotDelivered() {
        FakeSession session = new FakeSession(3, null, new ByteCounts(5000, 100), new ByteCounts(77, 77));

        assertThat(format.closed(LATER, session, Ending.of(new CloseReason.ServerReset()), false))
                .isEqualTo("12:01:07.152  #3         closed    reset by the server, 46 ms,"
                        + " 5.0 kB up (4.9 kB of it not delivered), 77 B down\n");
    }

    @Test
    void givesEachSessionAColourAndErrorsRed() {
        TextFormat coloured = text(Paint.COLOURED, false, Disclosure.USUAL);
        FakeEvent error = FakeEvent.of(PacketKind.ERR, Err.of(1, "HY000", "x"));

        assertThat(packet(coloured, error) + packet(coloured, error.inSession(2)))
                .isEqualTo("""
                        12:01:07.106  \u001b[36m#1    <<\u001b[0m   0      10  Err                  \u001b[31mERROR 1 HY000 x\u001b[0m
                        12:01:07.106  \u001b[32m#2    <<\u001b[0m   0      10  Err                  \u001b[31mERROR 1 HY000 x\u001b[0m
                        """);
    }

    @Test
    void dumpsBytesUnderThePacketWithoutItsSecrets() {
        TextFormat hex = text(Paint.PLAIN, true, Disclosure.USUAL);

        assertThat(packet(hex, FakeEvent.of(PacketKind.HANDSHAKE_V10, Messages.greeting("9.7.4"))))
                .endsWith("""
                        autocommit
                                              0000  0a 39 2e 37 2e 34 00 08  00 00 00 ** ** ** ** **  .9.7.4..........
                                              0010  ** ** ** 00 89 82 ff 02  00 18 00 15 00 00 00 00  ................
                                              0020  00 00 00 00 00 00 ** **  ** ** ** ** ** ** ** **  ................
                                              0030  ** ** ** 63 61 63 68 69  6e 67 5f 73 68 61 32 5f  ...caching_sha2_
                                              0040  70 61 73 73 77 6f 72 64  00                       password.
                        """);
    }

    @Test
    void hidesAWholePacketWhoseEncodingIsNotThePacket() {
        TextFormat hex = text(Paint.PLAIN, true, Disclosure.USUAL);
        FakeEvent event = FakeEvent.of(PacketKind.ERR, Err.of(1, "HY000", "x")).withContent(Bytes.utf8("a password"));

        assertThat(packet(hex, event))
                .endsWith(
                        "x\n                      0000  ** ** ** ** ** ** ** **  ** **                    ..........\n");
    }

    private static String packet(TextFormat format, FakeEvent event) {
        return format.packet(event, event.message());
    }
}

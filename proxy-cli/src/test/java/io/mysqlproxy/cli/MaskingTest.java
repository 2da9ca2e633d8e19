package io.mysqlproxy.cli;

import static io.mysqlproxy.cli.Formats.json;
import static io.mysqlproxy.cli.Formats.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.ConnectionAttributes;
import io.mysqlproxy.protocol.message.ConnectionAttributes.Attribute;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.message.StatisticsText;
import io.mysqlproxy.protocol.message.TextRow;
import io.mysqlproxy.protocol.message.Undecoded;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final Command.Query QUERY = new Command.Query(
            Optional.empty(), SqlText.of("SELECT * FROM t WHERE name = 'Ann O''Hara' AND age > 4711"), Oddities.NONE);
    private static final TextRow ROW = new TextRow(
            List.of(Optional.of(Bytes.utf8("Ann")), Optional.empty(), Optional.of(Bytes.utf8("4711"))), Oddities.NONE);

    @Test
    @Rule("SEC-12")
    void putsAMarkInPlaceOfEachLiteral() {
        assertThat(Masking.sql(QUERY.sql()).display()).isEqualTo("SELECT * FROM t WHERE name = '?' AND age > ?");
    }

    @Test
    @Rule("SEC-17")
    void leavesOutWhatAnErrorQuotesFromTheFirstQuoteToTheLast() {
        assertThat(Masking.error(Err.of(1062, "23000", "Duplicate entry 'O'Hara' for key 't.PRIMARY'")))
                .isEqualTo(Err.of(1062, "23000", "Duplicate entry '?'"));
        assertThat(Masking.error(Err.of(1644, "45000", "no such customer: Ann")))
                .isEqualTo(Err.of(1644, "45000", "?"));
        assertThat(Masking.error(Err.of(1046, "3D000", "No database selected")))
                .isEqualTo(Err.of(1046, "3D000", "No database selected"));
    }

    @Test
    void keepsThePacketsLengthAndLayout() {
        assertThat(masked(PacketKind.COM_QUERY, QUERY).payload())
                .isEqualTo(Bytes.utf8("\u0003SELECT * FROM t WHERE name = '???????????' AND age > 0000")
                        .asByteBuffer());
        assertThat(masked(PacketKind.TEXT_ROW, ROW).payload())
                .isEqualTo(Bytes.hex("033f3f3ffb043f3f3f3f").asByteBuffer());
    }

    @Test
    @Rule({"SEC-12", "SEC-13", "SEC-17"})
    void hidesFromEveryFormat() {
        for (TraceFormat format : List.of(text(Paint.PLAIN, true, Disclosure.MASKED), json(true, Disclosure.MASKED))) {
            String output = show(format, PacketKind.COM_QUERY, QUERY)
                    + show(format, PacketKind.TEXT_ROW, ROW)
                    + show(format, PacketKind.ERR, Err.of(1062, "23000", "Duplicate entry 'Ann' for key 'x'"));
            assertThat(output)
                    .doesNotContain("Ann", "4711", "34373131", "416e6e", "41 6e 6e")
                    .contains("1062");
        }
    }

    /** COM_PROCESS_INFO answers with rows, which show nothing either. */
    @Test
    @Rule("SEC-19")
    void hidesWhatTheServerTellsOfOtherSessions() {
        StatisticsText statistics = new StatisticsText(Bytes.utf8("Uptime: 4711  Slow queries: Ann"));

        assertThat(shownMasked(PacketKind.STATISTICS, statistics))
                .allSatisfy(output -> assertThat(output).doesNotContain("Ann", "4711", "416e6e", "41 6e 6e"));
        assertThat(masked(PacketKind.STATISTICS, statistics).message()).isInstanceOf(Undecoded.class);
    }

    @Test
    @Rule("SEC-13")
    void hidesTheDefaultOfAColumn() {
        ColumnDefinition column = ColumnDefinition.decode(
                WireReader.of(
                        Bytes.hex("0364656604736f70730174017404636974790463697479 0c 2d00 50000000 fd 0000 00 0000"
                                + "0658416e6e5858")),
                Capabilities.of(Capability.PROTOCOL_41),
                true);

        assertThat(column.toString()).contains("XAnnXX");
        assertThat(shownMasked(PacketKind.COLUMN_DEFINITION, column))
                .allSatisfy(output -> assertThat(output).doesNotContain("Ann", "416e6e", "41 6e 6e"));
    }

    @Test
    @Rule("SEC-16")
    void hidesWhatAClientTellsOfThePeopleAndMachinesBehindIt() {
        HandshakeResponse41 response = Messages.response();
        PacketEvent masked = masked(PacketKind.HANDSHAKE_RESPONSE_41, response);

        assertThat(masked.message())
                .isInstanceOfSatisfying(
                        HandshakeResponse41.class,
                        told -> assertThat(told.attributes())
                                .contains(ConnectionAttributes.of(
                                        Attribute.of("program_name", "??????"),
                                        Attribute.of("_client_name", "MySQL Connector/J"))));
        assertThat(masked.payload().remaining())
                .isEqualTo(response.unsafeEncoded().length());
        assertThat(shownMasked(PacketKind.HANDSHAKE_RESPONSE_41, response))
                .allSatisfy(output -> assertThat(output).doesNotContain("orders", "6f7264657273", "6f 72 64 65 72 73"));
    }

    @Test
    void leavesAloneWhatHasNoValues() {
        FakeEvent greeting = FakeEvent.of(PacketKind.HANDSHAKE_V10, Messages.greeting("9.7.4"));

        assertThat(Masking.of((PacketEvent) greeting)).isSameAs(greeting);
    }

    private static List<String> shownMasked(PacketKind kind, MySqlMessage message) {
        return List.of(
                show(text(Paint.PLAIN, true, Disclosure.MASKED), kind, message),
                show(json(true, Disclosure.MASKED), kind, message));
    }

    private static String show(TraceFormat format, PacketKind kind, MySqlMessage message) {
        PacketEvent event = masked(kind, message);
        return format.packet(event, event.message());
    }

    private static PacketEvent masked(PacketKind kind, MySqlMessage message) {
        return Masking.of((PacketEvent) FakeEvent.of(kind, message));
    }
}

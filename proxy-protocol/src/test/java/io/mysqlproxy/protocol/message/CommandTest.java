package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.ConnectionAttributes.Attribute;
import io.mysqlproxy.protocol.message.PasswordData.NoPassword;
import io.mysqlproxy.protocol.message.PasswordData.Scramble;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private static final Capabilities PLAIN = Capabilities.of(
            Capability.PROTOCOL_41, Capability.SECURE_CONNECTION, Capability.PLUGIN_AUTH, Capability.CONNECT_ATTRS);
    private static final Capabilities WITH_ATTRIBUTES = PLAIN.with(Capability.QUERY_ATTRIBUTES);
    private static final AuthContext SHA2 = AuthContext.start("caching_sha2_password", false);

    static Stream<Arguments> simpleCommands() {
        return Stream.of(
                Arguments.of("01", new Command.Quit(Oddities.NONE)),
                Arguments.of("02 73686f70", new Command.InitDb(Bytes.utf8("shop"))),
                Arguments.of("03 53454c4543542031", query("SELECT 1", Optional.empty())),
                Arguments.of("04 7400 25", new Command.FieldList(Bytes.utf8("t"), Bytes.utf8("%"), Oddities.NONE)),
                Arguments.of("07 04", new AdministrationCommand.Refresh(4, Oddities.NONE)),
                Arguments.of("08", new AdministrationCommand.Shutdown(OptionalInt.empty(), Oddities.NONE)),
                Arguments.of("08 00", new AdministrationCommand.Shutdown(OptionalInt.of(0), Oddities.NONE)),
                Arguments.of("09", new AdministrationCommand.Statistics(Oddities.NONE)),
                Arguments.of("0c 07000000", new AdministrationCommand.ProcessKill(7, Oddities.NONE)),
                Arguments.of("0d", new AdministrationCommand.Debug(Oddities.NONE)),
                Arguments.of("0e", new Command.Ping(Oddities.NONE)),
                Arguments.of("16 53454c4543542031", new StatementCommand.StmtPrepare(SqlText.of("SELECT 1"))),
                Arguments.of("19 ffffffff", new StatementCommand.StmtClose(0xffff_ffffL, Oddities.NONE)),
                Arguments.of("1a 01000000", new StatementCommand.StmtReset(1, Oddities.NONE)),
                Arguments.of("1b 0100", new Command.SetOption(1, Oddities.NONE)),
                Arguments.of("1c 01000000 0a000000", new StatementCommand.StmtFetch(1, 10, Oddities.NONE)),
                Arguments.of("1f", new Command.ResetConnection(Oddities.NONE)),
                Arguments.of("05 73686f70", new AdministrationCommand.CreateDb(Bytes.utf8("shop"))),
                Arguments.of("06 73686f70", new AdministrationCommand.DropDb(Bytes.utf8("shop"))),
                Arguments.of("0a", new AdministrationCommand.ProcessInfo(Oddities.NONE)),
                Arguments.of("20", new ReplicationCommand.Clone(Oddities.NONE)),
                Arguments.of("21", new ReplicationCommand.SubscribeGroupReplicationStream(Oddities.NONE)),
                Arguments.of("00", new Command.Internal(0x00, Oddities.NONE)),
                Arguments.of("0b", new Command.Internal(0x0b, Oddities.NONE)),
                Arguments.of("0f", new Command.Internal(0x0f, Oddities.NONE)),
                Arguments.of("10", new Command.Internal(0x10, Oddities.NONE)),
                Arguments.of("14", new Command.Internal(0x14, Oddities.NONE)),
                Arguments.of("1d", new Command.Internal(0x1d, Oddities.NONE)),
                Arguments.of("18 01000000 0200 616263", new StmtSendLongData(1, 2, Bytes.utf8("abc"))),
                Arguments.of("7b 0102", new Command.Other(0x7b, Secret.of(Bytes.hex("0102")))));
    }

    /** Built by hand after the manual; most of them are among the captured sessions too. */
    @ParameterizedTest
    @MethodSource("simpleCommands")
    void readsAndWritesTheSimpleCommands(String hex, Command expected) {
        Bytes packet = Bytes.hex(hex);

        Command command = Command.decode(WireReader.of(packet), PLAIN, SHA2);

        assertThat(command).isEqualTo(expected);
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
        assertThat(command.code()).isEqualTo(packet.byteAt(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"01", "09", "0d", "0e", "1f", "0701", "0801", "0c00000000", "1900000000", "1a00000000", "1b0000"
            })
    @Rule("CMD-4")
    void keepsBytesAfterACommandOfFixedLength(String hex) {
        Bytes packet = Bytes.hex(hex + "abcd");

        Command command = Command.decode(WireReader.of(packet), PLAIN, SHA2);

        assertThat(command.oddities()).isEqualTo(Oddities.surplus(Bytes.hex("abcd")));
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "07",
                "0c010203",
                "19010203",
                "1a",
                "1b01",
                "1c0100000002",
                "1701000000000100",
                "180100000000",
                "fa0100000080",
                "15",
                "11726f6f74",
                "1201000000",
                "1304",
                "1e00"
            })
    @Rule("CMD-6")
    void refusesACommandThatIsShorterThanItsLayout(String hex) {
        assertThatThrownBy(() -> Command.decode(WireReader.of(Bytes.hex(hex)), PLAIN, SHA2))
                .isInstanceOf(MalformedPacketException.class);
    }

    @Test
    @Rule("FRM-5")
    void readsACommandWithoutAByte() {
        Command command = Command.decode(WireReader.of(Bytes.EMPTY), PLAIN, SHA2);

        assertThat(command).isEqualTo(new Command.Empty());
        assertThat(command.unsafeEncoded()).isEqualTo(Bytes.EMPTY);
    }

    /** MySQL 9.7.4, mysql client 9.7.4, 2026-11-22. */
    @Test
    @Rule("QA-1")
    void readsTheCountsOfAQueryWithoutAttributes() {
        Bytes packet = Bytes.hex("03 00 01 73656c656374202424");

        Command command = Command.decode(WireReader.of(packet), WITH_ATTRIBUTES, SHA2);

        assertThat(command).isEqualTo(query("select $$", Optional.of(QueryAttributes.NONE)));
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    /** MySQL 9.7.4, mysql client 9.7.4, 2026-11-22. */
    @Test
    void readsTheAttributesOfAQuery() {
        Bytes packet = Bytes.hex("03 02 01 00 01 fe00 026b31 fe00 026e32 027631 023432 73656c6563742031");

        Command command = Command.decode(WireReader.of(packet), WITH_ATTRIBUTES, SHA2);

        assertThat(command)
                .isEqualTo(query(
                        "select 1",
                        Optional.of(new QueryAttributes(
                                1,
                                Bytes.hex("00"),
                                List.of(attribute(254, "k1", text("v1")), attribute(254, "n2", text("42")))))));
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    /** Built by hand after the manual: NULL, an unsigned LONGLONG, a DATETIME of 4 bytes, a TINY. */
    @Test
    void readsAttributesOfEveryShape() {
        Bytes packet = Bytes.hex("03 04 01 01 01 fe00 0161 0880 0162 0c00 0163 0100 0164"
                + "ffffffffffffffff 04 ea070b16 7f 53454c4543542031");

        Command command = Command.decode(WireReader.of(packet), WITH_ATTRIBUTES, SHA2);

        assertThat(command)
                .isEqualTo(query(
                        "SELECT 1",
                        Optional.of(new QueryAttributes(
                                1,
                                Bytes.hex("01"),
                                List.of(
                                        attribute(0x00fe, "a", new Value.Null()),
                                        attribute(
                                                0x8008,
                                                "b",
                                                new Value.Int(Bytes.hex("ff".repeat(8)), ValueForm.BINARY, true)),
                                        attribute(
                                                0x000c,
                                                "c",
                                                new Value.DateTime(Bytes.hex("ea070b16"), ValueForm.BINARY, false, 31)),
                                        attribute(
                                                0x0001,
                                                "d",
                                                new Value.Int(Bytes.hex("7f"), ValueForm.BINARY, false)))))));
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    /** No types follow, the bitmap is cut, more than the server accepts. */
    @ParameterizedTest
    @ValueSource(strings = {"03 01 01 00 00", "03 09 01 00", "03 fd000001 01 00"})
    @Rule({"QA-2", "QA-3", "LIM-4"})
    void refusesAttributesThatAServerRefuses(String hex) {
        assertThatThrownBy(() -> Command.decode(WireReader.of(Bytes.hex(hex)), WITH_ATTRIBUTES, SHA2))
                .isInstanceOf(MalformedPacketException.class);
    }

    /** MySQL 9.7.4, raw client, 2026-11-22. */
    @Test
    @Rule("CHG-1")
    void readsAChangeOfUser() {
        Bytes packet = Bytes.hex("11 66785f656d70747900 00 00 2d00 63616368696e675f736861325f70617373776f726400"
                + "15 0c70726f6772616d5f6e616d65 076368616e676564");

        Command command = Command.decode(WireReader.of(packet), PLAIN, SHA2);

        assertThat(command)
                .isEqualTo(new ChangeUser(
                        Bytes.utf8("fx_empty"),
                        AnswerForm.ONE_BYTE_LENGTH,
                        new NoPassword(Bytes.EMPTY),
                        Optional.of(Bytes.EMPTY),
                        OptionalInt.of(45),
                        Optional.of(Bytes.utf8("caching_sha2_password")),
                        Optional.of(ConnectionAttributes.of(Attribute.of("program_name", "changed"))),
                        Oddities.NONE));
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "64",
                "6400",
                "6400 08",
                "6400 0800",
                "6400 0800 70",
                "6400 0800 7000",
                "6400 0800 7000 fb"
            })
    @Rule({"CHG-1", "SEC-10"})
    void readsAChangeOfUserAsFarAsItGoes(String tail) {
        Bytes packet = Bytes.hex("11 7500 00" + tail);

        Command command = Command.decode(WireReader.of(packet), PLAIN, SHA2);

        assertThat(command).isInstanceOf(ChangeUser.class);
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    /** The length is one byte or a 00 ends it, whatever PLUGIN_AUTH_LENENC_CLIENT_DATA says. */
    @Test
    void readsTheAnswerOfAChangeOfUserInItsOwnForms() {
        Bytes counted = Bytes.hex("11 7500 fb" + "61".repeat(251) + "00");
        Bytes terminated = Bytes.hex("11 7500 6162636465666768 00 00");
        Capabilities lenEnc = PLAIN.with(Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA);

        Command first = Command.decode(WireReader.of(counted), lenEnc, AuthContext.start("my_plugin", false));
        Command second = Command.decode(WireReader.of(terminated), Capabilities.of(Capability.PROTOCOL_41), SHA2);

        assertThat(first)
                .isInstanceOfSatisfying(
                        ChangeUser.class,
                        change -> assertThat(change.answer())
                                .isEqualTo(new OpaqueAuthData.Unknown(
                                        "my_plugin", Secret.of(Bytes.hex("61".repeat(251))))));
        assertThat(first.unsafeEncoded()).isEqualTo(counted);
        assertThat(second)
                .isInstanceOfSatisfying(
                        ChangeUser.class,
                        change -> assertThat(change.answer())
                                .isEqualTo(new Scramble(Secret.of(Bytes.hex("6162636465666768")))));
        assertThat(second.unsafeEncoded()).isEqualTo(terminated);
    }

    private static Parameter attribute(int bits, String name, Value value) {
        return new Parameter(new ParameterType(bits, Optional.of(Bytes.utf8(name))), value);
    }

    private static Value text(String text) {
        return new Value.Text(Bytes.utf8(text), CharacterSet.UTF8MB4);
    }

    private static Command.Query query(String sql, Optional<QueryAttributes> attributes) {
        return new Command.Query(attributes, SqlText.of(sql), Oddities.NONE);
    }
}

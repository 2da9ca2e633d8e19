package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two layouts of a column's definition. */
class ColumnDefinitionTest {
    private static final Capabilities PLAIN = Capabilities.of(Capability.PROTOCOL_41);
    private static final Capabilities EXTENDED = PLAIN.with(Capability.MARIADB_EXTENDED_METADATA);
    private static final int LONGLONG = 8;
    private static final int BINARY = 63;

    /** MySQL 9.7.4, raw client, 2026-11-22: select 1. */
    private static final Bytes ONE = Bytes.hex("03646566 00 00 00 0131 00 0c 3f00 02000000 08 8100 00 0000");

    private static final ColumnFlags NOT_NULL_BINARY = ColumnFlags.of(ColumnFlag.NOT_NULL, ColumnFlag.BINARY);

    @Test
    void readsTheColumnOfAnExpression() {
        ColumnDefinition column = decode(ONE, PLAIN);

        assertThat(column)
                .isEqualTo(ColumnDefinition41.of(Bytes.utf8("1"), BINARY, 2, LONGLONG, NOT_NULL_BINARY))
                .hasToString("ColumnDefinition41[catalog=def, schema=, table=, originalTable=, name=1, originalName=,"
                        + " extended=Optional.empty, charset=63, length=2, type=8, flags=NOT_NULL BINARY, decimals=0,"
                        + " filler=Optional.empty, defaultValue=Absent[], oddities=none]");
        assertThat(column.unsafeEncoded()).isEqualTo(ONE);
    }

    /** By hand, from the layout: select a.n from shop.orders as a. */
    @Test
    void readsAnAliasBesideTheNameOfTheTable() {
        Bytes packet = Bytes.hex(
                "03646566 0473686f70 0161 066f7264657273 016e 06616d6f756e74 0c 2d00 90010000 fd 0150 1f 0000");

        ColumnDefinition column = decode(packet, PLAIN);

        assertThat(column)
                .isEqualTo(new ColumnDefinition41(
                        Bytes.utf8("def"),
                        Bytes.utf8("shop"),
                        Bytes.utf8("a"),
                        Bytes.utf8("orders"),
                        Bytes.utf8("n"),
                        Bytes.utf8("amount"),
                        Optional.empty(),
                        45,
                        400,
                        253,
                        ColumnFlags.of(ColumnFlag.NOT_NULL, ColumnFlag.NO_DEFAULT_VALUE, ColumnFlag.PART_KEY),
                        31,
                        Optional.empty(),
                        new ColumnDefault.Absent(),
                        Oddities.NONE));
        assertThat(column.unsafeEncoded()).isEqualTo(packet);
    }

    /** MariaDB 10.11.19, raw client, 2026-11: a column of type JSON. */
    @Test
    @Rule("RES-6")
    void readsWhatMariaDbTellsOfATypeBeyondItsCode() {
        Bytes packet = Bytes.hex("03646566 00 00 00 016a 00 06 01 04 6a736f6e 0c 2d00 ffffffff fc 1000 00 0000");

        ColumnDefinition41 column = (ColumnDefinition41) decode(packet, EXTENDED);

        ExtendedMetadata json = new ExtendedMetadata(
                List.of(new ExtendedMetadata.Item(ExtendedMetadata.Item.FORMAT, Bytes.utf8("json"))));
        assertThat(column.extended()).contains(json);
        assertThat(json.value(ExtendedMetadata.Item.FORMAT)).contains(Bytes.utf8("json"));
        assertThat(json.value(ExtendedMetadata.Item.TYPE)).isEmpty();
        assertThat(column.length()).isEqualTo(4_294_967_295L);
        assertThat(column.unsafeEncoded()).isEqualTo(packet);
    }

    /** MariaDB 11.8.9, mariadb client 11.8.9, 2026-11-22. */
    @Test
    @Rule("RES-6")
    void readsExtendedMetadataThatSaysNothing() {
        Bytes packet = Bytes.hex("03646566 00 00 00 0131 00 00 0c 3f00 01000000 03 8100 00 0000");

        ColumnDefinition41 column = (ColumnDefinition41) decode(packet, EXTENDED);

        assertThat(column.extended()).contains(new ExtendedMetadata(List.of()));
        assertThat(column.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("RES-7")
    void honoursTheLengthOfTheFixedPart() {
        Bytes longer = Bytes.hex("03646566 00 00 00 0131 00 0e 3f00 02000000 08 8100 00 0000 abcd fb");
        Bytes shorter = Bytes.hex("03646566 00 00 00 0131 00 0a 3f00 02000000 08 8100 00");

        ColumnDefinition41 tail = (ColumnDefinition41) decode(longer, PLAIN, true);
        ColumnDefinition41 bare = (ColumnDefinition41) decode(shorter, PLAIN);

        assertThat(tail.filler()).contains(Bytes.hex("0000abcd"));
        assertThat(tail.defaultValue()).isEqualTo(new ColumnDefault.Null());
        assertThat(tail.unsafeEncoded()).isEqualTo(longer);
        assertThat(bare.filler()).contains(Bytes.EMPTY);
        assertThat(bare.unsafeEncoded()).isEqualTo(shorter);
    }

    @Test
    @Rule("RES-7")
    void refusesAFixedPartThatIsTooShort() {
        assertThatThrownBy(() -> decode(Bytes.hex("03646566 00 00 00 0131 00 09 3f00 02000000 08 8100 00"), PLAIN))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessage("at byte 20: expected decimals (int<1>), found 0 bytes left");
    }

    @Test
    @Rule("RES-8")
    void readsAnyCatalog() {
        Bytes packet = Bytes.hex("00 00 00 00 0131 00 0c 3f00 02000000 08 8100 00 0000");

        ColumnDefinition41 column = (ColumnDefinition41) decode(packet, PLAIN);

        assertThat(column.catalog()).isEqualTo(Bytes.EMPTY);
        assertThat(column.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsTheDefaultInTheAnswerToFieldList() {
        Bytes packet = Bytes.hex(ONE.toHex() + "02 3432");

        ColumnDefinition41 column = (ColumnDefinition41) decode(packet, PLAIN, true);
        ColumnDefinition elsewhere = decode(packet, PLAIN, false);

        assertThat(column.defaultValue()).isEqualTo(new ColumnDefault.Text(Bytes.utf8("42")));
        assertThat(column.unsafeEncoded()).isEqualTo(packet);
        assertThat(((ColumnDefinition41) elsewhere).oddities()).isEqualTo(Oddities.surplus(Bytes.hex("023432")));
        assertThat(elsewhere.unsafeEncoded()).isEqualTo(packet);
    }

    /** MariaDB 10.11.19, raw client of protocol 320, 2026-11-22: select 1. */
    @Test
    void readsTheLayoutBeforeProtocol41() {
        Bytes packet = Bytes.hex("00 0131 03 010000 01 03 03 8100 00");

        ColumnDefinition column = decode(packet, Capabilities.of(Capability.LONG_FLAG));

        assertThat(column)
                .isEqualTo(new ColumnDefinition320(
                        Bytes.EMPTY,
                        Bytes.utf8("1"),
                        1,
                        3,
                        true,
                        NOT_NULL_BINARY,
                        0,
                        new ColumnDefault.Absent(),
                        Oddities.NONE));
        assertThat(column.charset()).isZero();
        assertThat(column.unsafeEncoded()).isEqualTo(packet);
    }

    /** By hand, from the layout. */
    @Test
    void readsShortFlagsBeforeProtocol41() {
        Bytes packet = Bytes.hex("0174 016e 03 0b0000 01 03 02 81 00 0137");

        ColumnDefinition column = decode(packet, Capabilities.NONE, true);

        assertThat(column)
                .isEqualTo(new ColumnDefinition320(
                        Bytes.utf8("t"),
                        Bytes.utf8("n"),
                        11,
                        3,
                        false,
                        NOT_NULL_BINARY,
                        0,
                        new ColumnDefault.Text(Bytes.utf8("7")),
                        Oddities.NONE));
        assertThat(column.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 0131 04 010000 01 03 03 8100 00",
                "00 0131 03 010000 02 03 03 8100 00",
                "00 0131 03 010000 01 03 04 8100 00"
            })
    void refusesOtherSizesBeforeProtocol41(String hex) {
        assertThatThrownBy(() -> decode(Bytes.hex(hex), Capabilities.NONE))
                .isInstanceOf(MalformedPacketException.class);
    }

    @Test
    void refusesEveryTruncation() {
        for (int length = 0; length < ONE.length(); length++) {
            Bytes cut = ONE.slice(0, length);
            assertThatThrownBy(() -> decode(cut, PLAIN)).isInstanceOf(MalformedPacketException.class);
        }
    }

    @Test
    void namesEveryFlag() {
        assertThat(new ColumnFlags(0xffff).names()).hasSize(16).noneMatch(name -> name.startsWith("BIT_"));
        assertThat(new ColumnFlags(0)).hasToString("none");
    }

    private static ColumnDefinition decode(Bytes packet, Capabilities capabilities) {
        return decode(packet, capabilities, false);
    }

    private static ColumnDefinition decode(Bytes packet, Capabilities capabilities, boolean withDefault) {
        return ColumnDefinition.decode(WireReader.of(packet), capabilities, withDefault);
    }
}

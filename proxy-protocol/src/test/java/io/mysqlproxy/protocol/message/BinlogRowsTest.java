package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables, rows, transactions: bodies of events as MySQL 9.7.4 wrote them on 2026-11-27, unless a comment says otherwise. */
class BinlogRowsTest {
    private static final int TABLE_MAP = 19;
    private static final int WRITE_ROWS = 30;
    private static final int UPDATE_ROWS = 31;
    private static final int DELETE_ROWS = 32;
    private static final int PARTIAL_UPDATE_ROWS = 39;
    private static final int TRANSACTION_PAYLOAD = 40;
    private static final int GTID_TAGGED_LOG = 42;

    /** A table with a column of nearly every type. */
    private static final String TABLE = "8400000000000100097068617365735f626c00017400"
            + "11 030ff6121311fcfefe0405f510feff0df2"
            + "15 2c010a0203060002f701f8010408040201fe140404"
            + "feff01 0101080306083ffcff003f0701000d0103";

    @Test
    void readsATableWithItsColumns() {
        BinlogTableMap map = table(TABLE);

        assertThat(map.tableId()).isEqualTo(0x84);
        assertThat(map.flags()).isEqualTo(1);
        assertThat(map.schema()).isEqualTo(Bytes.utf8("phases_bl"));
        assertThat(map.table()).isEqualTo(Bytes.utf8("t"));
        assertThat(map.columns())
                .extracting(BinlogTableMap.Column::type)
                .containsExactly(
                        ColumnType.LONG,
                        ColumnType.VARCHAR,
                        ColumnType.NEWDECIMAL,
                        ColumnType.DATETIME2,
                        ColumnType.TIME2,
                        ColumnType.TIMESTAMP2,
                        ColumnType.BLOB,
                        ColumnType.ENUM,
                        ColumnType.SET,
                        ColumnType.FLOAT,
                        ColumnType.DOUBLE,
                        ColumnType.JSON,
                        ColumnType.BIT,
                        ColumnType.STRING,
                        ColumnType.GEOMETRY,
                        ColumnType.YEAR,
                        ColumnType.VECTOR);
        assertThat(map.columns().subList(0, 4))
                .containsExactly(
                        new BinlogTableMap.Column(3, Bytes.EMPTY, false),
                        new BinlogTableMap.Column(15, Bytes.hex("2c01"), true),
                        new BinlogTableMap.Column(246, Bytes.hex("0a02"), true),
                        new BinlogTableMap.Column(18, Bytes.hex("03"), true));
        assertThat(map.columnNames()).isEmpty();
    }

    @Test
    void readsTheNamesOfColumnsWhereTheServerTellsThem() {
        BinlogTableMap map = table(TABLE
                + "042a0269640176016402647402746d02747301620165017301660167016a026269016302676d017903766563"
                + "0a03fcff0005050201780179060502016101620801000c03ffff80");

        assertThat(map.columnNames())
                .hasSize(17)
                .startsWith(Bytes.utf8("id"), Bytes.utf8("v"), Bytes.utf8("d"))
                .endsWith(Bytes.utf8("vec"));
    }

    /** By hand: metadata that do not fit the types, and optional ones that are none. */
    @Test
    void keepsMetadataThatFitNoType() {
        BinlogTableMap map = table("010000000000 0000 0173 00 0174 00 02 03fd 01 2c 03 04ff");

        assertThat(map.columns())
                .containsExactly(
                        new BinlogTableMap.Column(3, Bytes.EMPTY, true),
                        new BinlogTableMap.Column(253, Bytes.EMPTY, true));
        assertThat(map.columnNames()).isEmpty();
    }

    @Test
    void readsWhatStandsInFrontOfRows() {
        Bytes rows = Bytes.hex(
                "70e6010100000003006f6e65800000013299b8c431051a7c02010d0000000001000c000b0001000501006100 05");

        assertThat(decode(WRITE_ROWS, Bytes.hex("840000000000 1100 0200 11 ffffff" + rows.toHex())))
                .isEqualTo(new BinlogRows(
                        0x84, 0x11, Optional.of(Bytes.EMPTY), 17, Bytes.hex("ffffff"), Optional.empty(), rows));
        assertThat(decode(DELETE_ROWS, Bytes.hex("840000000000 1100 0200 11 010000 00 0a000000")))
                .isEqualTo(new BinlogRows(
                        0x84,
                        0x11,
                        Optional.of(Bytes.EMPTY),
                        17,
                        Bytes.hex("010000"),
                        Optional.empty(),
                        Bytes.hex("000a000000")));
    }

    @Test
    void readsRowsBeforeAndAfterAnUpdate() {
        assertThat(decode(UPDATE_ROWS, Bytes.hex("840000000000 1100 0200 11 ffffff ffffff 70e60101")))
                .isEqualTo(new BinlogRows(
                        0x84,
                        0x11,
                        Optional.of(Bytes.EMPTY),
                        17,
                        Bytes.hex("ffffff"),
                        Optional.of(Bytes.hex("ffffff")),
                        Bytes.hex("70e60101")));
        assertThat(decode(
                        PARTIAL_UPDATE_ROWS,
                        Bytes.hex(
                                "840000000000 1100 0200 11 010000 000800 000a000000010100090000000003242e6103050200")))
                .isEqualTo(new BinlogRows(
                        0x84,
                        0x11,
                        Optional.of(Bytes.EMPTY),
                        17,
                        Bytes.hex("010000"),
                        Optional.of(Bytes.hex("000800")),
                        Bytes.hex("000a000000010100090000000003242e6103050200")));
    }

    /** By hand: version 1 has no room for more. MariaDB writes it, and compresses the rows if it is asked to. */
    @ParameterizedTest
    @ValueSource(ints = {23, 25, 166, 168})
    void readsRowsOfVersion1(int type) {
        assertThat(decode(type, Bytes.hex("120000000000 0100 02 03 fc01000000")))
                .isEqualTo(new BinlogRows(
                        18, 1, Optional.empty(), 2, Bytes.hex("03"), Optional.empty(), Bytes.hex("fc01000000")));
    }

    /** By hand. */
    @ParameterizedTest
    @ValueSource(ints = {24, 167})
    void readsUpdatesOfVersion1(int type) {
        assertThat(decode(type, Bytes.hex("120000000000 0100 02 03 01 fc01000000")))
                .isEqualTo(new BinlogRows(
                        18,
                        1,
                        Optional.empty(),
                        2,
                        Bytes.hex("03"),
                        Optional.of(Bytes.hex("01")),
                        Bytes.hex("fc01000000")));
    }

    /** The bytes of UUID and numbers are numbers of variable length themselves. */
    @Test
    @Rule("BIN-3")
    void readsTheIdOfATransactionWithATag() {
        BinlogEventBody body = decode(
                GTID_TAGGED_LOG,
                Bytes.hex("0278000000 025102 8502 fd03 8a a903 82 22 c503 b502 f103 04 f103 00 00 00 02"
                        + "0404 060c706861736573 0804 0a1c 0c7f2c86b7053f6106 105d05 1283120b"));

        assertThat(body).isInstanceOfSatisfying(TaggedGtid.class, gtid -> {
            assertThat(gtid.id()).isEqualTo("94a1ff45-ea41-11f1-adfc-02fc00000001:phases:1");
            assertThat(gtid.size()).isEqualTo(60);
            assertThat(gtid.rest()).isEqualTo(Bytes.hex("08040a1c0c7f2c86b7053f6106105d051283120b"));
        });
    }

    @Test
    @Rule("SEC-15")
    void readsHowATransactionIsCompressedAndShowsNothingOfIt() {
        TransactionPayload transaction = (TransactionPayload)
                decode(TRANSACTION_PAYLOAD, Bytes.hex("020100 0303fc0e02 0101ca 00 28b52ffd600e01050600e28a262d"));

        assertThat(transaction.compression()).isEqualTo("ZSTD");
        assertThat(transaction.size()).hasValue(202);
        assertThat(transaction.uncompressedSize()).hasValue(526);
        assertThat(transaction.toString()).doesNotContain("28b52ffd");
    }

    /** By hand. */
    @Test
    void keepsFieldsOfATransactionThatAreNew() {
        TransactionPayload transaction =
                (TransactionPayload) decode(TRANSACTION_PAYLOAD, Bytes.hex("0202fcff 0703616263 00 616263"));

        assertThat(transaction.compression()).isEqualTo("unknown");
        assertThat(transaction.size()).isEmpty();
        assertThat(transaction.fields()).hasSize(2);
    }

    @Test
    void doesNotDiscloseABodyThatWouldBeWrittenOtherwise() {
        Bytes longer = Bytes.hex("120000000000 0100 fc0200 03 fc01000000");

        assertThat(decode(23, longer)).isEqualTo(new BinlogEventBody.Undisclosed(Secret.of(longer)));
    }

    @Test
    void doesNotDiscloseABodyThatIsCut() {
        Bytes map = Bytes.hex("120000000000 0100 0473686f70 00 02626c 00 02 030f 02 5000 02 010100");
        for (int length = 0; length < map.length() - 3; length++) {
            Bytes cut = map.slice(0, length);
            assertThat(decode(TABLE_MAP, cut)).isEqualTo(new BinlogEventBody.Undisclosed(Secret.of(cut)));
        }
        Bytes rows = Bytes.hex("840000000000 1100 0200 11 ffffff ffffff");
        for (int length = 0; length < rows.length(); length++) {
            Bytes cut = rows.slice(0, length);
            assertThat(decode(UPDATE_ROWS, cut)).isEqualTo(new BinlogEventBody.Undisclosed(Secret.of(cut)));
        }
    }

    @Test
    void readsAndWritesNumbersOfVariableLength() {
        for (long number : List.of(0L, 1L, 127L, 128L, 0x3fffL, 0x4000L, 1L << 55, 1L << 56, Long.MAX_VALUE, -1L)) {
            WireWriter writer = new WireWriter();
            VarLen.encode(number, writer);
            WireReader reader = WireReader.of(writer.toBytes());

            assertThat(VarLen.decode(reader, "number")).isEqualTo(number);
            assertThat(reader.hasRemaining()).isFalse();
            assertThat(VarLen.signed(VarLen.unsigned(number))).isEqualTo(number);
        }
        assertThat(VarLen.signed(3)).isEqualTo(-2);
    }

    private static BinlogTableMap table(String hex) {
        return (BinlogTableMap) decode(TABLE_MAP, Bytes.hex(hex));
    }

    /** What is read can be written again. */
    private static BinlogEventBody decode(int type, Bytes body) {
        BinlogEventBody decoded = BinlogEventBody.decode(WireReader.of(body), type);
        WireWriter writer = new WireWriter();
        decoded.encode(writer);
        assertThat(writer.toBytes()).isEqualTo(body);
        return decoded;
    }
}

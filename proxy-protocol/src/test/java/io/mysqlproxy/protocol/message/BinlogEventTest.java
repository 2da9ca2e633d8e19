package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.BinlogEventFlags.Flag;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Events as MySQL 9.7.4, MySQL 8.0.12 and MariaDB 10.11.19 sent them to a raw client on 2026-11-22, unless a comment says otherwise. */
class BinlogEventTest {
    private static final BinlogEventFlags NO_FLAGS = BinlogEventFlags.of();
    private static final String UUID = "2d9bcf51e6a511f1873d02fc00000001";

    /** MySQL 9.7.4: the first of every stream. */
    private static final Bytes ROTATE = Bytes.hex(
            "00 00000000 04 01000000 2c000000 00000000 2000" + "0400000000000000 62696e6c6f672e303030303031 e9d2ca6e");

    @Test
    void readsWhereTheLogGoesOn() {
        BinlogEvent event = decode(ROTATE);

        assertThat(event)
                .isEqualTo(new BinlogEvent(
                        OptionalInt.empty(),
                        0,
                        BinlogEventType.of(4),
                        1,
                        44,
                        0,
                        BinlogEventFlags.of(Flag.ARTIFICIAL),
                        new BinlogEventBody.Rotate(4, Bytes.utf8("binlog.000001")),
                        OptionalLong.of(0x6ecad2e9L)))
                .hasToString("BinlogEvent[acknowledge=OptionalInt.empty, timestamp=0, type=ROTATE, serverId=1, size=44,"
                        + " nextPosition=0, flags=ARTIFICIAL, body=Rotate[position=4, file=binlog.000001],"
                        + " checksum=OptionalLong[1858786025]]");
        assertThat(event.unsafeEncoded()).isEqualTo(ROTATE);
    }

    /** MySQL 8.0.12: the replica has not asked for checksums yet. */
    @Test
    void findsOutThatAnEventHasNoChecksum() {
        Bytes packet = Bytes.hex(
                "00 00000000 04 07000000 28000000 00000000 2000" + "0400000000000000 62696e6c6f672e303030303031");

        BinlogEvent event = decode(packet);

        assertThat(event.body()).isEqualTo(new BinlogEventBody.Rotate(4, Bytes.utf8("binlog.000001")));
        assertThat(event.checksum()).isEmpty();
        assertThat(event.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void leavesAWrongChecksumInTheBody() {
        Bytes packet = Bytes.hex(ROTATE.toHex().replace("e9d2ca6e", "e9d2ca6f"));

        BinlogEvent event = decode(packet);

        assertThat(event.checksum()).isEmpty();
        assertThat(event.body())
                .isEqualTo(new BinlogEventBody.Rotate(4, Bytes.hex("62696e6c6f672e303030303031e9d2ca6f")));
        assertThat(event.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("BIN-1")
    void readsWhetherAReplicaShallAcknowledge() {
        Bytes packet = Bytes.hex("00 ef00 313b036b 10 01000000 1f000000 97020000 0000 e201000000000000 db47323a");

        BinlogEvent event = decode(packet);

        assertThat(event)
                .isEqualTo(new BinlogEvent(
                        OptionalInt.of(0),
                        0x6b033b31L,
                        BinlogEventType.of(16),
                        1,
                        31,
                        663,
                        NO_FLAGS,
                        new BinlogEventBody.Xid(482),
                        OptionalLong.of(0x3a3247dbL)));
        assertThat(event.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("BIN-1")
    void believesTheReplicaWhereTheEventIsCut() {
        Bytes cut = Bytes.hex("00 ef01 313b036b 10 01000000 1f000000 97020000 0000 e201");

        BinlogEvent event = BinlogEvent.decode(WireReader.of(cut), true);

        assertThat(event.acknowledge()).hasValue(1);
        assertThat(event.timestamp()).isEqualTo(0x6b033b31L);
        assertThat(event.unsafeEncoded()).isEqualTo(cut);
    }

    /** By hand: a moment whose timestamp begins with EF 00. */
    @Test
    @Rule("BIN-1")
    void takesATimestampForNoMarkOfSemiSynchronousReplication() {
        Bytes packet = Bytes.hex("00 ef00036b 10 01000000 1b000000 97020000 0000 e201000000000000");

        BinlogEvent event = decode(packet);

        assertThat(event.acknowledge()).isEmpty();
        assertThat(event.timestamp()).isEqualTo(0x6b0300efL);
        assertThat(event.body()).isEqualTo(new BinlogEventBody.Xid(482));
        assertThat(event.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsTheDescriptionOfTheFormat() {
        Bytes packet = Bytes.hex(
                "00 ef00 313b036b 0f 01000000 7b000000 7f000000 0000 0400 392e372e342d32" + "00".repeat(43)
                        + "313b036b 13 000d0008000000000400040000006300041a08000000000000020000000a0a0a2a2a001234000a28000001 7b3de3b4");

        BinlogEvent event = decode(packet);

        assertThat(event.body())
                .isEqualTo(
                        new BinlogEventBody.FormatDescription(
                                4,
                                Bytes.utf8("9.7.4-2"),
                                0x6b033b31L,
                                19,
                                Bytes.hex(
                                        "000d0008000000000400040000006300041a08000000000000020000000a0a0a2a2a001234000a28000001")));
        assertThat(event.checksum()).hasValue(0xb4e33d7bL);
        assertThat(event.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsAStatement() {
        Bytes packet = Bytes.hex("00 3a3b036b 02 07000000 82000000 7b040000 0000"
                + "2c000000 00000000 00 0000 2d00"
                + "0000000000012000a0450000000006037374640421002100ff000c0173686f700011cf0100000000000012ff00"
                + "00 44524f50205441424c45206073686f70602e60626c60202f2a2067656e65726174656420627920736572766572202a2f"
                + "27d29e99");

        BinlogEvent event = decode(packet);

        assertThat(event.body())
                .isEqualTo(new BinlogEventBody.Query(
                        44,
                        0,
                        0,
                        Bytes.hex(
                                "0000000000012000a0450000000006037374640421002100ff000c0173686f700011cf0100000000000012ff00"),
                        Bytes.EMPTY,
                        SqlText.of("DROP TABLE `shop`.`bl` /* generated by server */")));
        assertThat(event.unsafeEncoded()).isEqualTo(packet);
    }

    /** By hand. */
    @Test
    @Rule({"SEC-11", "SEC-15"})
    void hidesThePasswordsOfStatements() {
        Bytes sql = Bytes.utf8("CREATE USER u IDENTIFIED BY 'hunter2'");
        Bytes query = event(2, Bytes.hex("2c000000 00000000 00 0000 0000 00" + sql.toHex()));
        Bytes rows = event(29, Bytes.hex("25" + sql.toHex()));
        Bytes annotation = event(160, sql);
        Bytes unknown = event(40, sql);

        assertThat(List.of(query, rows, annotation, unknown)).allSatisfy(packet -> {
            assertThat(decode(packet).toString()).doesNotContain("hunter2").doesNotContain(sql.toHex());
            assertThat(decode(packet).unsafeEncoded()).isEqualTo(packet);
        });
        assertThat(decode(rows).body())
                .isEqualTo(new BinlogEventBody.RowsQuery(0x25, SqlText.of("CREATE USER u IDENTIFIED BY 'hunter2'")));
        assertThat(decode(annotation).body())
                .isEqualTo(new BinlogEventBody.AnnotateRows(SqlText.of("CREATE USER u IDENTIFIED BY 'hunter2'")));
        assertThat(decode(unknown).body()).isEqualTo(new BinlogEventBody.Undisclosed(Secret.of(sql)));
    }

    @Test
    void readsTheIdOfATransactionOfMySql() {
        Bytes packet = Bytes.hex("00 ef00 313b036b 21 01000000 4d000000 eb000000 0000" + "01" + UUID
                + "0100000000000000 02 0000000000000000 0100000000000000 67fdf40de26006 d75062 0100 402c16e9");

        BinlogEventBody.MySqlGtid gtid =
                (BinlogEventBody.MySqlGtid) decode(packet).body();

        assertThat(gtid.id()).isEqualTo("2d9bcf51-e6a5-11f1-873d-02fc00000001:1");
        assertThat(decode(packet).unsafeEncoded()).isEqualTo(packet);
    }

    /** By hand, from MariaDB's manual. */
    @Test
    void readsTheIdOfATransactionOfMariaDb() {
        Bytes packet = event(162, Bytes.hex("0500000000000000 02000000 08 000000000000"));

        BinlogEvent event = decode(packet);

        assertThat(event.type()).hasToString("GTID");
        assertThat(event.body()).isEqualTo(new BinlogEventBody.MariaDbGtid(5, 2, 8, Bytes.hex("000000000000")));
        assertThat(event.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("BIN-3")
    void readsTheTransactionsOfTheLogsBefore() {
        Bytes packet = Bytes.hex("00 313b036b 23 01000000 1f000000 9e000000 8000 0000000000000000 909ecd00");

        BinlogEvent event = decode(packet);

        assertThat(event.body()).isEqualTo(new BinlogEventBody.PreviousGtids(new GtidSet(false, List.of())));
        assertThat(event.flags()).isEqualTo(BinlogEventFlags.of(Flag.IGNORABLE));
        assertThat(event.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsAHeartbeat() {
        Bytes packet = Bytes.hex("00 00000000 1b 01000000 24000000 56050000 0000 62696e6c6f672e303030303031 a731a56d");

        assertThat(decode(packet).body()).isEqualTo(new BinlogEventBody.Heartbeat(Bytes.utf8("binlog.000001")));
        assertThat(decode(packet).unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsWhatStandsInFrontOfRowsAndKeepsThem() {
        Bytes packet = Bytes.hex("00 ef00 313b036b 1e 01000000 35000000 78020000 0000"
                + "9000000000001100020002ff0001000000036f6e6500020000000374776f fce896ec");

        assertThat(decode(packet).body())
                .isEqualTo(new BinlogRows(
                        0x90,
                        0x11,
                        Optional.of(Bytes.EMPTY),
                        2,
                        Bytes.hex("ff"),
                        Optional.empty(),
                        Bytes.hex("0001000000036f6e6500020000000374776f")));
    }

    @Test
    void keepsABodyThatDoesNotFitItsType() {
        Bytes packet = event(16, Bytes.hex("01020304"));

        assertThat(decode(packet).body()).isEqualTo(new BinlogEventBody.Undisclosed(Secret.of(Bytes.hex("01020304"))));
        assertThat(decode(packet).unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void refusesAnEventWithoutItsHeader() {
        for (int length = 0; length < 20; length++) {
            Bytes cut = ROTATE.slice(0, length);
            assertThatThrownBy(() -> decode(cut)).isInstanceOf(MalformedPacketException.class);
        }
        assertThatThrownBy(() -> decode(Bytes.hex("01"))).isInstanceOf(MalformedPacketException.class);
    }

    @Test
    void namesTypesOfBothServers() {
        assertThat(BinlogEventType.of(42)).hasToString("GTID_TAGGED_LOG");
        assertThat(BinlogEventType.of(163)).hasToString("GTID_LIST");
        assertThat(BinlogEventType.of(171)).hasToString("DELETE_ROWS_COMPRESSED");
        assertThat(BinlogEventType.of(43)).hasToString("TYPE_43");
        assertThat(BinlogEventType.of(42)).isEqualTo(BinlogEventType.of(42)).isNotEqualTo(BinlogEventType.of(43));
    }

    /** MySQL 9.7.4. */
    @Test
    @Rule("BIN-2")
    void readsAnAcknowledgement() {
        Bytes packet = Bytes.hex("ef be07000000000000 62696e6c6f672e303030303031");

        SemiSyncAck ack = SemiSyncAck.decode(WireReader.of(packet));

        assertThat(ack).isEqualTo(new SemiSyncAck(1982, Bytes.utf8("binlog.000001")));
        assertThat(ack.unsafeEncoded()).isEqualTo(packet);
        assertThatThrownBy(() -> SemiSyncAck.decode(WireReader.of(packet.slice(0, 8))))
                .isInstanceOf(MalformedPacketException.class);
    }

    /** An event of the type without a checksum. */
    private static Bytes event(int type, Bytes body) {
        return new BinlogEvent(
                        OptionalInt.empty(),
                        0x6b033b31L,
                        BinlogEventType.of(type),
                        1,
                        19 + body.length(),
                        0,
                        NO_FLAGS,
                        new BinlogEventBody.Raw(body),
                        OptionalLong.empty())
                .unsafeEncoded();
    }

    private static BinlogEvent decode(Bytes packet) {
        return BinlogEvent.decode(WireReader.of(packet), false);
    }
}

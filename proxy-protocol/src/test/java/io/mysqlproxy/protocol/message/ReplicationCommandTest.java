package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.GtidSet.Interval;
import io.mysqlproxy.protocol.message.GtidSet.Source;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replica asks, built by hand after the servers' sources. */
class ReplicationCommandTest {
    private static final String UUID = "3e11fa4771ca11e19e33c80aa9429562";
    private static final String DUMP_GTID = "1e 0400 02000000 00000000 0400000000000000";

    @Test
    @Rule({"BIN-7", "SEC-9"})
    void readsTheRegistrationOfAReplicaAndHidesItsPassword() {
        Bytes packet = Bytes.hex("15 02000000 026872 027275 027270 ea0c 00000000 01000000");

        Command command = decode(packet);

        assertThat(command)
                .isEqualTo(new ReplicationCommand.RegisterSlave(
                        2, Bytes.utf8("hr"), Bytes.utf8("ru"), Secret.of(Bytes.utf8("rp")), 3306, 0, 1, Oddities.NONE));
        assertThat(command.toString()).doesNotContain("rp");
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("BIN-4")
    void readsWhereABinlogDumpShallBegin() {
        Bytes packet = Bytes.hex("12 04000000 0100 02000000 62696e2e303031");

        Command command = decode(packet);

        assertThat(command).isEqualTo(new ReplicationCommand.BinlogDump(4, 1, 2, Bytes.utf8("bin.001")));
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("BIN-5")
    void readsABinlogDumpThatNamesNoFile() {
        Bytes packet = Bytes.hex("12 00000000 0200 02000000");

        assertThat(decode(packet)).isEqualTo(new ReplicationCommand.BinlogDump(0, 2, 2, Bytes.EMPTY));
    }

    @Test
    void readsATableDump() {
        Bytes packet = Bytes.hex("13 0473686f70 0174");

        Command command = decode(packet);

        assertThat(command)
                .isEqualTo(new ReplicationCommand.TableDump(Bytes.utf8("shop"), Bytes.utf8("t"), Oddities.NONE));
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule({"BIN-3", "BIN-4"})
    void readsTheTransactionsThatAReplicaHas() {
        Bytes packet = Bytes.hex(DUMP_GTID + "40000000 0100000000000000" + UUID
                + "0200000000000000 0100000000000000 0600000000000000 0700000000000000 0800000000000000");

        Command command = decode(packet);

        GtidSet gtids = new GtidSet(
                false,
                List.of(new Source(Bytes.hex(UUID), Bytes.EMPTY, List.of(new Interval(1, 6), new Interval(7, 8)))));
        assertThat(command)
                .isEqualTo(
                        new ReplicationCommand.BinlogDumpGtid(4, 2, Bytes.EMPTY, 4, Optional.of(gtids), Oddities.NONE));
        assertThat(gtids).hasToString("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5:7");
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("BIN-3")
    void readsTagsOfTransactions() {
        Bytes packet = Bytes.hex(DUMP_GTID + "4d000000 0102000000000001" + UUID
                + "00 0100000000000000 0100000000000000 0600000000000000" + UUID
                + "06 616263 0000000000000000");

        Command command = decode(packet);

        GtidSet gtids = new GtidSet(
                true,
                List.of(
                        new Source(Bytes.hex(UUID), Bytes.EMPTY, List.of(new Interval(1, 6))),
                        new Source(Bytes.hex(UUID), Bytes.utf8("abc"), List.of())));
        assertThat(command)
                .isEqualTo(
                        new ReplicationCommand.BinlogDumpGtid(4, 2, Bytes.EMPTY, 4, Optional.of(gtids), Oddities.NONE));
        assertThat(gtids)
                .hasToString("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5,3e11fa47-71ca-11e1-9e33-c80aa9429562:abc");
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("BIN-3")
    void readsAReplicaThatHasNothing() {
        Bytes none = Bytes.hex(DUMP_GTID + "00000000");
        Bytes empty = Bytes.hex(DUMP_GTID + "08000000 0000000000000000");

        Command withoutSet = decode(none);
        Command withEmptySet = decode(empty);

        assertThat(withoutSet)
                .isEqualTo(
                        new ReplicationCommand.BinlogDumpGtid(4, 2, Bytes.EMPTY, 4, Optional.empty(), Oddities.NONE));
        assertThat(withoutSet.unsafeEncoded()).isEqualTo(none);
        assertThat(withEmptySet)
                .isEqualTo(new ReplicationCommand.BinlogDumpGtid(
                        4, 2, Bytes.EMPTY, 4, Optional.of(new GtidSet(false, List.of())), Oddities.NONE));
        assertThat(withEmptySet.unsafeEncoded()).isEqualTo(empty);
    }

    /** More sources than bytes, more intervals than bytes, a form nobody has, a tag of a longer form, bytes behind the set, a set longer than the packet. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000000 ffffffffffffff00",
                "20000000 0100000000000000" + UUID + "ffffffffffffffff",
                "08000000 0200000000000001",
                "19000000 0101000000000001" + UUID + "01",
                "09000000 0000000000000000 00",
                "ffffffff 0000000000000000"
            })
    @Rule({"BIN-3", "LIM-1"})
    void refusesASetThatIsNone(String data) {
        assertThatThrownBy(() -> decode(Bytes.hex(DUMP_GTID + data))).isInstanceOf(MalformedPacketException.class);
    }

    private static Command decode(Bytes packet) {
        return Command.decode(
                WireReader.of(packet),
                Capabilities.of(Capability.PROTOCOL_41),
                AuthContext.start("caching_sha2_password", false));
    }
}

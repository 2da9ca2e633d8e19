package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.CapturedExecutions.Execution;
import io.mysqlproxy.protocol.message.StmtBulkExecute.BulkRow;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StmtBulkExecuteTest {
    private static final ExecuteContext TYPED = new ExecuteContext(
            OptionalInt.of(2),
            List.of(ParameterType.of(ColumnType.LONG), ParameterType.of(ColumnType.STRING)),
            Set.of());

    /** The second packet leaves the types out. */
    @ParameterizedTest
    @ValueSource(strings = {"mariadb-10.11.19", "mariadb-11.4.5", "mariadb-11.8.9"})
    @Rule({"BLK-1", "BLK-2", "BLK-4"})
    void readsRowsOfParameters(String server) {
        assertThat(rows(server + "_raw_bulk_2026-11-22.txt").limit(4))
                .containsExactly(
                        "SEND_TYPES_TO_SERVER 1 'one', 2 'two', NULL NULL",
                        "none 4 'four', 5 'five'",
                        "SEND_TYPES_TO_SERVER DEFAULT 'default', IGNORE IGNORE",
                        "none 6 'six'");
    }

    @Test
    @Rule("BLK-3")
    void readsWhetherEachExecutionShallBeAnswered() {
        assertThat(rows("mariadb-11.8.9_raw_bulk-unit-results_2026-11-22.txt").limit(2))
                .containsExactly(
                        "SEND_UNIT_RESULTS SEND_TYPES_TO_SERVER 1 'one', 2 'two', NULL NULL",
                        "SEND_UNIT_RESULTS 4 'four'");
    }

    @Test
    void readsWhatAConnectorSends() {
        assertThat(rows("mariadb-10.11.19_mariadb-java-client-3.5.11_bulk_2026-11-22.txt"))
                .containsExactly("SEND_TYPES_TO_SERVER 0 'v0', 1 NULL, 2 'v2'");
    }

    @Test
    @Rule("BLK-1")
    void readsAWholeExecution() {
        Bytes packet = Bytes.hex("fa ffffffff 8000 0380 fe00 00 2a000000 01 02 00 0161");

        StmtBulkExecute execute = execute(packet, ExecuteContext.prepared(2));

        assertThat(execute)
                .isEqualTo(new StmtBulkExecute(
                        0xffff_ffffL,
                        BulkFlags.of(BulkFlag.SEND_TYPES_TO_SERVER),
                        List.of(
                                new ParameterType(
                                        0x8003,
                                        ParameterType.of(ColumnType.LONG).name()),
                                ParameterType.of(ColumnType.STRING)),
                        List.of(
                                new BulkRow(
                                        Bytes.hex("0001"),
                                        List.of(
                                                new Value.Int(Bytes.hex("2a000000"), ValueForm.BINARY, true),
                                                new Value.Null())),
                                new BulkRow(
                                        Bytes.hex("0200"),
                                        List.of(
                                                new ParameterValue.Default(),
                                                new Value.Text(Bytes.utf8("a"), CharacterSet.UTF8MB4)))),
                        Dissection.COMPLETE,
                        Oddities.NONE));
        assertThat(execute.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule({"BLK-1", "BLK-2"})
    void saysWhatIsNotKnown() {
        Bytes packet = Bytes.hex("fa 01000000 0000 00 2a000000");

        StmtBulkExecute unknown = execute(packet, ExecuteContext.UNKNOWN);
        StmtBulkExecute untyped = execute(packet, ExecuteContext.prepared(1));

        assertThat(unknown.dissection()).isEqualTo(Dissection.STATEMENT_UNKNOWN);
        assertThat(untyped.dissection()).isEqualTo(Dissection.TYPES_UNKNOWN);
        assertThat(untyped.oddities().surplus()).isEqualTo(Secret.of(Bytes.hex("002a000000")));
        assertThat(unknown.unsafeEncoded()).isEqualTo(packet);
        assertThat(untyped.unsafeEncoded()).isEqualTo(packet);
    }

    /** A statement without parameters has no rows, whatever follows. */
    @Test
    void takesNothingForARowWithoutParameters() {
        StmtBulkExecute execute = execute(Bytes.hex("fa 01000000 8000 0000"), ExecuteContext.prepared(0));

        assertThat(execute.rows()).isEmpty();
        assertThat(execute.oddities().surplus()).isEqualTo(Secret.of(Bytes.hex("0000")));
    }

    /** A row that ends early, an indicator that nobody has, a string that is longer than the packet. */
    @ParameterizedTest
    @ValueSource(strings = {"00 2a000000", "00 2a0000", "00 2a000000 00", "04", "00 2a000000 00 0261", "01 01 01"})
    @Rule({"LIM-2", "LIM-15", "LIM-16"})
    void refusesRowsThatAreNotWhole(String rows) {
        assertThatExceptionOfType(MalformedPacketException.class)
                .isThrownBy(() -> execute(Bytes.hex("fa 01000000 0000" + rows), TYPED));
    }

    @Test
    @Rule("FRM-6")
    void readsTheBeginningOfAnExecutionThatIsTooLong() {
        Bytes packet = Bytes.hex("fa 01000000 0000 00 01000000 00 03616263 01 00 03646566");
        for (int length = 7; length <= packet.length(); length++) {
            Bytes kept = packet.slice(0, length);
            StmtBulkExecute told = (StmtBulkExecute)
                    new Execution("", kept, Capabilities.NONE, TYPED).command(WireReader.ofPrefix(kept.asByteBuffer()));

            assertThat(told.unsafeEncoded()).isEqualTo(kept);
            assertThat(told.dissection()).isEqualTo(Dissection.CUT);
        }
    }

    private static StmtBulkExecute execute(Bytes packet, ExecuteContext context) {
        return (StmtBulkExecute) new Execution("", packet, Capabilities.NONE, context).command();
    }

    private static Stream<String> rows(String session) {
        return CapturedExecutions.of(session).stream()
                .map(execution -> execution.commandOrRefusal() instanceof StmtBulkExecute bulk ? text(bulk) : null)
                .filter(Objects::nonNull);
    }

    private static String text(StmtBulkExecute bulk) {
        return bulk.flags() + " "
                + bulk.rows().stream()
                        .map(row -> row.values().stream()
                                .map(ParameterValue::display)
                                .collect(Collectors.joining(" ")))
                        .collect(Collectors.joining(", "));
    }
}

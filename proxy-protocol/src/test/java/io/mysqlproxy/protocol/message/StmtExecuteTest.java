package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.CapturedExecutions.Execution;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StmtExecuteTest {
    private static final Capabilities PLAIN = Capabilities.of(Capability.PROTOCOL_41);
    private static final Capabilities NAMED = PLAIN.with(Capability.QUERY_ATTRIBUTES);

    /** The client that was written by hand leaves the end away in these. */
    private static final int SHORTEST_WHOLE_ONE = 13;

    /** Every type as a parameter of its own, each server being told the same. */
    @ParameterizedTest
    @ValueSource(strings = {"mysql-9.7.4", "mysql-8.0.12", "mariadb-10.11.19", "mariadb-11.4.5"})
    @Rule({"STM-10", "STM-11", "RES-9", "LIM-24"})
    void readsParametersOfEveryType(String server) {
        List<Execution> executions = CapturedExecutions.of(server + "_raw_parameters-of-every-type_2026-11-22.txt");

        assertThat(parameters(executions.get(0)))
                .isEqualTo("TINY -5, TINY UNSIGNED 251, SHORT -300, SHORT UNSIGNED 65535, LONG -70000, "
                        + "LONG UNSIGNED 4294967295, LONGLONG -1, LONGLONG UNSIGNED 18446744073709551615, FLOAT 1.5, "
                        + "DOUBLE -2.25, DECIMAL 1.10, NEWDECIMAL -99.999, DATE '2026-11-22', DATE '0000-00-00', "
                        + "DATETIME '2026-11-22 12:34:56', DATETIME '2026-11-22 12:34:56.789012', "
                        + "DATETIME '2026-11-22 00:00:00', TIMESTAMP '2026-01-02 03:04:05.000006', "
                        + "TIMESTAMP '0000-00-00 00:00:00', TIME '00:00:00', TIME '-76:05:06', "
                        + "TIME '837:59:59.000001', VARCHAR 'varchar', VAR_STRING 'grün 🐬', STRING '', BLOB 0x00fffe, "
                        + "TINY_BLOB 'tb', MEDIUM_BLOB 'mb', LONG_BLOB 'lb', NULL NULL, VAR_STRING NULL, VAR_STRING '"
                        + "x".repeat(300) + "'");
    }

    /** The second and the fourth leave the types out. */
    @ParameterizedTest
    @ValueSource(strings = {"mysql-9.7.4", "mysql-8.0.12", "mariadb-10.11.19", "mariadb-11.4.5"})
    @Rule("STM-8")
    void remembersTypesFromOneExecutionToTheNext(String server) {
        List<Execution> executions = CapturedExecutions.of(server + "_raw_parameters-of-every-type_2026-11-22.txt");

        assertThat(executions.subList(2, 6).stream().map(StmtExecuteTest::parameters))
                .containsExactly(
                        "LONG 41, VAR_STRING 'a'",
                        "LONG 1, VAR_STRING 'b'",
                        "VAR_STRING '7', LONG 9",
                        "VAR_STRING '8', LONG NULL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql-9.7.4", "mysql-8.0.12", "mariadb-10.11.19"})
    @Rule("STM-9")
    void knowsWhichValuesWereSentBefore(String server) {
        List<Execution> executions = CapturedExecutions.of(server + "_raw_long-data_2026-11-22.txt");

        assertThat(executions.stream().map(StmtExecuteTest::parameters))
                .containsExactly(
                        "VAR_STRING 'one', BLOB <sent before>",
                        "VAR_STRING <sent before>, BLOB <sent before>",
                        "VAR_STRING 'two', BLOB 'value'",
                        "VAR_STRING 'three', BLOB NULL",
                        "VAR_STRING 'four', BLOB <sent before>",
                        "VAR_STRING 'five', BLOB 'v'");
    }

    /** The number is there without the flag when the statement has parameters; with the flag it may say 0. */
    @Test
    @Rule({"STM-6", "STM-7"})
    void readsParametersWithNamesAndAttributesBehindThem() {
        List<Execution> executions = CapturedExecutions.of("mysql-9.7.4_raw_attributes-of-every-type_2026-11-22.txt");

        assertThat(executions.stream().map(StmtExecuteTest::described))
                .containsExactly(
                        "none OptionalLong[2] LONG 1, VAR_STRING 'x'",
                        "PARAMETER_COUNT_AVAILABLE OptionalLong[2] LONG 2, VAR_STRING NULL",
                        "PARAMETER_COUNT_AVAILABLE OptionalLong[4] LONG 3, VAR_STRING 'y', attribute STRING 'value', "
                                + "number LONGLONG UNSIGNED 18446744073709551615",
                        "none OptionalLong.empty ",
                        "PARAMETER_COUNT_AVAILABLE OptionalLong[1] k STRING 'v'",
                        "PARAMETER_COUNT_AVAILABLE OptionalLong[0] ");
    }

    @Test
    void dissectsAndWritesEveryCapturedExecutionThatIsWhole() {
        List<Execution> executions = CapturedExecutions.all();

        assertThat(executions).hasSizeGreaterThan(100);
        for (Execution execution : executions) {
            if (execution.commandOrRefusal() instanceof StatementCommand command) {
                assertThat(command.unsafeEncoded()).isEqualTo(execution.payload());
                assertThat(command.oddities()).isEqualTo(Oddities.NONE);
            } else {
                assertThat(execution.payload().length()).as(execution.session()).isLessThan(SHORTEST_WHOLE_ONE);
            }
        }
    }

    @Test
    @Rule("STM-6")
    void readsAWholeExecution() {
        Bytes packet = Bytes.hex("17 01000000 09 01000000 02 00 01 0380 0161 fe00 00 2a000000 0162");

        StmtExecute execute = execute(packet, NAMED, ExecuteContext.prepared(1));

        assertThat(execute)
                .isEqualTo(new StmtExecute(
                        1,
                        ExecuteFlags.of(ExecuteFlag.READ_ONLY, ExecuteFlag.PARAMETER_COUNT_AVAILABLE),
                        1,
                        new Parameters(
                                OptionalLong.of(2),
                                Bytes.hex("00"),
                                OptionalInt.of(1),
                                List.of(
                                        new ParameterType(0x8003, Optional.of(Bytes.utf8("a"))),
                                        new ParameterType(0x00fe, Optional.of(Bytes.EMPTY))),
                                List.of(
                                        new Value.Int(Bytes.hex("2a000000"), ValueForm.BINARY, true),
                                        new Value.Text(Bytes.utf8("b"), CharacterSet.UTF8MB4)),
                                Dissection.COMPLETE),
                        Oddities.NONE));
        assertThat(execute.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("STM-9")
    void takesANullForANullThoughItWasSentBefore() {
        ExecuteContext context = new ExecuteContext(OptionalInt.of(2), List.of(), Set.of(0, 1));

        StmtExecute execute = execute(Bytes.hex("17 01000000 00 01000000 01 01 fc00 fc00"), PLAIN, context);

        assertThat(execute.parameters().values()).containsExactly(new Value.Null(), new ParameterValue.SentBefore());
    }

    /** YEAR and INT24 as strings; a date with a length in three bytes; a string of nine bytes of which three are there. */
    @Test
    @Rule({"STM-10", "STM-11"})
    void readsParametersOfOddTypesAsServersDo() {
        Bytes packet = Bytes.hex(
                "17 01000000 00 01000000 00 01 0d00 0900 0a00 fe00 0432303236 023132 fc0400ea070b16 09616263");

        StmtExecute execute = execute(packet, PLAIN, ExecuteContext.prepared(4));

        assertThat(execute.parameters().values())
                .containsExactly(
                        new Value.Binary(Bytes.utf8("2026")),
                        new Value.Binary(Bytes.utf8("12")),
                        new Value.DateTime(Bytes.hex("ea070b16"), ValueForm.BINARY, true, ValueType.ANY_DECIMALS),
                        new Value.Text(Bytes.utf8("abc"), CharacterSet.UTF8MB4));
        assertThat(execute.oddities().missing()).isEqualTo(6);
        assertThat(execute.unsafeEncoded()).isEqualTo(packet);
    }

    /** Without a memory of the statement, only what the packet itself tells is told, and the rest is kept. */
    @ParameterizedTest
    @CsvSource({
        "false, 17 01000000 00 01000000, COMPLETE, ''",
        "false, 17 01000000 00 01000000 00 01 0300 2a000000, STATEMENT_UNKNOWN, ''",
        "true, 17 01000000 00 01000000 01 00 01 0300 00 2a000000, COMPLETE, LONG 42",
        "true, 17 01000000 00 01000000 01 00 00 2a000000, TYPES_UNKNOWN, ''",
        "true, 17 01000000 00 01000000 01 00 01 0300, STATEMENT_UNKNOWN, ''",
    })
    @Rule("STM-12")
    void saysWhenAStatementIsUnknown(boolean named, String hex, Dissection dissection, String parameters) {
        Bytes packet = Bytes.hex(hex);

        StmtExecute execute = execute(packet, named ? NAMED : PLAIN, ExecuteContext.UNKNOWN);

        assertThat(execute.parameters().dissection()).isEqualTo(dissection);
        assertThat(text(execute.parameters())).isEqualTo(parameters);
        assertThat(execute.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("STM-8")
    void saysWhenTheTypesOfAnEarlierExecutionWereNotSeen() {
        StmtExecute execute =
                execute(Bytes.hex("17 01000000 00 01000000 00 00 2a000000"), PLAIN, ExecuteContext.prepared(1));

        assertThat(execute.parameters().dissection()).isEqualTo(Dissection.TYPES_UNKNOWN);
        assertThat(execute.oddities().surplus()).isEqualTo(Secret.of(Bytes.hex("2a000000")));
    }

    @Test
    void readsTypesThatWereKept() {
        assertThat(ParameterType.remembered(Bytes.hex("0380 0161 fe00 00"), true))
                .containsExactly(
                        new ParameterType(0x8003, Optional.of(Bytes.utf8("a"))),
                        new ParameterType(0xfe, Optional.of(Bytes.EMPTY)));
        assertThat(ParameterType.remembered(Bytes.hex("0300 fe00"), false))
                .containsExactly(ParameterType.of(ColumnType.LONG), ParameterType.of(ColumnType.STRING));
    }

    /** More parameters than a server takes, a bitmap for 65,535 of them that is not there, types that are not there. */
    @ParameterizedTest
    @ValueSource(strings = {"fd000001 00", "fcffff 00 00", "feffffffffffffffff", "02 00 01 0300 00", "fb", "ff"})
    @Rule({"LIM-2", "LIM-4", "LIM-15"})
    void refusesNumbersOfParametersThatAreNotThere(String hex) {
        Bytes packet = Bytes.hex("17 01000000 08 01000000 " + hex);

        assertThatExceptionOfType(MalformedPacketException.class)
                .isThrownBy(() -> execute(packet, NAMED, ExecuteContext.prepared(0)));
    }

    /** What is not refused is a string whose end is missing. */
    @Test
    @Rule({"LIM-2", "LIM-15", "LIM-16"})
    void refusesEveryTruncationButThatOfTheLastString() {
        for (Execution execution : CapturedExecutions.of("mysql-9.7.4_raw_attributes-of-every-type_2026-11-22.txt")) {
            for (int length = 1; length < execution.payload().length(); length++) {
                Execution cut = new Execution(
                        execution.session(),
                        execution.payload().slice(0, length),
                        execution.capabilities(),
                        execution.context());
                if (cut.commandOrRefusal() instanceof StmtExecute told) {
                    assertThat(told.oddities().missing()).isPositive();
                    assertThat(told.unsafeEncoded()).isEqualTo(cut.payload());
                }
            }
        }
    }

    @Test
    @Rule("FRM-6")
    void readsTheBeginningOfAnExecutionThatIsTooLong() {
        for (Execution execution : CapturedExecutions.all()) {
            if (execution.commandOrRefusal() instanceof StmtExecute whole
                    && execution.payload().length() < 200) {
                for (int length = 10; length < execution.payload().length(); length++) {
                    Bytes kept = execution.payload().slice(0, length);
                    StatementCommand told = execution.command(WireReader.ofPrefix(kept.asByteBuffer()));

                    assertThat(told.unsafeEncoded()).isEqualTo(kept);
                    assertThat(((StmtExecute) told).parameters().values().size())
                            .isLessThanOrEqualTo(whole.parameters().values().size());
                }
            }
        }
    }

    @Test
    void namesTheFlags() {
        assertThat(new ExecuteFlags(0xff))
                .hasToString("READ_ONLY FOR_UPDATE SCROLLABLE PARAMETER_COUNT_AVAILABLE BIT_4 BIT_5 BIT_6 BIT_7");
        assertThat(new BulkFlags(0xc1)).hasToString("SEND_UNIT_RESULTS SEND_TYPES_TO_SERVER BIT_0");
    }

    private static StmtExecute execute(Bytes packet, Capabilities capabilities, ExecuteContext context) {
        return (StmtExecute) new Execution("", packet, capabilities, context).command();
    }

    private static String described(Execution execution) {
        StmtExecute execute = (StmtExecute) execution.command();
        return execute.flags() + " " + execute.parameters().announced() + " " + text(execute.parameters());
    }

    private static String parameters(Execution execution) {
        return text(((StmtExecute) execution.command()).parameters());
    }

    private static String text(Parameters parameters) {
        return parameters.list().stream()
                .map(parameter -> parameter.type() + " " + parameter.value().display())
                .collect(Collectors.joining(", "));
    }
}

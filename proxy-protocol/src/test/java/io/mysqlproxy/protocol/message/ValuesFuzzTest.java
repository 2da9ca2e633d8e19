package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever bytes are taken for a row or an execution, they are refused or written again as they were, and every value has a text. Replays its corpus in the
 * normal build; {@code JAZZER_FUZZ=1 ./mvnw test -pl proxy-protocol -am -Dtest=ValuesFuzzTest} looks for more.
 *
 * <p>An input is a byte that chooses the decoder, and the packet.
 */
class ValuesFuzzTest {
    private static final FuzzedDecoders DECODERS = new FuzzedDecoders("TextRow.*|BinaryRow.*|Command of .*");

    private static final List<ColumnDefinition> COLUMNS = Arrays.stream(ColumnType.values())
            .map(type -> (ColumnDefinition)
                    ColumnDefinition41.of(Bytes.EMPTY, 45, 0, Math.max(type.code(), 0), new ColumnFlags(0)))
            .toList();

    @FuzzTest(maxDuration = "10m")
    void survivesAnyRowAndAnyExecution(byte[] input) {
        DECODERS.decode(input).ifPresent(ValuesFuzzTest::check);
    }

    private static void check(MySqlMessage message) {
        switch (message) {
            case TextRow row -> {
                for (int i = 0; i < Math.min(row.values().size(), COLUMNS.size()); i++) {
                    show(row.value(i, COLUMNS.get(i)));
                }
            }
            case BinaryRow row -> row.values().forEach(ValuesFuzzTest::show);
            case StmtExecute execute -> execute.parameters().values().forEach(ValuesFuzzTest::show);
            case StmtBulkExecute execute ->
                execute.rows().forEach(row -> row.values().forEach(ValuesFuzzTest::show));
            default -> {}
        }
    }

    private static void show(ParameterValue parameter) {
        assertThat(parameter.display()).isNotEmpty();
        if (parameter instanceof Value value) {
            assertThat(value.text()).isNotNull();
            assertThat(value.isOdd()).isIn(true, false);
        }
    }
}

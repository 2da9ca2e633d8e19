package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mysqlproxy.protocol.message.Decoders.Decoder;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever bytes are taken for a row or an execution, they are refused or written again as they were, and every value has a text. Replays its corpus in the
 * normal build; {@code JAZZER_FUZZ=1 ./mvnw test -pl proxy-protocol -am -Dtest=ValuesFuzzTest} looks for more.
 *
 * <p>An input is a byte that chooses the decoder, and the packet.
 */
class ValuesFuzzTest {
    private static final List<Decoder> DECODERS = Decoders.all().stream()
            .filter(decoder -> decoder.name().matches("TextRow.*|BinaryRow.*|Command of .*"))
            .toList();

    private static final List<ColumnDefinition> COLUMNS = Arrays.stream(ColumnType.values())
            .map(type -> (ColumnDefinition)
                    ColumnDefinition41.of(Bytes.EMPTY, 45, 0, Math.max(type.code(), 0), new ColumnFlags(0)))
            .toList();

    @FuzzTest(maxDuration = "3m")
    void survivesAnyRowAndAnyExecution(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Decoder decoder = DECODERS.get((input[0] & 0xff) % DECODERS.size());
        Bytes packet = Bytes.of(Arrays.copyOfRange(input, 1, input.length));
        try {
            check(decoder.decode().apply(WireReader.of(packet)), packet);
        } catch (MalformedPacketException refused) {
            assertThat(refused.position()).isBetween(0, packet.length());
        }
    }

    private static void check(MySqlMessage message, Bytes packet) {
        assertThat(message.unsafeEncoded()).isEqualTo(packet);
        assertThat(message.toString()).isNotEmpty();
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

package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.message.BinaryRow;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.TextRow;
import io.mysqlproxy.protocol.message.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The values of a row, by the definitions of its columns. */
final class RowValues {
    /** Characters of one value. */
    private static final int LONGEST = 80;

    private RowValues() {}

    /** Empty when the message is no row. */
    static Optional<List<Value>> of(PacketEvent event, MySqlMessage message) {
        return switch (message) {
            case TextRow row -> Optional.of(values(row, event.columns()));
            case BinaryRow row -> Optional.of(row.values());
            default -> Optional.empty();
        };
    }

    /** On one line, as a statement could have them. */
    static String text(List<Value> values) {
        return values.stream()
                .map(value -> Visible.text(value.display(), LONGEST))
                .collect(Collectors.joining(", "));
    }

    /** Without definitions, as where the capture begins in the middle, every value is bytes. */
    private static List<Value> values(TextRow row, List<ColumnDefinition> columns) {
        return IntStream.range(0, row.values().size())
                .mapToObj(i -> i < columns.size()
                        ? row.value(i, columns.get(i))
                        : row.values().get(i).<Value>map(Value.Binary::new).orElseGet(Value.Null::new))
                .toList();
    }
}

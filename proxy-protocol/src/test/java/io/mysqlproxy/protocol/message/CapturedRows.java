package io.mysqlproxy.protocol.message;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.CapturedPackets.Captured;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of a captured session for which the same reply has the definitions. */
final class CapturedRows {
    /** One row. */
    record CapturedRow(String session, PacketKind kind, List<ColumnDefinition> columns, Bytes payload) {
        TextRow text() {
            return TextRow.decode(WireReader.of(payload), columns.size());
        }

        BinaryRow binary() {
            return BinaryRow.decode(WireReader.of(payload), columns);
        }

        ServerMessage message() {
            return kind == PacketKind.TEXT_ROW ? text() : binary();
        }

        /** The values by the names of their columns. */
        Map<String, Value> values() {
            Map<String, Value> values = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                Value value = kind == PacketKind.TEXT_ROW
                        ? text().value(i, columns.get(i))
                        : binary().values().get(i);
                values.put(columns.get(i).name().utf8(), value);
            }
            return values;
        }
    }

    private CapturedRows() {}

    static List<CapturedRow> all() {
        return CapturedPackets.sessions().stream()
                .flatMap(session -> of(session).stream())
                .toList();
    }

    static List<CapturedRow> of(String session) {
        List<CapturedRow> rows = new ArrayList<>();
        List<ColumnDefinition> columns = new ArrayList<>();
        long expected = 0;
        for (Captured packet : CapturedPackets.of(session)) {
            if (packet.direction() == Direction.CLIENT_TO_SERVER) {
                columns.clear();
            }
            switch (packet.message()) {
                case ColumnCount count -> {
                    columns.clear();
                    expected = count.columns();
                }
                case ColumnDefinition column -> columns.add(column);
                default -> {}
            }
            boolean isRow = packet.kind() == PacketKind.TEXT_ROW || packet.kind() == PacketKind.BINARY_ROW;
            if (isRow && !columns.isEmpty() && columns.size() == expected) {
                rows.add(new CapturedRow(session, packet.kind(), List.copyOf(columns), packet.payload()));
            }
        }
        return rows;
    }
}

package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.CapturedRows.CapturedRow;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows that real servers sent, of every type they have. */
class CapturedRowsTest {
    /** What all servers tell of the columns that all have, in a row of extremes. */
    private static final String EXTREMES = """
            id 1
            c_tiny -128
            c_tinyu 255
            c_bool 1
            c_small -32768
            c_smallu 65535
            c_medium -8388608
            c_mediumu 16777215
            c_int -2147483648
            c_intu 42
            c_big -9223372036854775808
            c_bigu 18446744073709551615
            c_float 1.5
            c_double -2.25e100
            c_dec 12345678901234567890.0123456789
            c_decs -999.99
            c_bit1 b'1'
            c_bit64 b'1000000000000000000000000000000000000000000000000000000000000001'
            c_year 2026
            c_date '2026-11-22'
            c_time '-838:59:59'
            c_time6 '12:34:56.789012'
            c_dt '2026-11-22 12:34:56'
            c_dt3 '2026-11-22 12:34:56.789'
            c_dt6 '2026-11-22 12:34:56.789012'
            c_ts '2026-11-22 12:34:56'
            c_ts6 '2026-11-22 12:34:56.000001'
            c_char 'char'
            c_varchar 'grün 🐬'
            c_latin 'grün'
            c_utf16 'grün'
            c_binary 0x00ff10fe
            c_varbinary 0xfbfcfdfeff
            c_tinytext 'tiny'
            c_text 'text'
            c_mediumtext 'medium'
            c_longtext 'long'
            c_tinyblob 0x00
            c_blob 0xfe
            c_mediumblob ''
            c_longblob 0x0102
            c_enum 'green'
            c_set 'a,c'
            c_json '{"a": [1, null, "x"]}'
            c_geo 0x0000000001020000000300000000000000000000000000000000000000000000000000f03f000000000000f03f00000000000000400000000000000040
            c_point 0x000000000101000000000000000000f03f00000000000000c0
            """;

    private static final String ZEROS = """
            id 3
            c_tiny 0
            c_tinyu 0
            c_bool 0
            c_small 0
            c_smallu 0
            c_medium 0
            c_mediumu 0
            c_int 0
            c_intu 0
            c_big 0
            c_bigu 0
            c_float 0
            c_double 0
            c_dec 0.0000000000
            c_decs 0.00
            c_bit1 b'0'
            c_bit64 b'0'
            c_year 0
            c_date '0000-00-00'
            c_time '00:00:00'
            c_time6 '00:00:00.000001'
            c_dt '0000-00-00 00:00:00'
            c_dt3 '2026-11-00 00:00:00.000'
            c_dt6 '0000-00-00 00:00:00.500000'
            c_ts '0000-00-00 00:00:00'
            c_ts6 '0000-00-00 00:00:00.000000'
            c_char ''
            c_varchar ''
            c_latin ''
            c_utf16 ''
            c_binary 0x00000000
            c_varbinary ''
            c_tinytext ''
            c_text ''
            c_mediumtext ''
            c_longtext ''
            c_tinyblob ''
            c_blob ''
            c_mediumblob ''
            c_longblob ''
            c_enum ''
            c_set ''
            c_json 'null'
            c_geo 0x00000000010100000000000000000000000000000000000000
            c_point 0x00000000010100000000000000000000000000000000000000
            """;

    private static final Map<String, String> OWN_EXTREMES = Map.of(
            "mysql-9.7.4", "c_vector '[1,-2.5,3e10,0]'\n",
            "mysql-8.0.12", "",
            "mariadb-10.11.19", """
            c_uuid '123e4567-e89b-12d3-a456-426655440000'
            c_inet6 '2001:db8::1'
            c_inet4 '192.0.2.1'
            """);

    @ParameterizedTest
    @ValueSource(strings = {"mysql-9.7.4", "mysql-8.0.12", "mariadb-10.11.19"})
    @Rule({"RES-9", "RES-11", "ROW-2", "LIM-24"})
    void readsEveryTypeInItsBinaryForm(String server) {
        List<CapturedRow> rows = CapturedRows.of(server + "_raw_every-type-as-binary_2026-11-22.txt");

        assertThat(display(rows.get(0))).isEqualTo(EXTREMES + OWN_EXTREMES.get(server));
        assertThat(rows.get(1).values().values())
                .filteredOn(value -> value instanceof Value.Null)
                .hasSize(nullable(rows.get(1)));
        assertThat(display(rows.get(2))).startsWith(ZEROS);
    }

    /** The text form has the leading zeros of ZEROFILL and of a year. */
    @ParameterizedTest
    @ValueSource(strings = {"mysql-9.7.4", "mysql-8.0.12", "mariadb-10.11.19"})
    @Rule({"ROW-1", "LIM-24"})
    void readsEveryTypeInItsTextForm(String server) {
        List<CapturedRow> rows = CapturedRows.of(server + "_raw_every-type-as-text_2026-11-22.txt");

        assertThat(display(rows.get(0)))
                .isEqualTo(EXTREMES.replace("c_intu 42", "c_intu 0000000042") + OWN_EXTREMES.get(server));
        assertThat(rows.get(1).values().values())
                .filteredOn(value -> value instanceof Value.Null)
                .hasSize(nullable(rows.get(1)));
        assertThat(display(rows.get(2)))
                .startsWith(ZEROS.replace("c_intu 0", "c_intu 0000000000").replace("c_year 0", "c_year 0000"));
    }

    @Test
    @Rule({"ROW-1", "ROW-2"})
    void readsAndWritesEveryCapturedRow() {
        List<CapturedRow> rows = CapturedRows.all();

        assertThat(rows).hasSizeGreaterThan(100);
        for (CapturedRow row : rows) {
            assertThat(row.message().unsafeEncoded()).as(row.session()).isEqualTo(row.payload());
            assertThat(row.values().values()).noneMatch(Value::isOdd);
        }
    }

    @Test
    @Rule({"LIM-2", "LIM-15", "LIM-16"})
    void refusesEveryTruncation() {
        for (CapturedRow row : shortOnesOfEachKind()) {
            for (int length = 0; length < row.payload().length(); length++) {
                CapturedRow cut = new CapturedRow(
                        row.session(), row.kind(), row.columns(), row.payload().slice(0, length));
                assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(cut::message);
            }
        }
    }

    @Test
    @Rule("LIM-16")
    void refusesRowsWithAColumnMoreOrLessThanDefined() {
        for (CapturedRow row : shortOnesOfEachKind()) {
            assertThatExceptionOfType(MalformedPacketException.class)
                    .isThrownBy(() -> TextRow.decode(
                            WireReader.of(row.payload()), row.columns().size() + 1));
            assertThatExceptionOfType(MalformedPacketException.class)
                    .isThrownBy(() -> TextRow.decode(
                            WireReader.of(row.payload()), row.columns().size() - 1));
        }
    }

    /** However much is kept of a long row, what is there is told, and written again. */
    @Test
    @Rule("FRM-6")
    void readsTheBeginningOfARowThatIsTooLong() {
        for (CapturedRow row : shortOnesOfEachKind()) {
            int bitmap =
                    row.kind() == PacketKind.BINARY_ROW ? 1 + (row.columns().size() + 9) / 8 : 0;
            for (int length = bitmap; length <= row.payload().length(); length++) {
                Bytes kept = row.payload().slice(0, length);
                WireReader reader = WireReader.ofPrefix(kept.asByteBuffer());
                ServerMessage message = row.kind() == PacketKind.TEXT_ROW
                        ? TextRow.decode(reader, row.columns().size())
                        : BinaryRow.decode(reader, row.columns());
                assertThat(message.unsafeEncoded()).isEqualTo(kept);
                List<?> certain = certain(message);
                assertThat(certain).isEqualTo(values(row.message()).subList(0, certain.size()));
            }
        }
    }

    private static List<?> values(ServerMessage row) {
        return row instanceof TextRow text ? text.values() : ((BinaryRow) row).values();
    }

    /** The values before the last that has bytes, which may be cut. */
    private static List<?> certain(ServerMessage row) {
        List<?> values = values(row);
        int end = values.size();
        while (end > 0
                && (values.get(end - 1) instanceof Value.Null
                        || values.get(end - 1).equals(Optional.empty()))) {
            end--;
        }
        return values.subList(0, Math.max(0, end - 1));
    }

    private static List<CapturedRow> shortOnesOfEachKind() {
        Map<String, CapturedRow> chosen = new LinkedHashMap<>();
        CapturedRows.all().stream()
                .filter(row -> row.payload().length() < 700)
                .forEach(row ->
                        chosen.putIfAbsent(row.kind() + " " + row.columns().size(), row));
        return List.copyOf(chosen.values());
    }

    private static int nullable(CapturedRow row) {
        return row.columns().stream()
                .filter(column -> !column.flags().has(ColumnFlag.NOT_NULL))
                .toList()
                .size();
    }

    private static String display(CapturedRow row) {
        return row.values().entrySet().stream()
                .map(value -> value.getKey() + " " + value.getValue().display() + "\n")
                .collect(Collectors.joining());
    }
}

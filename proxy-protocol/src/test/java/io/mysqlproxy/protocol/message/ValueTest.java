package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
    @ParameterizedTest
    @CsvSource({
        "80, false, -128",
        "80, true, 128",
        "ff7f, false, 32767",
        "ffff, true, 65535",
        "ffffffff, false, -1",
        "ffffffff, true, 4294967295",
        "0000000000000080, false, -9223372036854775808",
        "ffffffffffffffff, true, 18446744073709551615",
    })
    @Rule("RES-9")
    void readsWholeNumbersAsTheirSignHasIt(String wire, boolean unsigned, String number) {
        Value.Int value = new Value.Int(Bytes.hex(wire), ValueForm.BINARY, unsigned);

        assertThat(value.number()).contains(new BigInteger(number));
        assertThat(value.text()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "1.5", "0x10", "-"})
    void keepsTextThatIsNoWholeNumber(String text) {
        Value.Int value = new Value.Int(Bytes.utf8(text), ValueForm.TEXT, false);

        assertThat(value.isOdd()).isTrue();
        assertThat(value.text()).isEqualTo(text);
    }

    @Test
    void readsNoNumberThatIsLongerThanAnyServerWritesOne() {
        Bytes long400 = Bytes.utf8("1".repeat(401));

        assertThat(new Value.Int(long400, ValueForm.TEXT, false).number()).isEmpty();
        assertThat(new Value.Decimal(long400).number()).isEmpty();
        assertThat(new Value.Real(long400, ValueForm.TEXT).number()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0000c03f, 1.5",
        "00000000, 0",
        "00000080, -0",
        "0000c07f, NaN",
        "0000807f, Infinity",
        "5bb15e60, 6.418683e19",
        "000000000000f03f, 1",
        "9c7500883ce4377e, 1e300",
        "2d431cebe2361a3f, 1e-4",
    })
    void readsNumbersOfFloatingPoint(String wire, String text) {
        assertThat(new Value.Real(Bytes.hex(wire), ValueForm.BINARY).text()).isEqualTo(text);
    }

    @Test
    void tellsNumbersInText() {
        assertThat(new Value.Real(Bytes.utf8("-2.5e10"), ValueForm.TEXT).number())
                .isEqualTo(OptionalDouble.of(-2.5e10));
        assertThat(new Value.Real(Bytes.utf8("nan"), ValueForm.TEXT).isOdd()).isTrue();
        assertThat(new Value.Decimal(Bytes.utf8("-0.50")).number()).contains(new BigDecimal("-0.50"));
        assertThat(new Value.Decimal(Bytes.utf8("1e999999999")).isOdd()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, true, 31, 0000-00-00",
                "-, false, 0, 0000-00-00 00:00:00",
                "-, false, 6, 0000-00-00 00:00:00.000000",
                "ea070b16, true, 0, 2026-11-22",
                "ea070000, true, 0, 2026-00-00",
                "ea070b16, false, 0, 2026-11-22 00:00:00",
                "ea070b16 0c2238, false, 0, 2026-11-22 12:34:56",
                "ea070b16 0c2238, false, 3, 2026-11-22 12:34:56.000",
                "ea070b16 0c2238, true, 0, 2026-11-22 12:34:56",
                "ea070b16 0c2238 140a0c00, false, 6, 2026-11-22 12:34:56.789012",
                "ea070b16 0c2238 140a0c00, false, 31, 2026-11-22 12:34:56.789012",
                "ea070b16 0c2238 140a0c00, false, 2, 2026-11-22 12:34:56.789012",
                "ea070b16 0c2238 00000000 c4ff, false, 31, 2026-11-22 12:34:56.000000-01:00",
                "ea070b16 0c2238 00000000 4a01, false, 0, 2026-11-22 12:34:56+05:30",
                "ffffffff ffffff ffffffff 0080, false, 6, 65535-255-255 255:255:255.4294967295-546:08",
            })
    @Rule("LIM-24")
    void readsDatesThatNoCalendarHas(String wire, boolean dateOnly, int decimals, String text) {
        Value value = new Value.DateTime(bytes(wire), ValueForm.BINARY, dateOnly, decimals);

        assertThat(value.isOdd()).isFalse();
        assertThat(value.text()).isEqualTo(text);
        assertThat(value.display()).isEqualTo("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 0, 00:00:00",
                "-, 2, 00:00:00.00",
                "01 22000000 163b3b, 0, -838:59:59",
                "00 00000000 010203, 31, 01:02:03",
                "00 00000000 010203 01000000, 6, 01:02:03.000001",
                "ff ffffffff ffffff ffffffff, 0, -103079215335:255:255.4294967295",
            })
    @Rule("LIM-24")
    void readsTimesThatNoClockShows(String wire, int decimals, String text) {
        Value value = new Value.Time(bytes(wire), ValueForm.BINARY, decimals);

        assertThat(value.isOdd()).isFalse();
        assertThat(value.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATE", "DATETIME", "TIMESTAMP", "TIME"})
    @Rule({"RES-10", "LIM-16"})
    void keepsPointsInTimeOfEveryLength(ColumnType type) {
        List<Integer> known = type == ColumnType.TIME ? List.of(0, 8, 12) : List.of(0, 4, 7, 11, 13);
        ValueType valueType = new ValueType(type, false, CharacterSet.BINARY, 0);
        for (int length = 0; length < 256; length++) {
            Bytes wire = new WireWriter()
                    .int1(length)
                    .bytes(Bytes.of(new byte[length]))
                    .toBytes();
            Value value = valueType.inBinaryRow(WireReader.of(wire));

            assertThat(value.isOdd()).isEqualTo(!known.contains(length));
            assertThat(value.text()).matches(value.isOdd() ? "0x(00)+" : "[0:. +-]+");
            assertThat(new BinaryRow(Bytes.EMPTY, List.of(value), Oddities.NONE).unsafeEncoded())
                    .isEqualTo(Bytes.hex("00" + wire.toHex()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, b'0'",
                "05, b'101'",
                "0100, b'100000000'",
                "ffffffffffffffff, b'1111111111111111111111111111111111111111111111111111111111111111'",
                "000000000000000001, 0x000000000000000001",
            })
    void readsBits(String wire, String text) {
        assertThat(new Value.Bits(bytes(wire)).text()).isEqualTo(text);
    }

    @Test
    void readsVectors() {
        Value.Vector vector = new Value.Vector(Bytes.hex("0000803f 000020c0 ff"));

        assertThat(vector.isOdd()).isTrue();
        assertThat(vector.text()).isEqualTo("0x0000803f000020c0ff");
        assertThat(vector.dimensions()).isEqualTo(2);
        assertThat(vector.at(1)).isEqualTo(-2.5f);
        assertThat(new Value.Vector(Bytes.EMPTY).display()).isEqualTo("'[]'");
    }

    @ParameterizedTest
    @CsvSource({
        "e6100000 01 01000000 000000000000f03f0000000000000040, POINT, 4326",
        "00000000 00 00000003 00000000, POLYGON, 0",
        "00000000 01 07000000 00000000, GEOMETRYCOLLECTION, 0",
    })
    void namesTheShapeOfAGeometry(String wire, String shape, int srid) {
        Value.Geometry geometry = new Value.Geometry(Bytes.hex(wire));

        assertThat(geometry.shape()).isEqualTo(shape);
        assertThat(geometry.srid()).isEqualTo(OptionalInt.of(srid));
        assertThat(geometry.isOdd()).isFalse();
        assertThat(geometry.text()).startsWith(shape + " SRID " + srid + " 0x0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "000000", "00000000", "0000000001010000", "000000000200000001", "000000000109000000"})
    void keepsGeometriesOfNoShape(String wire) {
        Value.Geometry geometry = new Value.Geometry(bytes(wire));

        assertThat(geometry.isOdd()).isTrue();
        assertThat(geometry.shape()).isEqualTo("GEOMETRY");
        assertThat(geometry.text()).isEqualTo("0x" + wire);
    }

    @Test
    @Rule("LIM-19")
    void showsTextOnOneLineWhateverIsInIt() {
        Value text = new Value.Text(Bytes.utf8("it's\n\r\t\0\\ \u001b[31m\u0085 ü😀"), CharacterSet.UTF8MB4);

        assertThat(text.display()).isEqualTo("'it\\'s\\n\\r\\t\\0\\\\ \\u001b[31m\\u0085 ü😀'");
        assertThat(new Value.Text(Bytes.hex("ff41"), CharacterSet.UTF8MB4).text())
                .isEqualTo("\ufffdA");
        assertThat(new Value.Text(Bytes.hex("80"), CharacterSet.of("latin1")).text())
                .isEqualTo("€");
        assertThat(new Value.Json(Bytes.utf8("{\"a\": 'ü'}")).display()).isEqualTo("'{\"a\": \\'ü\\'}'");
        assertThat(new Value.Null().display()).isEqualTo("NULL");
    }

    private static Bytes bytes(String hex) {
        return hex == null ? Bytes.EMPTY : Bytes.hex(hex);
    }

    @Test
    void showsADecimalThatIsNoNumberAsAString() {
        assertThat(new Value.Decimal(Bytes.EMPTY).display()).isEqualTo("''");
        assertThat(new Value.Decimal(Bytes.utf8("-0.50")).display()).isEqualTo("-0.50");
    }
}

package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.Value;
import io.mysqlproxy.protocol.wire.Bytes;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Writes a value of a row or of a parameter as JSON: whole numbers and BIT as numbers, floating point as numbers where JSON has them, NULL as null,
 * everything else as text; DECIMAL is text, for most readers of JSON would make another number of it. Bytes that are no text are {@code {"hex":"…"}}.
 */
final class JsonValue {
    private JsonValue() {}

    static void write(JsonWriter json, Value value) {
        switch (value) {
            case Value.Null none -> json.nothing();
            case Value.Int number -> number(json, number.number(), value);
            case Value.Bits bits -> number(json, bits.number(), value);
            case Value.Real real -> real(json, real);
            case Value.Binary binary -> bytes(json, binary.wire());
            case Value.Geometry geometry -> bytes(json, geometry.wire());
            case Value.Decimal decimal -> json.value(decimal.text());
            case Value.Text text -> json.value(text.text());
            case Value.Json document -> json.value(document.text());
            case Value.Vector vector -> json.value(vector.text());
            case Value.DateTime time -> json.value(time.text());
            case Value.Time time -> json.value(time.text());
        }
    }

    private static void number(JsonWriter json, Optional<BigInteger> number, Value value) {
        number.ifPresentOrElse(some -> json.number(some.toString()), () -> json.value(value.text()));
    }

    private static void real(JsonWriter json, Value.Real real) {
        double number = real.number().orElse(Double.NaN);
        if (Double.isFinite(number)) {
            json.number(Double.toString(number));
        } else {
            json.value(real.text());
        }
    }

    private static void bytes(JsonWriter json, Bytes bytes) {
        bytes.printable()
                .ifPresentOrElse(
                        json::value,
                        () -> json.beginObject()
                                .name("hex")
                                .value(bytes.toHex())
                                .endObject());
    }
}

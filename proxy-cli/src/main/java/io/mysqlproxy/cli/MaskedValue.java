package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.Parameter;
import io.mysqlproxy.protocol.message.ParameterValue;
import io.mysqlproxy.protocol.message.Parameters;
import io.mysqlproxy.protocol.message.QueryAttributes;
import io.mysqlproxy.protocol.message.Value;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.Arrays;
import java.util.List;

/** Other values of the same types, each with as many bytes: zero for numbers, times and what else is binary, question marks for text. */
final class MaskedValue {
    private static final byte TEXT = '?';
    private static final byte DIGIT = '0';
    private static final byte BINARY = 0;

    private MaskedValue() {}

    /** So many bytes of filler. */
    static Bytes text(int length) {
        return filled(length, TEXT);
    }

    static List<Value> of(List<Value> values) {
        return values.stream().map(MaskedValue::of).toList();
    }

    static Parameters of(Parameters parameters) {
        return new Parameters(
                parameters.announced(),
                parameters.nulls(),
                parameters.typesFollow(),
                parameters.types(),
                ofParameters(parameters.values()),
                parameters.dissection());
    }

    static List<ParameterValue> ofParameters(List<ParameterValue> values) {
        return values.stream().map(MaskedValue::of).toList();
    }

    static QueryAttributes of(QueryAttributes attributes) {
        return new QueryAttributes(
                attributes.sets(),
                attributes.nulls(),
                attributes.attributes().stream()
                        .map(attribute -> new Parameter(attribute.type(), of(attribute.value())))
                        .toList());
    }

    private static ParameterValue of(ParameterValue parameter) {
        return parameter instanceof Value value ? of(value) : parameter;
    }

    private static Value of(Value value) {
        return switch (value) {
            case Value.Null none -> none;
            case Value.Int number -> new Value.Int(filled(number.wire(), BINARY), number.form(), number.unsigned());
            case Value.Real number -> new Value.Real(filled(number.wire(), BINARY), number.form());
            case Value.Decimal number -> new Value.Decimal(filled(number.wire(), DIGIT));
            case Value.Text text -> new Value.Text(filled(text.wire(), TEXT), text.characterSet());
            case Value.Binary binary -> new Value.Binary(filled(binary.wire(), TEXT));
            case Value.Json json -> new Value.Json(filled(json.wire(), TEXT));
            case Value.Bits bits -> new Value.Bits(filled(bits.wire(), BINARY));
            case Value.Vector vector -> new Value.Vector(filled(vector.wire(), BINARY));
            case Value.Geometry geometry -> new Value.Geometry(filled(geometry.wire(), BINARY));
            case Value.DateTime time ->
                new Value.DateTime(filled(time.wire(), BINARY), time.form(), time.dateOnly(), time.decimals());
            case Value.Time time -> new Value.Time(filled(time.wire(), BINARY), time.form(), time.decimals());
        };
    }

    private static Bytes filled(Bytes wire, byte filler) {
        return filled(wire.length(), filler);
    }

    private static Bytes filled(int length, byte filler) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, filler);
        return Bytes.of(bytes);
    }
}

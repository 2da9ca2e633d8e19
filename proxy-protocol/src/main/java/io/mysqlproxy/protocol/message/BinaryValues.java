package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.List;

/** Writes values in their binary form; {@link ValueType} reads them. */
final class BinaryValues {
    private BinaryValues() {}

    /** One after the other, as in a binary row: the length of a point in time is a byte. */
    static void encodeRow(List<Value> values, WireWriter writer) {
        int lastString = lastString(values);
        for (int i = 0; i < values.size(); i++) {
            switch (values.get(i)) {
                case Value.DateTime value -> writer.int1(value.wire().length()).bytes(value.wire());
                case Value.Time value -> writer.int1(value.wire().length()).bytes(value.wire());
                case Value value -> encode(value, i == lastString, writer);
            }
        }
    }

    /** One after the other, as parameters are: the length of a point in time is a length-encoded integer (STM-11). */
    static void encodeParameters(List<? extends ParameterValue> values, WireWriter writer) {
        int lastString = lastString(values);
        for (int i = 0; i < values.size(); i++) {
            encode(values.get(i), i == lastString, writer);
        }
    }

    /** If a string is cut, it is the last one: nothing can follow it. */
    static int lastString(List<? extends ParameterValue> values) {
        int last = values.size() - 1;
        while (last >= 0 && !isString(values.get(last))) {
            last--;
        }
        return last;
    }

    static void encode(ParameterValue parameter, boolean mayBeCut, WireWriter writer) {
        switch (parameter) {
            case ParameterValue.SentBefore absent -> {}
            case ParameterValue.Default absent -> {}
            case ParameterValue.Ignore absent -> {}
            case Value.Null absent -> {}
            case Value.Int value -> writer.bytes(value.wire());
            case Value.Real value -> writer.bytes(value.wire());
            case Value value -> {
                if (mayBeCut) {
                    writer.stringLenEncOrRest(value.wire());
                } else {
                    writer.stringLenEnc(value.wire());
                }
            }
        }
    }

    private static boolean isString(ParameterValue value) {
        return value instanceof Value
                && !(value instanceof Value.Null || value instanceof Value.Int || value instanceof Value.Real);
    }
}

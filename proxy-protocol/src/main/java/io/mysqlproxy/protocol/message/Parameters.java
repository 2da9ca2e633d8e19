package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The parameters of an execution.
 *
 * <pre>
 *   [ number (lenint) ]     with QUERY_ATTRIBUTES, if the statement has parameters or the flag says so (STM-6)
 *   [ bitmap of the NULLs ((number + 7) / 8)  types follow (1)
 *     if types follow, for each: type (2)  [ name (lenstr) ]     the name with QUERY_ATTRIBUTES
 *     for each that is not NULL and was not sent before: value ]     if there are parameters
 * </pre>
 *
 * @param announced the number in the packet; it may exceed what the statement has by query attributes (STM-7)
 * @param nulls the bitmap: bit 0 of the first byte for the first parameter
 * @param typesFollow not 0 when the types are in the packet; empty without parameters
 * @param types those in the packet, or else those remembered (STM-8)
 * @param values fewer than types if the packet is cut
 */
public record Parameters(
        OptionalLong announced,
        Bytes nulls,
        OptionalInt typesFollow,
        List<ParameterType> types,
        List<ParameterValue> values,
        Dissection dissection) {
    /** Of a statement without parameters. */
    public static final Parameters NONE = none(OptionalLong.empty(), Dissection.COMPLETE);

    /** What a server accepts (LIM-4). */
    private static final int MOST = 65_535;

    public Parameters {
        types = List.copyOf(types);
        values = List.copyOf(values);
    }

    private static Parameters none(OptionalLong announced, Dissection dissection) {
        return new Parameters(announced, Bytes.EMPTY, OptionalInt.empty(), List.of(), List.of(), dissection);
    }

    /** Those whose value is known, each with its type. */
    public List<Parameter> list() {
        return Parameter.list(types, values);
    }

    /**
     * Reads to the end of the packet, or to where it cannot be understood.
     *
     * @param counted whether the flags say that the number is there
     * @param named whether QUERY_ATTRIBUTES is in effect
     * @param characterSet of the values that are text
     */
    static Parameters decode(
            WireReader reader, boolean counted, boolean named, ExecuteContext context, CharacterSet characterSet) {
        if (context.parameters().isPresent()) {
            int prepared = context.parameters().getAsInt();
            return decode(reader, prepared, named && (counted || prepared > 0), named, context, characterSet);
        }
        if (!reader.hasRemaining()) {
            return NONE;
        }
        Optional<Parameters> guessed = named
                ? reader.attempt(r -> Optional.of(decode(r, 0, true, true, context, characterSet)))
                : Optional.empty();
        return guessed.orElseGet(() -> none(OptionalLong.empty(), Dissection.STATEMENT_UNKNOWN));
    }

    private static Parameters decode(
            WireReader reader,
            int prepared,
            boolean counted,
            boolean named,
            ExecuteContext context,
            CharacterSet characterSet) {
        Optional<Long> number = counted ? number(reader) : Optional.empty();
        if (counted && number.isEmpty()) {
            return none(OptionalLong.empty(), Dissection.CUT);
        }
        OptionalLong announced = number.map(OptionalLong::of).orElseGet(OptionalLong::empty);
        int count = (int) announced.orElse(prepared);
        if (count == 0) {
            return none(announced, Dissection.COMPLETE);
        }
        if (reader.isPrefix()) {
            return reader.attempt(r -> Optional.of(decode(r, announced, count, named, context, characterSet)))
                    .orElseGet(() -> none(announced, Dissection.CUT));
        }
        return decode(reader, announced, count, named, context, characterSet);
    }

    private static Parameters decode(
            WireReader reader,
            OptionalLong announced,
            int count,
            boolean named,
            ExecuteContext context,
            CharacterSet characterSet) {
        NullBitmap nulls = NullBitmap.decode(reader, count, 0);
        int typesFollow = reader.int1("whether types follow");
        List<ParameterType> types = context.types();
        if (typesFollow != 0) {
            types = ParameterType.decode(reader, count, named);
        } else if (types.size() < count) {
            return new Parameters(
                    announced,
                    nulls.bits(),
                    OptionalInt.of(typesFollow),
                    List.of(),
                    List.of(),
                    Dissection.TYPES_UNKNOWN);
        }
        types = types.subList(0, count);
        List<ParameterValue> values = values(reader, nulls, types, context.longData(), characterSet);
        Dissection dissection = values.size() == count ? Dissection.COMPLETE : Dissection.CUT;
        return new Parameters(announced, nulls.bits(), OptionalInt.of(typesFollow), types, values, dissection);
    }

    /** Empty if the packet is cut before. */
    private static Optional<Long> number(WireReader reader) {
        int at = reader.position();
        if (reader.isPrefix()) {
            return reader.attempt(r -> Optional.of(r.intLenEnc("number of parameters")))
                    .map(number -> checked(number, at));
        }
        return Optional.of(checked(reader.intLenEnc("number of parameters"), at));
    }

    private static long checked(long number, int at) {
        if (Long.compareUnsigned(number, MOST) > 0) {
            throw new MalformedPacketException(at, "at most " + MOST + " parameters", Long.toUnsignedString(number));
        }
        return number;
    }

    private static List<ParameterValue> values(
            WireReader reader,
            NullBitmap nulls,
            List<ParameterType> types,
            Set<Integer> sentBefore,
            CharacterSet characterSet) {
        List<ParameterValue> values = new ArrayList<>();
        for (ParameterType type : types) {
            int index = values.size();
            if (nulls.has(index)) {
                values.add(new Value.Null());
            } else if (sentBefore.contains(index)) {
                values.add(new ParameterValue.SentBefore());
            } else if (reader.isPrefix()) {
                Optional<Value> value = reader.attempt(
                        r -> Optional.of(type.valueType(characterSet).inParameter(r, true)));
                if (value.isEmpty()) {
                    break;
                }
                values.add(value.get());
            } else {
                values.add(type.valueType(characterSet).inParameter(reader, true));
            }
        }
        return values;
    }

    void encode(WireWriter writer) {
        announced.ifPresent(writer::intLenEnc);
        writer.bytes(nulls);
        typesFollow.ifPresent(writer::int1);
        if (typesFollow.orElse(0) != 0) {
            types.forEach(type -> type.encode(writer));
        }
        BinaryValues.encodeParameters(values, writer);
    }
}

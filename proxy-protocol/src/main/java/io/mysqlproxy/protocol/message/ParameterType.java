package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client says of a parameter before its value. A statement's types are remembered for further executions (STM-8).
 *
 * @param bits 16 bits: the type's code in the lower eight, and 8000 (hexadecimal) when the value is unsigned
 * @param name of a query attribute, empty for parameters by position; there if QUERY_ATTRIBUTES is in effect
 */
public record ParameterType(int bits, Optional<Bytes> name) {
    private static final int CODE = 0xff;
    private static final int UNSIGNED = 0x8000;

    /** A parameter by position, from a client that has no names for parameters. */
    public static ParameterType of(ColumnType type) {
        return new ParameterType(type.code() & CODE, Optional.empty());
    }

    static ParameterType decode(WireReader reader, boolean named) {
        int bits = reader.int2("type of a parameter");
        return new ParameterType(
                bits, named ? Optional.of(reader.stringLenEnc("name of a parameter")) : Optional.empty());
    }

    /** Reads the types of all parameters. */
    static List<ParameterType> decode(WireReader reader, int count, boolean named) {
        List<ParameterType> types = new ArrayList<>();
        while (types.size() < count) {
            types.add(decode(reader, named));
        }
        return types;
    }

    /**
     * Reads types that were kept as they were in a packet.
     *
     * @param named whether QUERY_ATTRIBUTES is in effect, so that each has a name behind it
     */
    public static List<ParameterType> remembered(Bytes types, boolean named) {
        WireReader reader = WireReader.of(types);
        List<ParameterType> remembered = new ArrayList<>();
        while (reader.hasRemaining()) {
            remembered.add(decode(reader, named));
        }
        return remembered;
    }

    void encode(WireWriter writer) {
        writer.int2(bits);
        name.ifPresent(writer::stringLenEnc);
    }

    /** The type's code, 0 to 255. */
    public int code() {
        return bits & CODE;
    }

    public ColumnType type() {
        return ColumnType.of(code());
    }

    public boolean isUnsigned() {
        return (bits & UNSIGNED) != 0;
    }

    /**
     * How its value is read. Strings are in the session's character set, BLOBs are bytes.
     *
     * @param session the variable {@code character_set_client}
     */
    ValueType valueType(CharacterSet session) {
        CharacterSet characterSet = switch (type()) {
            case TINY_BLOB, MEDIUM_BLOB, LONG_BLOB, BLOB -> CharacterSet.BINARY;
            default -> session;
        };
        return new ValueType(type(), isUnsigned(), characterSet, ValueType.ANY_DECIMALS);
    }

    /** As in {@code LONGLONG UNSIGNED}, with the name in front if there is one. */
    @Override
    public String toString() {
        String before = name.filter(bytes -> !bytes.isEmpty())
                .map(bytes -> bytes.utf8() + " ")
                .orElse("");
        String known = type() == ColumnType.UNKNOWN ? "type " + code() : type().name();
        return before + known + (isUnsigned() ? " UNSIGNED" : "");
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
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

    /** Strings are in the session's character set, which nearly always is UTF-8; BLOBs are bytes. */
    ValueType valueType() {
        return new ValueType(type(), isUnsigned(), characterSet(), ValueType.ANY_DECIMALS);
    }

    private CharacterSet characterSet() {
        return switch (type()) {
            case TINY_BLOB, MEDIUM_BLOB, LONG_BLOB, BLOB -> CharacterSet.BINARY;
            default -> CharacterSet.UTF8MB4;
        };
    }

    /** As in {@code LONGLONG UNSIGNED}. */
    @Override
    public String toString() {
        String type = type() == ColumnType.UNKNOWN ? "type " + code() : type().name();
        return type + (isUnsigned() ? " UNSIGNED" : "");
    }
}

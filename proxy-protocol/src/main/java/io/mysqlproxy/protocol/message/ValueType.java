package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;

/**
 * What tells how the bytes of a value are to be read, and where they end.
 *
 * @param unsigned how whole numbers are read (RES-9)
 * @param characterSet of strings; {@link CharacterSet#BINARY} for bytes
 * @param decimals digits of the fraction of a second, 0 to 6; anything else when not known
 */
record ValueType(ColumnType type, boolean unsigned, CharacterSet characterSet, int decimals) {
    /** What definitions say when any number of digits may be behind the point. */
    static final int ANY_DECIMALS = 31;

    private static final Bytes JSON = Bytes.utf8("json");

    /** As the column is defined. MariaDB tells in extended metadata that a string is JSON. */
    static ValueType of(ColumnDefinition definition) {
        return new ValueType(
                isJson(definition) ? ColumnType.JSON : ColumnType.of(definition.type()),
                definition.flags().has(ColumnFlag.UNSIGNED),
                Collation.of(definition.charset()).characterSet(),
                definition.decimals());
    }

    private static boolean isJson(ColumnDefinition definition) {
        return definition instanceof ColumnDefinition41 column
                && column.extended()
                        .flatMap(extended -> extended.value(ExtendedMetadata.Item.FORMAT))
                        .filter(JSON::equals)
                        .isPresent();
    }

    /** The value whose text is a column of a text row. */
    Value inTextRow(Bytes wire) {
        return switch (type) {
            case TINY, SHORT, INT24, LONG, LONGLONG, YEAR, BOOL -> new Value.Int(wire, ValueForm.TEXT, unsigned);
            case FLOAT, DOUBLE -> new Value.Real(wire, ValueForm.TEXT);
            case DATE, DATETIME, TIMESTAMP, TIME -> temporal(wire, ValueForm.TEXT);
            default -> string(wire);
        };
    }

    /** Reads the value in a binary row. */
    Value inBinaryRow(WireReader reader) {
        return switch (type) {
            case TINY, BOOL -> whole(reader, 1);
            case SHORT, YEAR -> whole(reader, 2);
            case LONG, INT24 -> whole(reader, 4);
            case LONGLONG -> whole(reader, 8);
            case FLOAT -> new Value.Real(reader.bytes(Float.BYTES, "value"), ValueForm.BINARY);
            case DOUBLE -> new Value.Real(reader.bytes(Double.BYTES, "value"), ValueForm.BINARY);
            case DATE, DATETIME, TIMESTAMP, TIME ->
                temporal(reader.bytes(reader.int1("length of value"), "value"), ValueForm.BINARY);
            case NULL -> new Value.Null();
            default -> string(reader.isPrefix() ? reader.stringLenEncOrRest("value") : reader.stringLenEnc("value"));
        };
    }

    /**
     * Reads the value of a parameter. Servers read INT24 and YEAR as length-encoded there (STM-10), and what is before a point in time is a length-encoded
     * integer (STM-11).
     *
     * @param mayBeCut whether a string that goes beyond the packet ends with it, as a server has it when it executes a statement
     */
    Value inParameter(WireReader reader, boolean mayBeCut) {
        return switch (type) {
            case TINY, SHORT, LONG, LONGLONG, FLOAT, DOUBLE, NULL -> inBinaryRow(reader);
            case DATE, DATETIME, TIMESTAMP, TIME -> temporal(reader.stringLenEnc("value"), ValueForm.BINARY);
            default -> string(mayBeCut ? reader.stringLenEncOrRest("value") : reader.stringLenEnc("value"));
        };
    }

    private Value whole(WireReader reader, int length) {
        return new Value.Int(reader.bytes(length, "value"), ValueForm.BINARY, unsigned);
    }

    private Value temporal(Bytes wire, ValueForm form) {
        return type == ColumnType.TIME
                ? new Value.Time(wire, form, decimals)
                : new Value.DateTime(wire, form, type == ColumnType.DATE, decimals);
    }

    private Value string(Bytes wire) {
        return switch (type) {
            case DECIMAL, NEWDECIMAL -> new Value.Decimal(wire);
            case BIT -> new Value.Bits(wire);
            case JSON -> new Value.Json(wire);
            case VECTOR -> new Value.Vector(wire);
            case GEOMETRY -> new Value.Geometry(wire);
            case VARCHAR, VAR_STRING, STRING, ENUM, SET, TINY_BLOB, MEDIUM_BLOB, LONG_BLOB, BLOB ->
                characterSet.isBinary() ? new Value.Binary(wire) : new Value.Text(wire, characterSet);
            default -> new Value.Binary(wire);
        };
    }
}

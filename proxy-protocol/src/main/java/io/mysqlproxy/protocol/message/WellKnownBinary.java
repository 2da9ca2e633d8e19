package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import java.util.List;
import java.util.OptionalInt;

/**
 * The head of a geometry.
 *
 * <pre>
 *   reference system (4)  byte order (1): 1 the lowest byte first, 0 the highest  shape (4)  …
 * </pre>
 *
 * @see <a href="https://dev.mysql.com/doc/refman/en/gis-data-formats.html">Spatial data formats</a>
 */
final class WellKnownBinary {
    private static final int ORDER_AT = 4;
    private static final int SHAPE_AT = 5;
    private static final int HEAD = 9;

    private static final List<String> SHAPES = List.of(
            "GEOMETRY",
            "POINT",
            "LINESTRING",
            "POLYGON",
            "MULTIPOINT",
            "MULTILINESTRING",
            "MULTIPOLYGON",
            "GEOMETRYCOLLECTION");

    private WellKnownBinary() {}

    static OptionalInt srid(Bytes wire) {
        return wire.length() < ORDER_AT
                ? OptionalInt.empty()
                : OptionalInt.of((int) Numbers.littleBits(wire, 0, Integer.BYTES));
    }

    static String shape(Bytes wire) {
        return SHAPES.get(hasShape(wire) ? (int) code(wire) : 0);
    }

    static boolean hasShape(Bytes wire) {
        return wire.length() >= HEAD && wire.byteAt(ORDER_AT) <= 1 && code(wire) > 0 && code(wire) < SHAPES.size();
    }

    private static long code(Bytes wire) {
        long little = Numbers.littleBits(wire, SHAPE_AT, Integer.BYTES);
        return wire.byteAt(ORDER_AT) == 1 ? little : Integer.toUnsignedLong(Integer.reverseBytes((int) little));
    }
}

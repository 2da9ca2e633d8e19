package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Named values that go with a query, in front of its text. There are the two numbers at least (QA-1).
 *
 * <pre>
 *   number of attributes (lenint)  number of sets (lenint)
 *   [ bitmap of the NULLs ((number + 7) / 8)  01
 *     for each: type (2)  name (lenstr)
 *     for each that is not NULL: value ]     if there are attributes
 * </pre>
 *
 * @param sets 1; servers refuse any other number
 * @param nulls the bitmap: bit 0 of the first byte for the first attribute
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query.html">COM_QUERY</a>
 */
public record QueryAttributes(long sets, Bytes nulls, List<Parameter> attributes) {
    /** As if the client had none to send. */
    public static final QueryAttributes NONE = new QueryAttributes(1, Bytes.EMPTY, List.of());

    /** What a server accepts (QA-3, LIM-4). */
    private static final int MOST = 65_535;

    private static final int TYPES_FOLLOW = 1;

    public QueryAttributes {
        attributes = List.copyOf(attributes);
    }

    /** @param characterSet of the values that are text */
    static QueryAttributes decode(WireReader reader, CharacterSet characterSet) {
        int at = reader.position();
        long count = reader.intLenEnc("number of attributes");
        long sets = reader.intLenEnc("number of attribute sets");
        if (Long.compareUnsigned(count, MOST) > 0) {
            throw new MalformedPacketException(at, "at most " + MOST + " attributes", Long.toUnsignedString(count));
        }
        if (count == 0) {
            return new QueryAttributes(sets, Bytes.EMPTY, List.of());
        }
        NullBitmap nulls = NullBitmap.decode(reader, (int) count, 0);
        reader.header(TYPES_FOLLOW, "flag that types follow");
        List<Parameter> attributes = new ArrayList<>();
        for (ParameterType type : ParameterType.decode(reader, (int) count, true)) {
            boolean isNull = nulls.has(attributes.size());
            attributes.add(new Parameter(
                    type,
                    isNull ? new Value.Null() : type.valueType(characterSet).inParameter(reader, false)));
        }
        return new QueryAttributes(sets, nulls.bits(), attributes);
    }

    void encode(WireWriter writer) {
        writer.intLenEnc(attributes.size()).intLenEnc(sets);
        if (attributes.isEmpty()) {
            return;
        }
        writer.bytes(nulls).int1(TYPES_FOLLOW);
        attributes.forEach(attribute -> attribute.type().encode(writer));
        BinaryValues.encodeParameters(attributes.stream().map(Parameter::value).toList(), writer);
    }
}

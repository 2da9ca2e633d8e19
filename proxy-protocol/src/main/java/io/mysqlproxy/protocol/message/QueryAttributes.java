package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
public record QueryAttributes(long sets, Bytes nulls, List<QueryAttribute> attributes) {
    /** As if the client had none to send. */
    public static final QueryAttributes NONE = new QueryAttributes(1, Bytes.EMPTY, List.of());

    /** What a server accepts (QA-3, LIM-4). */
    private static final int MOST = 65_535;

    private static final int TYPES_FOLLOW = 1;

    public QueryAttributes {
        attributes = List.copyOf(attributes);
    }

    /**
     * One attribute.
     *
     * @param type the value's type, as in column definitions; with 8000 (hexadecimal) added when the value is unsigned
     * @param value as on the wire, without the length in front; empty when the value is NULL
     */
    public record QueryAttribute(int type, Bytes name, Optional<Bytes> value) {}

    static QueryAttributes decode(WireReader reader) {
        int at = reader.position();
        long count = reader.intLenEnc("number of attributes");
        long sets = reader.intLenEnc("number of attribute sets");
        if (Long.compareUnsigned(count, MOST) > 0) {
            throw new MalformedPacketException(at, "at most " + MOST + " attributes", Long.toUnsignedString(count));
        }
        if (count == 0) {
            return new QueryAttributes(sets, Bytes.EMPTY, List.of());
        }
        Bytes nulls = reader.bytes((int) (count + 7) / 8, "bitmap of NULL attributes");
        reader.header(TYPES_FOLLOW, "flag that types follow");
        List<QueryAttribute> attributes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int type = reader.int2("attribute's type");
            attributes.add(new QueryAttribute(type, reader.stringLenEnc("attribute's name"), Optional.empty()));
        }
        for (int i = 0; i < count; i++) {
            QueryAttribute attribute = attributes.get(i);
            boolean isNull = (nulls.byteAt(i / 8) >> (i % 8) & 1) != 0;
            if (!isNull) {
                Bytes value = BinaryValue.decode(attribute.type(), reader);
                attributes.set(i, new QueryAttribute(attribute.type(), attribute.name(), Optional.of(value)));
            }
        }
        return new QueryAttributes(sets, nulls, attributes);
    }

    void encode(WireWriter writer) {
        writer.intLenEnc(attributes.size()).intLenEnc(sets);
        if (attributes.isEmpty()) {
            return;
        }
        writer.bytes(nulls).int1(TYPES_FOLLOW);
        for (QueryAttribute attribute : attributes) {
            writer.int2(attribute.type()).stringLenEnc(attribute.name());
        }
        for (QueryAttribute attribute : attributes) {
            attribute.value().ifPresent(value -> BinaryValue.encode(attribute.type(), value, writer));
        }
    }
}

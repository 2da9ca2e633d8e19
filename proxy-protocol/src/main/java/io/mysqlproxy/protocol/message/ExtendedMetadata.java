package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What MariaDB tells of a column's type beyond its code: JSON, UUID, INET6, POINT and the like travel as plain text or bytes.
 *
 * <pre>
 *   kind (1)  value (lenstr)     as often as fits
 * </pre>
 *
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol/4-server-response-packets/result-set-packets">MariaDB: result set packets</a>
 */
public record ExtendedMetadata(List<Item> items) {
    public ExtendedMetadata {
        items = List.copyOf(items);
    }

    /**
     * One fact.
     *
     * @param kind {@link #TYPE}, {@link #FORMAT} or one that nobody has named
     */
    public record Item(int kind, Bytes value) {
        /** The value is the name of the type: {@code uuid}, {@code inet6}, {@code point}. */
        public static final int TYPE = 0;

        /** The value is the name of the format: {@code json}. */
        public static final int FORMAT = 1;
    }

    static ExtendedMetadata decode(WireReader reader) {
        List<Item> items = new ArrayList<>();
        while (reader.hasRemaining()) {
            items.add(new Item(reader.int1("kind of metadata"), reader.stringLenEnc("metadata")));
        }
        return new ExtendedMetadata(items);
    }

    void encode(WireWriter writer) {
        items.forEach(item -> writer.int1(item.kind()).stringLenEnc(item.value()));
    }

    /** The first value of the kind. */
    public Optional<Bytes> value(int kind) {
        return items.stream()
                .filter(item -> item.kind() == kind)
                .map(Item::value)
                .findFirst();
    }
}

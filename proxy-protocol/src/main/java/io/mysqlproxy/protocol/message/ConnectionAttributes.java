package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client tells about itself: pairs of key and value in the order sent, in the connection's character set. Keys may occur twice. The total
 * length in front may lie (CON-9): where it announces more than there is, the message's oddities say so.
 *
 * @param unparsed what follows the last pair within the total length and is no pair; it may be anything (SEC-R5)
 * @see <a href="https://dev.mysql.com/doc/refman/en/performance-schema-connection-attribute-tables.html">Connection attribute tables</a>
 */
public record ConnectionAttributes(List<Attribute> attributes, Secret unparsed) {
    /** More pairs than this stay unparsed; honest clients send ten or so (LIM-5). */
    static final int MOST_PAIRS = 4096;

    public ConnectionAttributes {
        attributes = List.copyOf(attributes);
    }

    /** One pair. */
    public record Attribute(Bytes key, Bytes value) {
        public static Attribute of(String key, String value) {
            return new Attribute(Bytes.utf8(key), Bytes.utf8(value));
        }
    }

    public static ConnectionAttributes of(Attribute... attributes) {
        return new ConnectionAttributes(List.of(attributes), Secret.EMPTY);
    }

    static ConnectionAttributes decode(WireReader reader) {
        return reader.blockOrRest("connection attributes", pairs -> {
            List<Attribute> attributes = new ArrayList<>();
            while (pairs.hasRemaining() && attributes.size() < MOST_PAIRS) {
                Optional<Attribute> attribute = pairs.attempt(ConnectionAttributes::pair);
                if (attribute.isEmpty()) {
                    break;
                }
                attributes.add(attribute.get());
            }
            return new ConnectionAttributes(attributes, Secret.of(pairs.rest()));
        });
    }

    private static Optional<Attribute> pair(WireReader reader) {
        return Optional.of(new Attribute(reader.stringLenEnc("attribute key"), reader.stringLenEnc("attribute value")));
    }

    void encode(WireWriter writer) {
        writer.blockOrRest(block -> {
            for (Attribute attribute : attributes) {
                block.stringLenEnc(attribute.key()).stringLenEnc(attribute.value());
            }
            block.secret(unparsed);
        });
    }
}

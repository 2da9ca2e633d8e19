package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.WireReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The column definitions of the result that is being sent, kept as they came: rows need them to be decoded, and most rows are never decoded. One buffer
 * per connection, written again for each result.
 *
 * <pre>
 *   definition := length (4)  payload
 * </pre>
 */
final class DefinitionBuffer {
    /** More than 4,096 columns with the longest of names have (LIM-3). */
    static final int LIMIT = 4 << 20;

    /** A larger buffer is let go between results. */
    private static final int SPARE_CAPACITY = 8 * 1024;

    static final int LENGTH_SIZE = 4;
    private static final byte[] NONE = new byte[0];

    private byte[] content = NONE;
    private int used;
    private boolean complete = true;
    private @Nullable List<ColumnDefinition> decoded;
    private final ColumnTypes types = new ColumnTypes();

    /** Another result begins. */
    void clear() {
        used = 0;
        complete = true;
        decoded = null;
        types.clear();
        if (content.length > SPARE_CAPACITY) {
            content = NONE;
        }
    }

    /** No row will follow soon. */
    void trim() {
        if (content.length > SPARE_CAPACITY) {
            clear();
        }
    }

    void add(Packet packet) {
        decoded = null;
        types.clear();
        int length = packet.kept();
        if (!complete || length < packet.length() || used + LENGTH_SIZE + length > LIMIT) {
            complete = false;
            used = 0;
            return;
        }
        reserve(LENGTH_SIZE + length);
        for (int i = 0; i < LENGTH_SIZE; i++) {
            content[used + i] = (byte) (length >> (8 * (LENGTH_SIZE - 1 - i)));
        }
        packet.copyTo(content, used + LENGTH_SIZE, length);
        used += LENGTH_SIZE + length;
    }

    /** Definitions that were kept with a statement become those of the result. */
    void set(byte[] definitions) {
        clear();
        reserve(definitions.length);
        System.arraycopy(definitions, 0, content, 0, definitions.length);
        used = definitions.length;
    }

    /** The definitions, decoded when first asked for; empty when they were not seen, or not all of them could be read. */
    List<ColumnDefinition> decode(Capabilities capabilities) {
        List<ColumnDefinition> known = decoded;
        if (known == null) {
            known = decodeAll(ByteBuffer.wrap(content, 0, used).asReadOnlyBuffer(), capabilities);
            decoded = known;
        }
        return known;
    }

    /** The types alone, read when first asked for; makes no object once a result as wide was seen. */
    ColumnTypes types(Capabilities capabilities) {
        types.readOnce(content, used, capabilities);
        return types;
    }

    private static List<ColumnDefinition> decodeAll(ByteBuffer content, Capabilities capabilities) {
        List<ColumnDefinition> definitions = new ArrayList<>();
        try {
            while (content.hasRemaining()) {
                int length = content.getInt();
                ByteBuffer definition = content.slice(content.position(), length);
                definitions.add(ColumnDefinition.decode(WireReader.of(definition), capabilities, false));
                content.position(content.position() + length);
            }
            return List.copyOf(definitions);
        } catch (MalformedPacketException unreadable) {
            return List.of(); // whoever looks at the definition is told what is wrong with it
        }
    }

    boolean hasContent(byte[] other) {
        return Arrays.equals(content, 0, used, other, 0, other.length);
    }

    byte[] content() {
        return used == 0 ? NONE : Arrays.copyOf(content, used);
    }

    private void reserve(int more) {
        if (content.length - used < more) {
            content = Arrays.copyOf(content, Math.max(used + more, Math.min(LIMIT, Math.max(256, content.length * 2))));
        }
    }
}

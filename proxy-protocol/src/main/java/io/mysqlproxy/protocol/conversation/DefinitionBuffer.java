package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.wire.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;

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

    private static final int LENGTH_SIZE = 4;
    private static final byte[] NONE = new byte[0];

    private byte[] content = NONE;
    private int used;
    private boolean complete = true;

    /** Another result begins. */
    void clear() {
        used = 0;
        complete = true;
        if (content.length > SPARE_CAPACITY) {
            content = NONE;
        }
    }

    void add(Packet packet) {
        int length = packet.kept();
        if (!complete || length < packet.length() || used + LENGTH_SIZE + length > LIMIT) {
            complete = false;
            used = 0;
            return;
        }
        reserve(LENGTH_SIZE + length);
        ByteBuffer.wrap(content).putInt(used, length);
        packet.copyTo(content, used + LENGTH_SIZE);
        used += LENGTH_SIZE + length;
    }

    /** Definitions that were kept with a statement become those of the result. */
    void set(byte[] definitions) {
        clear();
        reserve(definitions.length);
        System.arraycopy(definitions, 0, content, 0, definitions.length);
        used = definitions.length;
    }

    boolean isEmpty() {
        return used == 0;
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

package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.PacketCheck;
import io.mysqlproxy.protocol.wire.PacketCursor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The types of a result's columns, which tell where the values of a binary row end. Used again for each result. */
final class ColumnTypes {
    /** What more columns than this took is let go between results. */
    private static final int SPARE_CAPACITY = 1024;

    private static final int SMALLEST_CAPACITY = 32;
    private static final byte[] NONE = new byte[0];

    private final PacketCursor cursor = new PacketCursor();
    private byte[] codes = NONE;
    private int count;
    private boolean known;
    private boolean read;

    void clear() {
        count = 0;
        known = false;
        read = false;
        if (codes.length > SPARE_CAPACITY) {
            codes = NONE;
        }
    }

    /** By the definitions as {@link DefinitionBuffer} keeps them, unless they were read since the result began. */
    void readOnce(byte[] definitions, int used, Capabilities capabilities) {
        if (!read) {
            read = true;
            known = read(ByteBuffer.wrap(definitions), used, capabilities);
            cursor.release();
        }
    }

    private boolean read(ByteBuffer definitions, int used, Capabilities capabilities) {
        int at = 0;
        while (at < used) {
            int length = definitions.getInt(at);
            at += DefinitionBuffer.LENGTH_SIZE;
            int type = PacketCheck.columnType(cursor.over(definitions, at, length), capabilities);
            if (type == PacketCheck.UNKNOWN) {
                return false;
            }
            if (count == codes.length) {
                codes = Arrays.copyOf(codes, Math.max(SMALLEST_CAPACITY, 2 * count));
            }
            codes[count++] = (byte) type;
            at += length;
        }
        return true;
    }

    /** Whether all definitions could be read; when none was seen, that is so. */
    boolean areKnown() {
        return known;
    }

    /** The codes of the types, from index 0 on. */
    byte[] codes() {
        return codes;
    }

    /** How many; 0 when no definitions were seen. */
    int count() {
        return count;
    }
}

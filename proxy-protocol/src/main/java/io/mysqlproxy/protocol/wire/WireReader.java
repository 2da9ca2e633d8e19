package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the protocol's data types from one packet's payload. Every bounds check of the decoder is here (rules TYP-1, TYP-2, LIM-2, LIM-13, LIM-15): a
 * length that the packet announces is compared with the bytes that are left before anything is allocated. For one thread.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_data_types.html">Protocol data types</a>
 */
public final class WireReader {
    /** First byte of a length-encoded integer that is none: SQL NULL. */
    private static final int LENENC_NULL = 0xfb;

    private static final int LENENC_2 = 0xfc;
    private static final int LENENC_3 = 0xfd;
    private static final int LENENC_8 = 0xfe;

    private final ByteBuffer payload;
    private final int start;

    private WireReader(ByteBuffer payload) {
        this.payload = payload;
        this.start = payload.position();
    }

    /** Reads the bytes from position to limit, in place; the buffer's own position stays. */
    public static WireReader of(ByteBuffer payload) {
        return new WireReader(payload.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    }

    public static WireReader of(Bytes payload) {
        return of(payload.asByteBuffer());
    }

    /** Bytes read so far. */
    public int position() {
        return payload.position() - start;
    }

    /** Bytes left. */
    public int remaining() {
        return payload.remaining();
    }

    public boolean hasRemaining() {
        return payload.hasRemaining();
    }

    /** The next byte, 0 to 255, which is not consumed. */
    public int peek(String what) {
        need(1, what, "int<1>");
        return payload.get(payload.position()) & 0xff;
    }

    /** The byte that many bytes ahead, 0 to 255, or -1 when the packet ends before. */
    public int peekAt(int offset) {
        return offset < payload.remaining() ? payload.get(payload.position() + offset) & 0xff : -1;
    }

    /** int&lt;1&gt;, 0 to 255. */
    public int int1(String what) {
        need(1, what, "int<1>");
        return payload.get() & 0xff;
    }

    /** int&lt;2&gt;, 0 to 65,535. */
    public int int2(String what) {
        need(2, what, "int<2>");
        return payload.getShort() & 0xffff;
    }

    /** int&lt;3&gt;, 0 to 16,777,215. */
    public int int3(String what) {
        need(3, what, "int<3>");
        return (payload.getShort() & 0xffff) | (payload.get() & 0xff) << 16;
    }

    /** int&lt;4&gt;, 0 to 4,294,967,295. */
    public long int4(String what) {
        need(4, what, "int<4>");
        return payload.getInt() & 0xffffffffL;
    }

    /** int&lt;8&gt;; the long holds the 64 bits and is to be read as unsigned. */
    public long int8(String what) {
        need(8, what, "int<8>");
        return payload.getLong();
    }

    /** A length-encoded integer; the long is to be read as unsigned. Longer forms than needed are accepted (TYP-1). */
    public long intLenEnc(String what) {
        int at = position();
        need(1, what, "lenint");
        int first = payload.get() & 0xff;
        if (first < LENENC_NULL) {
            return first;
        }
        return switch (first) {
            case LENENC_2 -> int2(what);
            case LENENC_3 -> int3(what);
            case LENENC_8 -> int8(what);
            default -> throw new MalformedPacketException(at, what + " (lenint)", String.format("byte %02x", first));
        };
    }

    /** fix(n): exactly that many bytes. */
    public Bytes bytes(int count, String what) {
        need(count, what, "fix(" + count + ")");
        return take(count);
    }

    /** lenstr: a length-encoded integer and that many bytes. */
    public Bytes stringLenEnc(String what) {
        int at = position();
        long length = intLenEnc(what);
        if (Long.compareUnsigned(length, payload.remaining()) > 0) {
            throw new MalformedPacketException(
                    at,
                    what + " (lenstr of " + Long.toUnsignedString(length) + " bytes)",
                    payload.remaining() + " bytes left");
        }
        return take((int) length);
    }

    /** nulstr: the bytes before the next 00, which is consumed. */
    public Bytes stringNul(String what) {
        int length = distanceToNul();
        if (length < 0) {
            throw new MalformedPacketException(
                    position(), what + " (nulstr)", "no 00 in the " + remaining() + " bytes left");
        }
        Bytes text = take(length);
        payload.get();
        return text;
    }

    /** Whether a 00 is among the bytes left, so that {@link #stringNul} would find its end. */
    public boolean hasNul() {
        return distanceToNul() >= 0;
    }

    /** eofstr: all bytes that are left. */
    public Bytes rest() {
        return take(payload.remaining());
    }

    /** A reader of the next {@code count} bytes, which this one skips. Positions it reports count from its own start. */
    public WireReader slice(int count, String what) {
        need(count, what, "fix(" + count + ")");
        ByteBuffer part = payload.slice(payload.position(), count);
        payload.position(payload.position() + count);
        return of(part);
    }

    /** Steps over that many bytes. */
    public void skip(int count, String what) {
        need(count, what, "fix(" + count + ")");
        payload.position(payload.position() + count);
    }

    private int distanceToNul() {
        for (int i = payload.position(); i < payload.limit(); i++) {
            if (payload.get(i) == 0) {
                return i - payload.position();
            }
        }
        return -1;
    }

    private Bytes take(int count) {
        ByteBuffer part = payload.slice(payload.position(), count);
        payload.position(payload.position() + count);
        return Bytes.copyOf(part);
    }

    private void need(int count, String what, String type) {
        if (payload.remaining() < count) {
            throw new MalformedPacketException(
                    position(), what + " (" + type + ")", payload.remaining() + " bytes left");
        }
    }
}

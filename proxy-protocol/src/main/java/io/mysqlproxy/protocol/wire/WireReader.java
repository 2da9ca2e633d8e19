package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the protocol's data types from one packet's payload. Every bounds check of the decoder is here (rules TYP-1, TYP-2, LIM-2, LIM-13, LIM-15): a
 * length that the packet announces is compared with the bytes that are left before anything is allocated. For one thread.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_data_types.html">Protocol data types</a>
 */
public final class WireReader {
    private final ByteBuffer payload;
    private final int start;
    private final boolean prefix;

    private int lenEncs;
    private final List<Oddities.LongForm> longForms = new ArrayList<>(0);
    private boolean unterminated;
    private long missing;

    private WireReader(ByteBuffer payload, boolean prefix) {
        this.payload = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.start = payload.position();
        this.prefix = prefix;
    }

    /** Reads the bytes from position to limit, in place; the buffer's own position stays. */
    public static WireReader of(ByteBuffer payload) {
        return new WireReader(payload, false);
    }

    /** As {@link #of}, for the beginning of a packet that is longer than what was kept of it (FRM-6). */
    public static WireReader ofPrefix(ByteBuffer payload) {
        return new WireReader(payload, true);
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

    /** Whether the packet goes on behind the bytes that are there. */
    public boolean isPrefix() {
        return prefix;
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
        return (payload.getShort() & 0xffff) | ((payload.get() & 0xff) << 16);
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
        int first = int1(what);
        long value = switch (first) {
            case LenEnc.IN_2_BYTES -> int2(what);
            case LenEnc.IN_3_BYTES -> int3(what);
            case LenEnc.IN_8_BYTES -> int8(what);
            case LenEnc.NULL, 0xff ->
                throw new MalformedPacketException(at, what + " (lenint)", String.format("byte %02x", first));
            default -> first;
        };
        int size = position() - at;
        if (size > LenEnc.smallestSize(value)) {
            longForms.add(new Oddities.LongForm(lenEncs, size));
        }
        lenEncs++;
        return value;
    }

    /** fix(n): exactly that many bytes. */
    public Bytes bytes(int count, String what) {
        need(count, what, "fix(" + count + ")");
        return take(count);
    }

    /** int&lt;4&gt; that tells how many bytes follow: no more than are left. */
    public int int4Length(String what) {
        int at = position();
        long length = int4("length of " + what);
        if (length > payload.remaining()) {
            throw new MalformedPacketException(
                    at, what + " of " + length + " bytes", payload.remaining() + " bytes left");
        }
        return (int) length;
    }

    /** lenstr: a length-encoded integer and that many bytes. */
    public Bytes stringLenEnc(String what) {
        int at = position();
        long length = intLenEnc(what);
        return take(checked(length, at, what));
    }

    /** As {@link #stringLenEnc}; a string that announces more bytes than are left ends with the packet. Nothing can follow it then. */
    public Bytes stringLenEncOrRest(String what) {
        return take(checkedOrRest(what));
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

    /** nulstr at a place where the packet may end without the 00: then all bytes that are left. */
    public Bytes stringNulOrRest(String what) {
        if (hasNul()) {
            return stringNul(what);
        }
        unterminated = true;
        return rest();
    }

    /** Whether a 00 is among the bytes left, so that {@link #stringNul} would find its end. */
    public boolean hasNul() {
        return distanceToNul() >= 0;
    }

    /** eofstr: all bytes that are left. */
    public Bytes rest() {
        return take(payload.remaining());
    }

    /** A length-encoded integer and that many bytes, which {@code content} reads as {@link #within} says. */
    public <T> T block(String what, Function<WireReader, T> content) {
        int at = position();
        long length = intLenEnc(what);
        return within(checked(length, at, what), content);
    }

    /** As {@link #block}, at the end of a packet: a block that announces more bytes than are left ends with the packet. */
    public <T> T blockOrRest(String what, Function<WireReader, T> content) {
        return within(checkedOrRest(what), content);
    }

    /** The next {@code length} bytes, which {@code content} reads: it finds the reader ending there, and need not read to that end. */
    public <T> T within(int length, String what, Function<WireReader, T> content) {
        need(length, what, "fix(" + length + ")");
        return within(length, content);
    }

    /**
     * What the attempt reads, or nothing when the bytes are not what it expects: then the reader is where it was.
     *
     * @param attempt reads and returns, throws {@link MalformedPacketException} or returns empty
     */
    public <T> Optional<T> attempt(Function<WireReader, Optional<T>> attempt) {
        int position = payload.position();
        int limit = payload.limit();
        int lenEncsBefore = lenEncs;
        int longFormsBefore = longForms.size();
        boolean unterminatedBefore = unterminated;
        long missingBefore = missing;
        Optional<T> value;
        try {
            value = attempt.apply(this);
        } catch (MalformedPacketException unexpected) {
            value = Optional.empty(); // the caller reads the same bytes in another way
        }
        if (value.isEmpty()) {
            payload.limit(limit).position(position);
            lenEncs = lenEncsBefore;
            longForms.subList(longFormsBefore, longForms.size()).clear();
            unterminated = unterminatedBefore;
            missing = missingBefore;
        }
        return value;
    }

    /** Ends the reading of a packet: what is left is its surplus. */
    public Oddities oddities() {
        Secret surplus = Secret.of(rest());
        boolean none = longForms.isEmpty() && !unterminated && missing == 0 && surplus.isEmpty();
        return none ? Oddities.NONE : new Oddities(longForms, unterminated, missing, surplus);
    }

    /** The byte that tells which packet this is. */
    public void header(int expected, String what) {
        int at = position();
        int found = int1(what);
        if (found != expected) {
            throw new MalformedPacketException(
                    at, String.format("%s (byte %02x)", what, expected), String.format("byte %02x", found));
        }
    }

    /** Here the packet must end. */
    public void end() {
        if (payload.hasRemaining()) {
            throw new MalformedPacketException(position(), "the packet's end", remaining() + " bytes left");
        }
    }

    private <T> T within(int length, Function<WireReader, T> content) {
        int limit = payload.limit();
        payload.limit(payload.position() + length);
        T value = content.apply(this);
        payload.limit(limit);
        return value;
    }

    private int checked(long length, int at, String what) {
        if (Long.compareUnsigned(length, payload.remaining()) > 0) {
            throw new MalformedPacketException(
                    at,
                    what + " (lenstr of " + Long.toUnsignedString(length) + " bytes)",
                    payload.remaining() + " bytes left");
        }
        return (int) length;
    }

    private int checkedOrRest(String what) {
        long announced = intLenEnc(what);
        int length = Long.compareUnsigned(announced, remaining()) > 0 ? remaining() : (int) announced;
        missing = announced - length;
        return length;
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

package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;

/**
 * Walks over the fields of a packet in place, to see whether they are there, and makes no object: what {@link WireReader} is for values, this is for
 * layouts. A field that is not there, or not whole, makes the cursor {@linkplain #isBroken broken}; all further fields are then 0 and empty, so that a
 * caller asks once, at the end. Used again for every packet; for one thread.
 */
public final class PacketCursor {
    private ByteBuffer source = Packet.NOTHING;
    private int start;
    private int at;
    private int end;
    private boolean prefix;
    private boolean broken;

    /** Begins at the first byte of the packet's payload. */
    public PacketCursor over(Packet packet) {
        return begin(packet.source(), packet.offset(), packet.kept(), packet.kept() < packet.length());
    }

    /** Begins at the index of bytes that are no packet of their own. */
    public PacketCursor over(ByteBuffer bytes, int index, int length) {
        return begin(bytes, index, length, false);
    }

    /** Begins where another one is, over the rest of its packet. */
    public PacketCursor over(PacketCursor other) {
        return begin(other.source, other.at, other.end - other.at, other.prefix);
    }

    private PacketCursor begin(ByteBuffer bytes, int index, int length, boolean isPrefix) {
        source = bytes;
        start = index;
        at = index;
        end = index + length;
        prefix = isPrefix;
        broken = false;
        return this;
    }

    /** The packet is no longer looked at. */
    public void release() {
        begin(Packet.NOTHING, 0, 0, false);
    }

    /** Whether a field was not there, or not whole. */
    public boolean isBroken() {
        return broken;
    }

    /** Whether everything was there, and nothing is left. */
    public boolean isAtEnd() {
        return !broken && at == end;
    }

    public boolean hasRemaining() {
        return at < end;
    }

    /** Whether the packet goes on behind the bytes that were kept of it. */
    public boolean isPrefix() {
        return prefix;
    }

    /** Bytes walked over so far. */
    public int position() {
        return at - start;
    }

    /** The byte at the place counted from the beginning, 0 to 255; it must be there. */
    public int byteAt(int position) {
        return source.get(start + position) & 0xff;
    }

    /** The next byte, which is not consumed, or -1 at the end. */
    public int peek() {
        return at < end ? source.get(at) & 0xff : -1;
    }

    /** int&lt;1&gt;, 0 to 255. */
    public int int1() {
        if (at < end) {
            return source.get(at++) & 0xff;
        }
        fail();
        return 0;
    }

    /** int&lt;2&gt;, 0 to 65,535. */
    public int int2() {
        return (int) number(2);
    }

    /** So many bytes. */
    public void skip(long count) {
        if (count < 0 || count > end - at) {
            fail();
        } else {
            at += (int) count;
        }
    }

    /** A length-encoded integer, to be read as unsigned. */
    public long intLenEnc() {
        int first = int1();
        return switch (first) {
            case LenEnc.IN_2_BYTES -> number(2);
            case LenEnc.IN_3_BYTES -> number(3);
            case LenEnc.IN_8_BYTES -> number(8);
            case LenEnc.NULL, 0xff -> {
                fail();
                yield 0;
            }
            default -> first;
        };
    }

    /** lenstr: a length-encoded integer and that many bytes. */
    public void stringLenEnc() {
        skip(intLenEnc());
    }

    /** As {@link #stringLenEnc}; a string that announces more bytes than are left ends with the packet. */
    public void stringLenEncOrRest() {
        long length = intLenEnc();
        skip(length < 0 || length > end - at ? end - at : length);
    }

    /** A value of a text row: NULL or a lenstr. */
    public void nullOrStringLenEnc() {
        if (peek() == LenEnc.NULL) {
            at++;
        } else {
            stringLenEnc();
        }
    }

    private long number(int size) {
        if (end - at < size) {
            fail();
            return 0;
        }
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | (source.get(at + i) & 0xff);
        }
        at += size;
        return value;
    }

    private void fail() {
        broken = true;
        at = end;
    }
}

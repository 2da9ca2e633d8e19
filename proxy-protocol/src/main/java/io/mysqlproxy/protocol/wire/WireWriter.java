package io.mysqlproxy.protocol.wire;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the protocol's data types; the counterpart of {@link WireReader}, name by name. Grows as needed. Remembers which of the bytes it wrote came
 * from a {@link Secret}, so that a dump of the packet can leave out exactly those. For one thread.
 */
public final class WireWriter {
    private static final int INITIAL_CAPACITY = 128;

    private byte[] content = new byte[INITIAL_CAPACITY];
    private int length;
    private final BitSet hidden = new BitSet();

    private Oddities oddities = Oddities.NONE;
    private int lenEncs;

    /** Begins a message that has these oddities; {@link #end} ends it. */
    public WireWriter begin(Oddities oddities) {
        this.oddities = oddities;
        this.lenEncs = 0;
        return this;
    }

    /** Ends the message: takes back the 00 of an unterminated last string, adds the surplus. */
    public WireWriter end() {
        if (oddities.unterminated()) {
            length--;
        }
        return secret(oddities.surplus());
    }

    public WireWriter int1(int value) {
        return little(value, 1);
    }

    public WireWriter int2(int value) {
        return little(value, 2);
    }

    public WireWriter int3(int value) {
        return little(value, 3);
    }

    public WireWriter int4(long value) {
        return little(value, 4);
    }

    public WireWriter int8(long value) {
        return little(value, 8);
    }

    /** The unsigned value in the shortest length-encoded form, or in the longer one that {@link #begin} told of. */
    public WireWriter intLenEnc(long value) {
        return intLenEnc(lenEncs++, value);
    }

    /** The bytes as they are: fix(n) and eofstr. */
    public WireWriter bytes(Bytes bytes) {
        return bytes(bytes.toArray(), bytes.length());
    }

    /** The bytes as they are, some of them remembered as hidden. */
    public WireWriter bytes(Bytes bytes, List<ByteRange> secrets) {
        secrets.forEach(secret -> hidden.set(length + secret.start(), length + secret.end()));
        return bytes(bytes);
    }

    public WireWriter stringLenEnc(Bytes bytes) {
        return intLenEnc(bytes.length()).bytes(bytes);
    }

    /** As {@link #stringLenEnc}; the length announces as many bytes more as {@link #begin} told to be missing. */
    public WireWriter stringLenEncOrRest(Bytes bytes) {
        return intLenEnc(bytes.length() + oddities.missing()).bytes(bytes);
    }

    public WireWriter stringNul(Bytes bytes) {
        return bytes(bytes).int1(0);
    }

    /** The length in bytes of what the content writes, length-encoded, and the content. */
    public WireWriter block(Consumer<WireWriter> content) {
        return block(0, content);
    }

    /** As {@link #block}; the length announces as many bytes more as {@link #begin} told to be missing. */
    public WireWriter blockOrRest(Consumer<WireWriter> content) {
        return block(oddities.missing(), content);
    }

    /** The secret's bytes as they are, remembered as hidden. */
    public WireWriter secret(Secret secret) {
        hidden.set(length, length + secret.length());
        return bytes(secret.unsafeReveal());
    }

    public WireWriter secretLenEnc(Secret secret) {
        return intLenEnc(secret.length()).secret(secret);
    }

    public WireWriter secretNul(Secret secret) {
        return secret(secret).int1(0);
    }

    /** Bytes written so far. */
    public int length() {
        return length;
    }

    /** What was written so far, with the secrets in it: whoever calls this is responsible for where it goes. */
    public Bytes toBytes() {
        return Bytes.of(Arrays.copyOf(content, length));
    }

    /** Whether the byte at the offset came from a {@link Secret}. */
    public boolean isHidden(int offset) {
        return hidden.get(offset);
    }

    private WireWriter block(long missing, Consumer<WireWriter> content) {
        int index = lenEncs++; // the length comes before those inside
        WireWriter inner = new WireWriter();
        inner.oddities = oddities;
        inner.lenEncs = lenEncs;
        content.accept(inner);
        lenEncs = inner.lenEncs;
        intLenEnc(index, inner.length + missing);
        inner.hidden.stream().forEach(offset -> hidden.set(length + offset));
        return bytes(inner.content, inner.length);
    }

    private WireWriter intLenEnc(int index, long value) {
        int size = oddities.sizeOf(index, LenEnc.smallestSize(value));
        return size == 1 ? little(value, 1) : little(LenEnc.firstByte(size), 1).little(value, size - 1);
    }

    private WireWriter bytes(byte[] bytes, int count) {
        reserve(count);
        System.arraycopy(bytes, 0, content, length, count);
        length += count;
        return this;
    }

    private WireWriter little(long value, int bytes) {
        reserve(bytes);
        for (int i = 0; i < bytes; i++) {
            content[length++] = (byte) (value >>> (8 * i));
        }
        return this;
    }

    private void reserve(int count) {
        if (content.length - length < count) {
            content = Arrays.copyOf(content, Math.max(content.length * 2, length + count));
        }
    }
}

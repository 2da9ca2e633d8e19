package io.mysqlproxy.protocol.wire;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Writes the protocol's data types; the counterpart of {@link WireReader}, name by name. Grows as needed. Remembers which of the bytes it wrote came
 * from a {@link Secret}, so that a dump of the packet can leave out exactly those. For one thread.
 */
public final class WireWriter {
    private static final int INITIAL_CAPACITY = 128;

    private byte[] content = new byte[INITIAL_CAPACITY];
    private int length;
    private final BitSet hidden = new BitSet();

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

    /** The shortest length-encoded form of the unsigned value. */
    public WireWriter intLenEnc(long value) {
        if (Long.compareUnsigned(value, 0xfb) < 0) {
            return little(value, 1);
        }
        if (Long.compareUnsigned(value, 1L << 16) < 0) {
            return little(0xfc, 1).little(value, 2);
        }
        if (Long.compareUnsigned(value, 1L << 24) < 0) {
            return little(0xfd, 1).little(value, 3);
        }
        return little(0xfe, 1).little(value, 8);
    }

    /** The bytes as they are: fix(n) and eofstr. */
    public WireWriter bytes(Bytes bytes) {
        reserve(bytes.length());
        bytes.asByteBuffer().get(content, length, bytes.length());
        length += bytes.length();
        return this;
    }

    public WireWriter stringLenEnc(Bytes bytes) {
        return intLenEnc(bytes.length()).bytes(bytes);
    }

    public WireWriter stringNul(Bytes bytes) {
        return bytes(bytes).int1(0);
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

    /** What was written so far. */
    public Bytes toBytes() {
        return Bytes.of(Arrays.copyOf(content, length));
    }

    /** Whether the byte at the offset came from a {@link Secret}. */
    public boolean isHidden(int offset) {
        return hidden.get(offset);
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

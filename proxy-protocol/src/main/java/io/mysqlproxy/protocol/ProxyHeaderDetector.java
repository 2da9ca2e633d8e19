package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.message.ProxyHeader.Version1;
import io.mysqlproxy.protocol.message.ProxyHeader.Version2;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds a PROXY protocol header in front of the client's first packet (DET-1), however the bytes are sliced. Version 1 is a line of text, version 2 a
 * binary block with its length in it.
 *
 * @see <a href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
public final class ProxyHeaderDetector {
    /** What the bytes so far are. */
    public enum Verdict {
        /** They could be the beginning of a header. */
        UNDECIDED,
        /** {@link #taken} is a whole header. */
        HEADER,
        /** {@link #taken} is not a header, but the beginning of the client's first packet. */
        NO_HEADER
    }

    /** Of version 2, up to its addresses. */
    private static final int BINARY_PREFIX_LENGTH = 16;

    private byte[] taken = new byte[Version1.MOST];
    private int length;

    /** Takes bytes one by one until the verdict is clear; the rest stays in the buffer. */
    public Verdict next(ByteBuffer bytes) {
        Verdict verdict = Verdict.UNDECIDED;
        while (verdict == Verdict.UNDECIDED && bytes.hasRemaining()) {
            if (length == taken.length) {
                taken = Arrays.copyOf(taken, taken.length * 2);
            }
            taken[length++] = bytes.get();
            verdict = verdict();
        }
        return verdict;
    }

    /** The bytes that the verdict is about. */
    public Bytes taken() {
        return Bytes.of(Arrays.copyOf(taken, length));
    }

    private Verdict verdict() {
        if (beginsWith(Version1.PREFIX)) {
            return textVerdict();
        }
        return beginsWith(Version2.SIGNATURE) ? binaryVerdict() : Verdict.NO_HEADER;
    }

    private Verdict textVerdict() {
        if (length > Version1.PREFIX.length() && taken[length - 2] == '\r' && taken[length - 1] == '\n') {
            return Verdict.HEADER;
        }
        return length < Version1.MOST ? Verdict.UNDECIDED : Verdict.NO_HEADER;
    }

    private Verdict binaryVerdict() {
        if (length < BINARY_PREFIX_LENGTH) {
            return Verdict.UNDECIDED;
        }
        int addresses = (taken[14] & 0xff) << 8 | (taken[15] & 0xff);
        return length < BINARY_PREFIX_LENGTH + addresses ? Verdict.UNDECIDED : Verdict.HEADER;
    }

    private boolean beginsWith(Bytes signature) {
        int common = Math.min(length, signature.length());
        int same = 0;
        while (same < common && signature.byteAt(same) == (taken[same] & 0xff)) {
            same++;
        }
        return same == common;
    }
}

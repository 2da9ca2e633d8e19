package io.mysqlproxy.protocol.tls;

import java.security.InvalidKeyException;
import java.util.Arrays;

/** Reads elements of DER one after the other. For what the JDK has no parser for: old key formats, and the inside of an extension. */
final class DerReader {
    private final byte[] bytes;
    private int position;

    DerReader(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isAtEnd() {
        return position == bytes.length;
    }

    /** Whether the next element has this tag. */
    boolean isNext(int tag) {
        return !isAtEnd() && (bytes[position] & 0xFF) == tag;
    }

    /**
     * The content of the next element.
     *
     * @throws InvalidKeyException when it has another tag or more length than there is
     */
    byte[] content(int tag) throws InvalidKeyException {
        if (!isNext(tag)) {
            throw new InvalidKeyException("not the DER that was expected at byte " + position);
        }
        position++;
        int length = length();
        if (length < 0 || length > bytes.length - position) {
            throw new InvalidKeyException("a length at byte " + position + " reaches beyond the end");
        }
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    /** The elements inside the next sequence. */
    DerReader sequence() throws InvalidKeyException {
        return new DerReader(content(Der.SEQUENCE));
    }

    /** Negative when it is larger than anything here can be. */
    private int length() throws InvalidKeyException {
        int first = next();
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = first & 0x7F; i > 0; i--) {
            if (length >= 1 << 23) {
                return -1;
            }
            length = length << 8 | next();
        }
        return length;
    }

    private int next() throws InvalidKeyException {
        if (isAtEnd()) {
            throw new InvalidKeyException("it ends in the middle");
        }
        return bytes[position++] & 0xFF;
    }
}

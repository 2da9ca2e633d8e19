package io.mysqlproxy.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted bytes that were read and not yet decrypted. Waits with a small buffer; a record that does not fit takes a large one, which goes back as soon
 * as it is used up. Reader's thread only.
 */
final class TlsInput {
    /** Type, version, length. */
    static final int RECORD_HEADER_BYTES = 5;

    /** The smallest room that most queries, and many answers, fit into. */
    static final int WAITING_BYTES = 2 * 1024;

    private final Endpoint net;
    private final TlsBuffers buffers;
    private final ByteBuffer small = ByteBuffer.allocate(WAITING_BYTES).limit(0);
    private @Nullable ByteBuffer large;

    TlsInput(Endpoint net, TlsBuffers buffers) {
        this.net = net;
        this.buffers = buffers;
    }

    /** From position to limit what is not decrypted yet; {@link #settle} after something was taken from it. */
    ByteBuffer unread() {
        return large == null ? small : large;
    }

    /** Takes bytes that somebody else has read from the peer. */
    void add(ByteBuffer early) {
        if (early.remaining() > TlsBuffers.BUFFER_BYTES - unread().remaining()) {
            throw new IllegalArgumentException("more than a buffer's worth was read ahead: " + early.remaining());
        }
        if (early.remaining() > WAITING_BYTES - unread().remaining()) {
            grow();
        }
        unread().compact().put(early).flip();
    }

    /** Waits for bytes from the peer and adds them; false when the peer has closed. */
    boolean fill() throws IOException {
        if (large == null && recordLength() > WAITING_BYTES) {
            grow();
        }
        ByteBuffer buffer = unread().compact();
        try {
            return net.read(buffer) >= 0;
        } finally {
            buffer.flip();
            settle();
        }
    }

    /** Whether a whole record is there, so that decrypting needs no waiting. */
    boolean hasRecord() {
        return unread().remaining() >= recordLength();
    }

    /** Lets go of the large buffer once it is used up. */
    void settle() {
        if (large != null && !large.hasRemaining()) {
            buffers.giveBack(large);
            large = null;
        }
    }

    /** The whole record's length, as its header announces; that of a header as long as there is none. */
    private int recordLength() {
        ByteBuffer unread = unread();
        return unread.remaining() < RECORD_HEADER_BYTES
                ? RECORD_HEADER_BYTES
                : RECORD_HEADER_BYTES + (unread.getShort(unread.position() + 3) & 0xffff);
    }

    private void grow() {
        if (large == null) {
            large = buffers.borrow().put(small).flip();
            small.limit(0);
        }
    }

    /** Gives the large buffer back, whatever is in it. */
    void release() {
        if (large != null) {
            large.limit(large.position());
            settle();
        }
    }
}

package io.mysqlproxy.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A buffer and the read-only view of it that a tap gets; both are made once, so that a read allocates nothing. */
final class PumpBuffer {
    /** Most queries and many results fit. */
    static final int SMALL_BYTES = 2 * 1024;

    private final ByteBuffer bytes;
    private final ByteBuffer view;

    PumpBuffer(ByteBuffer bytes) {
        this.bytes = bytes;
        this.view = bytes.asReadOnlyBuffer();
    }

    /** For who waits with it, or goes without a large one. */
    static PumpBuffer small() {
        return new PumpBuffer(ByteBuffer.allocate(SMALL_BYTES));
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** What {@link #bytes} has from position to limit; valid until the next call. */
    ByteBuffer view() {
        // Whatever the last reader did to the view is undone here, its byte order included.
        return view.clear().position(bytes.position()).limit(bytes.limit()).order(ByteOrder.BIG_ENDIAN);
    }
}

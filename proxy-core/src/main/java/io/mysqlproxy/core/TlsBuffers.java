package io.mysqlproxy.core;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Buffers for TLS records, lent while records are encrypted or decrypted: what exists follows the number of sessions that move data at the same moment. On
 * the heap, because the JDK's ciphers work on arrays and would copy anything else.
 */
final class TlsBuffers {
    /** Room for four of the largest records, which is what one read or write of bulk data moves. */
    static final int BUFFER_BYTES = 4 * (16 * 1024 + 512);

    /** Kept when nobody uses them; more are made when needed, and left to the garbage collector afterwards. 4 MiB in all. */
    static final int MOST_KEPT = 64;

    /** The one of this JVM: buffers hold nothing that belongs to a proxy. */
    static final TlsBuffers SHARED = new TlsBuffers();

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>(MOST_KEPT);
    private int lent;

    /** An empty buffer of at least {@link #BUFFER_BYTES}, to be given back. */
    ByteBuffer borrow() {
        lock.lock();
        try {
            lent++;
            ByteBuffer buffer = free.pollFirst();
            return buffer == null ? ByteBuffer.allocate(BUFFER_BYTES) : buffer.clear();
        } finally {
            lock.unlock();
        }
    }

    void giveBack(ByteBuffer buffer) {
        lock.lock();
        try {
            lent--;
            if (free.size() < MOST_KEPT) {
                free.addFirst(buffer);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many are lent at this moment. */
    int lent() {
        lock.lock();
        try {
            return lent;
        } finally {
            lock.unlock();
        }
    }
}

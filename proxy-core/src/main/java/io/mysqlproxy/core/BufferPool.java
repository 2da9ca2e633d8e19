package io.mysqlproxy.core;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The large buffers of one proxy. A pump borrows one while bulk data flows and returns it before it waits, so what the pool holds follows the number
 * of sessions that move data at the same moment, not the number that are open. Buffers are kept once made: at most {@code capacity} times
 * {@link #BUFFER_BYTES}.
 */
final class BufferPool {
    static final int BUFFER_BYTES = 64 * 1024;

    /** 16 MiB in all. A pump that gets none goes on with its small buffer, which is slower and just as correct. */
    static final int DEFAULT_CAPACITY = 256;

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<PumpBuffer> free = new ArrayDeque<>();
    private int made;

    BufferPool(int capacity) {
        this.capacity = capacity;
    }

    /** A buffer with old content, to be given back; null when all are lent or memory is short. */
    @Nullable
    PumpBuffer borrow() {
        lock.lock();
        try {
            PumpBuffer buffer = free.pollFirst();
            if (buffer == null && made < capacity) {
                buffer = new PumpBuffer(ByteBuffer.allocateDirect(BUFFER_BYTES));
                made++;
            }
            return buffer;
        } catch (OutOfMemoryError e) {
            // The JVM's limit of direct memory is lower than ours. Nothing is broken: the small buffer does.
            return null;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(PumpBuffer buffer) {
        lock.lock();
        try {
            free.addFirst(buffer);
        } finally {
            lock.unlock();
        }
    }

    /** How many buffers are lent at this moment. */
    int lent() {
        lock.lock();
        try {
            return made - free.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many buffers exist, lent or not. */
    int made() {
        lock.lock();
        try {
            return made;
        } finally {
            lock.unlock();
        }
    }
}

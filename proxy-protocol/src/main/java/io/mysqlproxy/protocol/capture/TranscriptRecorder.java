package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Tap;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Records one session into a {@link Transcript}, up to a number of bytes. What comes after that passes unrecorded, and the transcript says so in its
 * header {@code cut}. Records everything that is sent, passwords included: use accounts made for it.
 *
 * <p>One recorder belongs to one session. {@link #transcript} may be called from any thread, also while the session runs.
 */
public final class TranscriptRecorder implements Tap {
    private static final long NANOS_PER_MICRO = 1000;

    private final int maximumBytes;
    private final LongSupplier nanoTime;
    private final long start;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Transcript.Chunk> chunks = new ArrayList<>();
    private int recorded;
    private boolean cut;

    /**
     * The time of the first chunk counts from here.
     *
     * @param maximumBytes how many bytes of both directions together to keep, 1 to {@link Transcript#MAXIMUM_BYTES}
     */
    public TranscriptRecorder(int maximumBytes) {
        this(maximumBytes, System::nanoTime);
    }

    TranscriptRecorder(int maximumBytes, LongSupplier nanoTime) {
        if (maximumBytes < 1 || maximumBytes > Transcript.MAXIMUM_BYTES) {
            throw new IllegalArgumentException(
                    "maximumBytes must be 1 to " + Transcript.MAXIMUM_BYTES + ", not " + maximumBytes);
        }
        this.maximumBytes = maximumBytes;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public void onBytes(Direction direction, ByteBuffer bytes) {
        lock.lock();
        try {
            int fitting = cut ? 0 : Math.min(bytes.remaining(), maximumBytes - recorded);
            cut |= fitting < bytes.remaining();
            if (fitting > 0) {
                long micros = (nanoTime.getAsLong() - start) / NANOS_PER_MICRO;
                Bytes kept = Bytes.copyOf(bytes.slice(bytes.position(), fitting));
                chunks.add(new Transcript.Chunk(direction, kept, OptionalLong.of(micros)));
                recorded += fitting;
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was recorded up to now. */
    public Transcript transcript() {
        lock.lock();
        try {
            Map<String, String> headers = new LinkedHashMap<>();
            if (cut) {
                headers.put("cut", "after " + recorded + " bytes");
            }
            return new Transcript(headers, chunks);
        } finally {
            lock.unlock();
        }
    }
}

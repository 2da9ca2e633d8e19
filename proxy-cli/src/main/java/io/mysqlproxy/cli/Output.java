package io.mysqlproxy.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines from many threads and writes them on one of its own, so that a session never stands in a system call on a terminal.
 *
 * <ol>
 *   <li>What one call hands over stays together; what one thread hands over stays in order.
 *   <li>At most {@link #BOUND} characters wait. What does not fit is lost, counted, and told by a line in its place, for no application must stand still
 *       because somebody's terminal does. With {@link WhenFull#WAIT}, {@link #write} waits instead, and the traced sessions become as slow as the reader.
 *   <li>Whenever nothing waits, everything is flushed.
 *   <li>When the output cannot be written any more, that is told once, and from then on everything is discarded and nobody waits.
 * </ol>
 */
final class Output implements Closeable {
    /** What happens to a hand-over when the reader is too slow. */
    enum WhenFull {
        DROP,
        WAIT
    }

    /** Characters that may wait, enough for a burst of some 100,000 packets. One longer hand-over is taken when nothing else waits. */
    static final int BOUND = 1 << 24;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final long FOREVER = Long.MAX_VALUE;

    private final OutputStream target;
    private final Charset charset;
    private final WhenFull whenFull;
    private final LongFunction<String> gapLine;
    private final Consumer<IOException> onFailure;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<String> waiting = new ArrayDeque<>();
    private long waitingCharacters;
    private long dropped;
    /** How many of the dropped ones no line has told of yet. */
    private long gap;

    private boolean closing;
    private boolean broken;
    private boolean done;
    /** In {@link System#nanoTime}, or {@link #FOREVER}. */
    private long deadline = FOREVER;

    /**
     * @param target not to be used by anybody else; flushed, and never closed here
     * @param gapLine the line that stands for that many hand-overs that were lost
     * @param onFailure called on the writing thread, at most once
     */
    Output(
            OutputStream target,
            Charset charset,
            WhenFull whenFull,
            LongFunction<String> gapLine,
            Consumer<IOException> onFailure) {
        this.target = new BufferedOutputStream(target, BUFFER_BYTES);
        this.charset = charset;
        this.whenFull = whenFull;
        this.gapLine = gapLine;
        this.onFailure = onFailure;
        Thread.ofPlatform().daemon().name("mysql-proxy output").start(this::run);
    }

    /** Hands over whole lines, with their line ends. */
    void write(String lines) {
        lock.lock();
        try {
            while (!broken && !waiting.isEmpty() && waitingCharacters + lines.length() > BOUND) {
                if ((whenFull == WhenFull.DROP && deadline == FOREVER) || !awaitChange()) {
                    drop();
                    return;
                }
            }
            if (!broken) {
                enqueue(gapText() + lines);
            }
        } catch (InterruptedException interrupted) {
            drop();
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void drop() {
        dropped++;
        gap++;
    }

    /** The line for what was lost since the last hand-over, empty when nothing was. */
    private String gapText() {
        String text = gap == 0 ? "" : gapLine.apply(gap);
        gap = 0;
        return text;
    }

    private void enqueue(String lines) {
        waiting.add(lines);
        waitingCharacters += lines.length();
        changed.signalAll();
    }

    /**
     * The end has begun, and what is said now matters most: for this long in all a slow reader is waited for, {@link WhenFull#DROP} or not. What does not
     * fit then is dropped and counted.
     */
    void finishWithin(Duration limit) {
        lock.lock();
        try {
            deadline = System.nanoTime() + limit.toNanos();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Hand-overs that were lost because the reader did not take them in time. */
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything is written, as long as {@link #finishWithin} allows. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            String lastGap = gapText();
            if (!lastGap.isEmpty()) {
                enqueue(lastGap);
            }
            changed.signalAll();
            while (!broken && !done) {
                if (!awaitChange()) {
                    dropped += waiting.size() - (lastGap.isEmpty() ? 0 : 1);
                    broken = true;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** False when the time is over. */
    @SuppressWarnings("WaitNotInLoop") // all callers loop
    private boolean awaitChange() throws InterruptedException {
        if (deadline == FOREVER) {
            changed.await();
            return true;
        }
        return changed.awaitNanos(deadline - System.nanoTime()) > 0;
    }

    private void run() {
        try {
            for (String lines = next(); lines != null; lines = next()) {
                target.write(lines.getBytes(charset));
            }
        } catch (IOException failure) {
            end(true);
            onFailure.accept(failure);
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread; should it happen all the same, nobody must wait for it.
            end(true);
        }
    }

    /** What is to be written next; flushes before it waits. Null when everything is written and nothing more comes. */
    private @Nullable String next() throws IOException, InterruptedException {
        String lines = poll();
        if (lines == null) {
            target.flush();
            lines = await();
        }
        return lines;
    }

    private @Nullable String poll() {
        lock.lock();
        try {
            String lines = waiting.poll();
            if (lines != null) {
                waitingCharacters -= lines.length();
                changed.signalAll();
            }
            return lines;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String await() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                changed.await();
            }
            String lines = poll();
            if (lines == null) {
                end(false);
            }
            return lines;
        } finally {
            lock.unlock();
        }
    }

    private void end(boolean byFailure) {
        lock.lock();
        try {
            done = true;
            broken |= byFailure;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

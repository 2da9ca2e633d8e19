package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.core.Tap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the server says until the client has said how it wants to go on: passed on at once, on a thread of its own. Mostly that is the greeting, but a server may
 * also lose patience, and then the client must hear that.
 *
 * <p>Where it can wait without reading, it is woken when somebody takes over. A read that waits cannot be called back: then whoever takes over gets what
 * that brings, see {@link #takeOver}.
 */
final class ServerOpening {
    /** Of greetings, some hundred bytes are usual. */
    private static final int BUFFER_BYTES = 4 * 1024;

    private final Endpoint server;
    private final Endpoint client;
    private final Tap tap;
    private final GreetingRule rule;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<ByteBuffer> handedOver = new CompletableFuture<>();
    private final Thread thread;

    /** What has come of the packet that may become the greeting; null when none has come, and when that is decided. */
    private @Nullable ByteBuffer begin;

    private boolean decided;

    /** Somebody else reads from the server. Guarded by the lock, as the next is. */
    private boolean taken;

    /** This reads from the server, or is about to. */
    private boolean reading;

    private volatile @Nullable Greeting greeting;
    private volatile boolean ended;
    private volatile boolean failed;

    /** What the client is shown instead of the server's greeting. */
    interface GreetingRule {
        /** Whether there is anything to change; otherwise bytes pass as they come, whole packet or not. */
        boolean changes();

        /** Called once, with the greeting as it came. */
        Greeting apply(Greeting greeting) throws IOException;
    }

    ServerOpening(Endpoint server, Endpoint client, Tap tap, GreetingRule rule) {
        this.server = server;
        this.client = client;
        this.tap = tap;
        this.rule = rule;
        this.thread = Thread.ofVirtual().unstarted(this::run);
    }

    /** @param name of the thread */
    void start(String name) {
        thread.setName(name);
        thread.start();
    }

    /** Ends the thread: a read that still waits ends with the connection. After a relay there is none. */
    void end() {
        if (thread.isAlive()) {
            server.close();
        }
        join();
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the client was greeted with; null as long as it was not, or when the server does not speak MySQL. */
    @Nullable
    Greeting greeting() {
        return greeting;
    }

    /** The server has closed its side before anybody took over. */
    boolean hasEnded() {
        return ended;
    }

    /** The server could not be read from before anybody took over, or the client not be written to; both are reset. */
    boolean hasFailed() {
        return failed;
    }

    /**
     * From now on nothing is passed on here.
     *
     * @return the server, which gives first what the read that is waiting will bring, if there is one
     */
    Endpoint takeOver() {
        lock.lock();
        try {
            taken = true;
            if (ended) {
                handedOver.complete(ByteBuffer.allocate(0));
            }
            if (reading || ended) {
                return new HandedOverEndpoint(server, handedOver);
            }
        } finally {
            lock.unlock();
        }
        server.wakeReader();
        join();
        return server;
    }

    private void run() {
        try {
            boolean going = true;
            while (going && beginRead()) {
                ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
                going = dispatch(server.read(buffer), buffer.flip());
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Waits, where that can be done without a read and its buffer; false when somebody has taken over meanwhile. */
    private boolean beginRead() throws IOException {
        server.awaitReadable();
        lock.lock();
        try {
            reading = !taken;
            return reading;
        } finally {
            lock.unlock();
        }
    }

    /** False when there is nothing left to do here. */
    private boolean dispatch(int count, ByteBuffer bytes) throws IOException {
        // The lock is held while the client is written to: who takes over must wait for that anyway.
        lock.lock();
        try {
            if (taken) {
                handedOver.complete(bytes);
                return false;
            }
            reading = false;
            if (count < 0) {
                ended = true;
                client.shutdownOutput();
                return false;
            }
            pass(bytes);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void fail(IOException failure) {
        lock.lock();
        try {
            if (!taken) {
                failed = true;
                client.reset();
                server.reset();
            }
            handedOver.completeExceptionally(failure);
        } finally {
            lock.unlock();
        }
    }

    private void pass(ByteBuffer bytes) throws IOException {
        if (decided) {
            show(bytes);
            return;
        }
        ByteBuffer soFar = joined(begin, bytes);
        boolean mayBegin = Greeting.mayBegin(soFar);
        Greeting whole = mayBegin ? Greeting.read(soFar) : null;
        decided = whole != null || !mayBegin;
        begin = decided ? null : soFar;
        if (whole != null) {
            Greeting shown = rule.apply(whole);
            greeting = shown;
            show(rule.changes() ? shown.bytes() : bytes);
        } else if (!rule.changes()) {
            show(bytes);
        } else if (decided) {
            show(soFar);
        }
    }

    private static ByteBuffer joined(@Nullable ByteBuffer first, ByteBuffer second) {
        return first == null
                ? second.duplicate()
                : ByteBuffer.allocate(first.remaining() + second.remaining())
                        .put(first)
                        .put(second.duplicate())
                        .flip();
    }

    private void show(ByteBuffer bytes) throws IOException {
        tap.onBytes(Direction.SERVER_TO_CLIENT, bytes.duplicate());
        client.write(bytes);
    }
}

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
 * <p>A read that waits cannot be called back. So whoever takes over gets what the waiting read brings: see {@link #takeOver}.
 */
final class ServerOpening implements Runnable {
    /** Of greetings, some hundred bytes are usual. */
    private static final int BUFFER_BYTES = 4 * 1024;

    private final Endpoint server;
    private final Endpoint client;
    private final Tap tap;
    private final GreetingRule rule;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<ByteBuffer> handedOver = new CompletableFuture<>();
    private final ByteBuffer begin = ByteBuffer.allocate(BUFFER_BYTES);

    private boolean taken;
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
     * @return the server, which gives first what the read that is waiting will bring
     */
    Endpoint takeOver() {
        lock.lock();
        try {
            taken = true;
            if (ended) {
                handedOver.complete(ByteBuffer.allocate(0));
            }
            return new HandedOverEndpoint(server, handedOver);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            boolean going = true;
            while (going) {
                int count = server.read(buffer.clear());
                going = dispatch(count, buffer.flip());
            }
        } catch (IOException e) {
            fail(e);
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
        boolean isBegin = greeting == null && begin.remaining() >= bytes.remaining();
        if (!isBegin) {
            show(bytes);
            return;
        }
        begin.put(bytes.duplicate());
        ByteBuffer soFar = begin.duplicate().flip();
        if (!Greeting.mayBegin(soFar)) {
            begin.limit(begin.position());
            show(rule.changes() ? soFar : bytes);
            return;
        }
        Greeting whole = Greeting.read(soFar);
        if (whole == null) {
            if (!rule.changes()) {
                show(bytes);
            }
            return;
        }
        Greeting shown = rule.apply(whole);
        greeting = shown;
        show(rule.changes() ? shown.bytes() : bytes);
    }

    private void show(ByteBuffer bytes) throws IOException {
        tap.onBytes(Direction.SERVER_TO_CLIENT, bytes.duplicate());
        client.write(bytes);
    }
}

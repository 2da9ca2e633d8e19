package io.mysqlproxy.core;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A socket that never blocks: who has to wait for it parks, and the carrier's loop unparks it. Made for the carrier's own virtual threads, but any
 * thread may use it.
 *
 * <p>Waits <em>before</em> it reads: most of the time nothing is there, and asking the socket would cost as much as reading. Only after a read that
 * filled its buffer it is worth to ask at once.
 */
final class CarrierEndpoint extends SocketEndpoint implements Watched {
    private final Carrier carrier;
    private final Readiness input = new Readiness();
    private final Readiness output = new Readiness();

    /** Made with the first wait, on the waiting thread. */
    private volatile @Nullable SelectionKey key;

    /** The loop has told of bytes that were not read yet, or the last read filled its buffer. Reader's thread only. */
    private boolean worthAsking;

    CarrierEndpoint(SocketChannel channel, Carrier carrier) throws IOException {
        super(channel);
        this.carrier = carrier;
        channel.configureBlocking(false);
    }

    @Override
    void connect(InetSocketAddress address, long nanos) throws IOException {
        long deadline = System.nanoTime() + nanos;
        channel().connect(address);
        // On the same machine it is connected by now.
        while (!channel().finishConnect()) {
            if (!await(output, SelectionKey.OP_CONNECT, deadline - System.nanoTime())) {
                throw new SocketTimeoutException("Connect timed out");
            }
        }
    }

    @Override
    boolean cancelKey() {
        SelectionKey known = key;
        if (known == null || !channel().isOpen()) {
            return false;
        }
        known.cancel();
        return true;
    }

    @Override
    public boolean awaitReadable() throws IOException {
        await(input, SelectionKey.OP_READ, Readiness.NO_LIMIT);
        worthAsking = true;
        return true;
    }

    @Override
    public void wakeReader() {
        // Not true, but a read that finds nothing waits again.
        input.becameReady();
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        carrier.yieldIfDue();
        while (true) {
            if (!worthAsking) {
                awaitReadable();
            }
            int count = readNow(buffer);
            if (count != 0) {
                return count;
            }
        }
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        carrier.yieldIfDue();
        while (true) {
            writeNow(buffer);
            if (!buffer.hasRemaining()) {
                return;
            }
            await(output, SelectionKey.OP_WRITE, Readiness.NO_LIMIT);
        }
    }

    /** Becomes the one who is told of news, until further notice; for who waits for more than one socket. */
    void attend(@Nullable Thread waiter) {
        input.attend(waiter);
        output.attend(waiter);
    }

    /** There may be something to read. */
    boolean hasInput() {
        return worthAsking || input.isReady();
    }

    /** There may be room to write again. */
    boolean hasRoom() {
        return output.isReady();
    }

    /**
     * Reads what is there.
     *
     * @return 0 when there is nothing
     */
    int readNow(ByteBuffer buffer) throws IOException {
        // Used up first: what comes after the read is news again.
        input.useUp();
        int count = channel().read(buffer);
        worthAsking = count > 0 && !buffer.hasRemaining();
        if (count > 0) {
            carrier.spend(count);
            countRead(count);
        }
        return count;
    }

    /** Writes what the socket takes. */
    void writeNow(ByteBuffer buffer) throws IOException {
        output.useUp();
        int count = channel().write(buffer);
        carrier.spend(count);
        countWritten(count);
    }

    /** The peer has closed its side, which the selector would tell again at every look. */
    void inputEnded() {
        SelectionKey known = key;
        if (known != null) {
            try {
                known.interestOpsAnd(~SelectionKey.OP_READ);
            } catch (CancelledKeyException e) {
                // Closed in this instant.
            }
        }
    }

    /** Asks for news of what is wanted; true when there are some already. */
    boolean prepareToWait(boolean wantsInput, boolean wantsOutput) {
        if ((wantsInput && hasInput()) || (wantsOutput && hasRoom())) {
            return true;
        }
        int wanted = (wantsInput ? SelectionKey.OP_READ : 0) | (wantsOutput ? SelectionKey.OP_WRITE : 0);
        if (wanted == 0) {
            return false;
        }
        try {
            carrier.ask(registered(), wanted);
            return false;
        } catch (IOException e) {
            // Closed meanwhile.
            return true;
        }
    }

    private SelectionKey registered() throws IOException {
        SelectionKey known = key;
        if (known == null) {
            known = carrier.register(this);
            key = known;
        }
        return known;
    }

    @Override
    public void close() {
        super.close();
        input.wake();
        output.wake();
        // The descriptor of a registered channel lives until the selector has heard of its end.
        carrier.wake();
    }

    @Override
    public void ready(SelectionKey ready) {
        int operations = ready.readyOps();
        if ((operations & SelectionKey.OP_READ) != 0 && !input.isAwaited()) {
            // Most of the time somebody waits, and asking for the same again and again costs nothing, while each change
            // is a system call.
            ready.interestOpsAnd(~SelectionKey.OP_READ);
        }
        int outputs = operations & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT);
        if (outputs != 0) {
            // Once is enough: a socket is writable most of the time.
            ready.interestOpsAnd(~outputs);
        }
        if ((operations & SelectionKey.OP_READ) != 0) {
            input.becameReady();
        }
        if (outputs != 0) {
            output.becameReady();
        }
    }

    private boolean await(Readiness readiness, int operation, long nanos) throws IOException {
        return readiness.await(this, registered(), operation, nanos);
    }

    @Override
    public Carrier carrier() {
        return carrier;
    }
}

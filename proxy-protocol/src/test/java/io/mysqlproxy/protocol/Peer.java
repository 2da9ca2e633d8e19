package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;

/**
 * One end of a session, played by a script that only sends: what arrives is read by a thread of its own, counted and summed, and thrown away. A script that has
 * to wait for the other side waits for a number of bytes.
 */
final class Peer implements AutoCloseable {
    /** What a peer does; runs on a thread of its own, beside that of the other side. */
    interface Script {
        void play(Peer self) throws Exception;
    }

    /** All bytes of one direction: how many, and their checksum. */
    record Total(long bytes, long checksum) {}

    private static final long DEADLINE_SECONDS = 30;

    private final Socket socket;
    private final CRC32 sentSum = new CRC32();
    private final CRC32 receivedSum = new CRC32();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private volatile long sent;
    private long received;
    private boolean ended;

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
    }

    /** From now on what arrives is read; not before. */
    Peer read() {
        Thread.ofPlatform().daemon().name("hostile-reader").start(this::readToTheEnd);
        return this;
    }

    /** Reads so many bytes and no more, for a peer that does not read otherwise. */
    Peer readOnly(int bytes) throws IOException {
        byte[] read = socket.getInputStream().readNBytes(bytes);
        took(read, read.length);
        return this;
    }

    Peer send(byte[] bytes) throws IOException {
        sentSum.update(bytes);
        socket.getOutputStream().write(bytes);
        long before = sent;
        sent = before + bytes.length;
        return this;
    }

    Peer send(Bytes bytes) throws IOException {
        return send(bytes.toArray());
    }

    Peer send(byte[] bytes, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            send(bytes);
        }
        return this;
    }

    /** One packet in one frame. */
    Peer packet(int sequenceId, Bytes payload) throws IOException {
        return send(frame(sequenceId, payload));
    }

    Peer packet(int sequenceId, String hex) throws IOException {
        return packet(sequenceId, Bytes.hex(hex));
    }

    /** A frame of any size, which begins with these bytes and goes on with the letter x. */
    Peer longFrame(int sequenceId, int length, Bytes beginning) throws IOException {
        send(new WireWriter().int3(length).int1(sequenceId).bytes(beginning).toBytes());
        byte[] filling = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
        int left = length - beginning.length();
        send(filling, left / filling.length);
        return send(Arrays.copyOf(filling, left % filling.length));
    }

    static byte[] frame(int sequenceId, Bytes payload) {
        return new WireWriter()
                .int3(payload.length())
                .int1(sequenceId)
                .bytes(payload)
                .toBytes()
                .toArray();
    }

    /** The packet 256 times, with sequence ids from this one on, so that it can be sent again and again. */
    static byte[] frames(int firstSequenceId, Bytes payload) {
        WireWriter frames = new WireWriter();
        for (int i = 0; i < 256; i++) {
            frames.int3(payload.length()).int1((firstSequenceId + i) & 0xff).bytes(payload);
        }
        return frames.toBytes().toArray();
    }

    /** The packet this often with the same sequence id, as commands have it. */
    static byte[] commands(int count, Bytes payload) {
        WireWriter frames = new WireWriter();
        for (int i = 0; i < count; i++) {
            frames.int3(payload.length()).int1(0).bytes(payload);
        }
        return frames.toBytes().toArray();
    }

    /** Waits until so many bytes have arrived since the beginning. */
    Peer awaitReceived(long bytes) throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
            while (received < bytes) {
                if (ended || nanos <= 0) {
                    throw new AssertionError(received + " of " + bytes + " bytes arrived, then "
                            + (ended ? "the end" : DEADLINE_SECONDS + " s passed"));
                }
                nanos = arrived.awaitNanos(nanos);
            }
            return this;
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes were sent; may be asked from any thread. */
    long sent() {
        return sent;
    }

    Total sentTotal() {
        return new Total(sent, sentSum.getValue());
    }

    Total receivedTotal() {
        lock.lock();
        try {
            return new Total(received, receivedSum.getValue());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the other side has hung up. */
    Peer awaitEnd() throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
            while (!ended) {
                if (nanos <= 0) {
                    throw new AssertionError("no end within " + DEADLINE_SECONDS + " s");
                }
                nanos = arrived.awaitNanos(nanos);
            }
            return this;
        } finally {
            lock.unlock();
        }
    }

    /** Sends no more; may be called again. */
    void finish() throws IOException {
        if (!socket.isOutputShutdown()) {
            socket.shutdownOutput();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void readToTheEnd() {
        byte[] buffer = new byte[16 * 1024];
        int count;
        try {
            InputStream in = socket.getInputStream();
            while ((count = in.read(buffer)) >= 0) {
                took(buffer, count);
            }
        } catch (IOException e) {
            // The other side was reset, or the test has closed this one: an end like another.
        }
        lock.lock();
        try {
            ended = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void took(byte[] buffer, int count) {
        lock.lock();
        try {
            received += count;
            receivedSum.update(buffer, 0, count);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

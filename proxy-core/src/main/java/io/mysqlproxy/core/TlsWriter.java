package io.mysqlproxy.core;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encrypting half of a {@link TlsEndpoint}. Its lock is held while a record is written, because records must reach the network in the order in which they
 * were encrypted; the reader never waits for it.
 */
final class TlsWriter {
    private static final Logger LOG = LoggerFactory.getLogger(TlsWriter.class);

    /** Answers the peer may ask for without taking any; each costs some kilobytes. More is an attack. */
    private static final int MOST_ANSWERS_OWED = 256;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Endpoint net;
    private final SSLEngine engine;
    private final TlsBuffers buffers;
    private final ReentrantLock lock = new ReentrantLock();

    /** Since something was last encrypted: what is owed goes out before any data. */
    private final AtomicInteger answersOwed = new AtomicInteger();

    private final AtomicBoolean answering = new AtomicBoolean();

    private volatile @Nullable SSLException failure;

    TlsWriter(Endpoint net, SSLEngine engine, TlsBuffers buffers) {
        this.net = net;
        this.engine = engine;
        this.buffers = buffers;
    }

    @Nullable
    SSLException failure() {
        return failure;
    }

    void write(ByteBuffer source) throws IOException {
        locked(out -> {
            while (source.hasRemaining()) {
                if (!encrypt(source, out) && source.hasRemaining()) {
                    throw new SocketException("the peer has ended its TLS session");
                }
            }
        });
    }

    /** Writes what the handshake has to say at this point, several records at once. */
    void flushHandshake() throws IOException {
        locked(out -> {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                if (!encrypt(NOTHING, out)) {
                    throw new SSLException("the peer ended TLS before it was negotiated");
                }
            }
        });
    }

    /** close_notify, then FIN. */
    void shutdown() throws IOException {
        locked(out -> {
            engine.closeOutbound();
            while (encrypt(NOTHING, out)) {}
        });
        net.shutdownOutput();
    }

    /** After a failed handshake: the alert that tells the peer why, if there is one. The failure itself matters more than one in here. */
    void sayLastWords() {
        try {
            locked(out -> {
                while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && encrypt(NOTHING, out)) {}
            });
        } catch (IOException e) {
            LOG.debug("the peer was not told why TLS failed: {}", e.toString());
        }
    }

    /**
     * The reader has found that the engine has something to send. It must not wait for the write: the peer may be waiting for the reader. RFC 8446, 4.6.3, has
     * the answer go out before the next data, which the engine sees to by itself.
     *
     * @param another whether it was found at a message of TLS; otherwise it is an earlier one that is still owed
     */
    void answerSoon(boolean another) throws SSLException {
        if (another && answersOwed.incrementAndGet() > MOST_ANSWERS_OWED) {
            throw new SSLException("the peer asks for new keys again and again and does not take the answers");
        }
        if (answering.compareAndSet(false, true)) {
            Thread.ofVirtual().name("proxy-tls answer").start(this::answer);
        }
    }

    private void answer() {
        try {
            flushHandshake();
        } catch (IOException e) {
            // Whoever writes next gets the same, and is the one to deal with it.
            LOG.debug("no answer to the peer's TLS message: {}", e.toString());
        } finally {
            // What was asked for a moment ago goes out before the next data.
            answering.set(false);
        }
    }

    private interface Encryption {
        void into(ByteBuffer out) throws IOException;
    }

    private void locked(Encryption work) throws IOException {
        lock.lock();
        ByteBuffer out = buffers.borrow();
        try {
            work.into(out);
            flush(out);
        } catch (SSLException e) {
            failure = e;
            throw e;
        } finally {
            buffers.giveBack(out);
            lock.unlock();
        }
    }

    /** Encrypts at most one record; false when there will be no further one. */
    private boolean encrypt(ByteBuffer source, ByteBuffer out) throws IOException {
        SSLEngineResult result = engine.wrap(source, out);
        answersOwed.lazySet(0);
        switch (result.getStatus()) {
            case OK -> {
                if (result.bytesProduced() == 0 && result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    throw new SSLException("the peer wants to renegotiate, which MySQL does not do");
                }
            }
            case BUFFER_OVERFLOW -> flush(out);
            case CLOSED -> {
                return false;
            }
            case BUFFER_UNDERFLOW -> throw new IllegalStateException("wrap does not read from the network");
        }
        return true;
    }

    private void flush(ByteBuffer out) throws IOException {
        net.write(out.flip());
        out.clear();
    }
}

package io.mysqlproxy.core;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint in TLS: what is read from it and written to it is plain, what passes over the endpoint below is encrypted. Blocks the calling thread, as
 * every endpoint does.
 *
 * <pre>{@code
 * TlsEndpoint server = TlsEndpoint.over(plainServer, engine);
 * server.handshake();
 * }</pre>
 *
 * <ol>
 *   <li>One thread calls {@link #handshake} once, before anybody reads or writes.
 *   <li>Then one thread reads and one writes, at the same time; neither ever waits for the other. What TLS has to answer by itself (a key update) is written by
 *       a short-lived thread, because a reader that waits for a write could wait for ever.
 *   <li>The peer's close_notify, or its FIN without one, is the end of the stream. In TLS 1.3 the other direction goes on; in TLS 1.2 a close_notify
 *       ends both (RFC 5246, 7.2.1), and later writes fail.
 *   <li>{@link #shutdownOutput} sends close_notify, then FIN. {@link #close} and {@link #reset} end the connection below at once, from any thread.
 *   <li>A session that waits holds a buffer of 2 KiB; those that records are encrypted and decrypted in are lent while bytes move.
 *   <li>Renegotiation, which TLS 1.2 knows and MySQL does not use, fails the connection.
 * </ol>
 */
public final class TlsEndpoint implements Endpoint {
    private final Endpoint net;
    private final SSLEngine engine;
    private final TlsReader reader;
    private final TlsWriter writer;

    private TlsEndpoint(Endpoint net, SSLEngine engine, TlsBuffers buffers) {
        this.net = net;
        this.engine = engine;
        this.writer = new TlsWriter(net, engine, buffers);
        this.reader = new TlsReader(net, engine, buffers, writer);
    }

    /**
     * Prepares TLS over a connection; nothing is read or written yet.
     *
     * @param engine configured, its mode (client or server) set, not used yet; it belongs to this endpoint from now on
     */
    public static TlsEndpoint over(Endpoint net, SSLEngine engine) {
        return new TlsEndpoint(net, engine, TlsBuffers.SHARED);
    }

    static TlsEndpoint over(Endpoint net, SSLEngine engine, TlsBuffers buffers) {
        return new TlsEndpoint(net, engine, buffers);
    }

    /**
     * Hands over bytes of the peer's TLS that were read already, as when its first record came together with what asked for TLS. To be called before
     * {@link #handshake}.
     *
     * @param early from position to limit; all of them are taken, at most 64 KiB
     */
    public void alreadyRead(ByteBuffer early) {
        reader.input().add(early);
    }

    /**
     * Negotiates. There is no time limit: closing this endpoint from another thread ends it.
     *
     * @throws SSLException when the two do not come to terms: the peer was told so by an alert, or has told us by one
     * @throws EOFException when the peer closed the connection instead of answering
     */
    public void handshake() throws IOException {
        try {
            engine.beginHandshake();
            while (negotiate(engine.getHandshakeStatus())) {}
        } catch (SSLException e) {
            writer.sayLastWords();
            throw e;
        }
    }

    /** One step; false when it was the last. */
    private boolean negotiate(HandshakeStatus status) throws IOException {
        switch (status) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> writer.flushHandshake();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (!reader.readHandshake()) {
                    throw new EOFException("the peer closed the connection during the TLS handshake");
                }
            }
            case FINISHED, NOT_HANDSHAKING -> {
                return false;
            }
        }
        return true;
    }

    private void runTasks() {
        Runnable task;
        while ((task = engine.getDelegatedTask()) != null) {
            task.run();
        }
    }

    /** What was negotiated: version, cipher suite, certificates. Complete after {@link #handshake}. */
    public SSLSession session() {
        return engine.getSession();
    }

    /** Why TLS broke down after the handshake, or null as long as it has not: then a read or write has failed with it. */
    public @Nullable SSLException failure() {
        SSLException ofReader = reader.failure();
        return ofReader != null ? ofReader : writer.failure();
    }

    /** Whether the peer has sent anything inside TLS, and a read has given it. */
    public boolean hasGivenBytes() {
        return reader.hasGivenBytes();
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        return reader.read(buffer);
    }

    /** Decrypted bytes; exact: what it promises can be read without waiting. */
    @Override
    public int available() {
        return reader.available();
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        writer.write(buffer);
    }

    @Override
    public void shutdownOutput() throws IOException {
        writer.shutdown();
    }

    @Override
    public void reset() {
        net.reset();
    }

    @Override
    public void close() {
        net.close();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return net.remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return net.localAddress();
    }
}

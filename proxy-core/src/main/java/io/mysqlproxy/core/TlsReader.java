package io.mysqlproxy.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** The decrypting half of a {@link TlsEndpoint}. Reader's thread only. */
final class TlsReader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final TlsBuffers buffers;
    private final TlsWriter writer;
    private final TlsInput input;

    /** Decrypted and not yet taken, because the taker had not enough room for a whole record; null when there is none. */
    private @Nullable ByteBuffer plain;

    private boolean ended;

    private volatile boolean given;

    /** Kept until what came before it is delivered. Read by any thread. */
    private volatile @Nullable SSLException failure;

    TlsReader(Endpoint net, SSLEngine engine, TlsBuffers buffers, TlsWriter writer) {
        this.engine = engine;
        this.buffers = buffers;
        this.writer = writer;
        this.input = new TlsInput(net, buffers);
    }

    TlsInput input() {
        return input;
    }

    boolean hasGivenBytes() {
        return given;
    }

    @Nullable
    SSLException failure() {
        return failure;
    }

    /** Takes one record of the handshake, waiting for it if need be; false when the peer has closed. */
    boolean readHandshake() throws IOException {
        while (true) {
            SSLEngineResult result = unwrapHandshake();
            input.settle();
            switch (result.getStatus()) {
                case OK -> {
                    return true;
                }
                case CLOSED -> {
                    return false;
                }
                case BUFFER_UNDERFLOW -> {
                    if (!input.fill()) {
                        return false;
                    }
                }
                case BUFFER_OVERFLOW -> throw new SSLException("data before the end of the TLS handshake");
            }
        }
    }

    private SSLEngineResult unwrapHandshake() throws SSLException {
        String alert = TlsAlert.unencryptedIn(input.unread());
        try {
            return engine.unwrap(input.unread(), NOTHING);
        } catch (SSLException e) {
            if (alert.isEmpty()) {
                throw e;
            }
            SSLHandshakeException plainer = new SSLHandshakeException("Received fatal alert: " + alert);
            plainer.initCause(e);
            throw plainer;
        }
    }

    int read(ByteBuffer target) throws IOException {
        int before = target.position();
        takePlain(target);
        while (target.position() == before && !ended) {
            throwFailure();
            if (!input.hasRecord() && !waitForRecord()) {
                break;
            }
            decryptInto(target);
        }
        // Whatever else is there already, as long as it fits: bulk data moves in large pieces.
        while (plain == null && !ended && failure == null && input.hasRecord() && decryptInto(target)) {}
        int count = target.position() - before;
        if (count > 0) {
            given = true;
            return count;
        }
        throwFailure();
        end();
        return -1;
    }

    /** False when the peer has closed without a close_notify, as many do. */
    private boolean waitForRecord() throws IOException {
        while (!input.hasRecord()) {
            if (!input.fill()) {
                return false;
            }
        }
        return true;
    }

    /** Never throws: what is wrong is told by the next read, after the bytes before it. */
    int available() {
        while (plain == null && !ended && failure == null && input.hasRecord()) {
            decryptInto(NOTHING);
        }
        return plain == null ? 0 : plain.remaining();
    }

    /** Decrypts the next record, which is there; false when it did not fit and was decrypted to {@link #plain}. */
    private boolean decryptInto(ByteBuffer target) {
        try {
            if (decrypt(target)) {
                return true;
            }
            ByteBuffer borrowed = buffers.borrow();
            decrypt(borrowed);
            plain = borrowed.flip();
            takePlain(target);
            return plain == null;
        } catch (SSLException e) {
            failure = e;
            return false;
        } finally {
            input.settle();
        }
    }

    /** False when the record needs more room. */
    private boolean decrypt(ByteBuffer target) throws SSLException {
        SSLEngineResult result = engine.unwrap(input.unread(), target);
        switch (result.getStatus()) {
            case BUFFER_OVERFLOW -> {
                return false;
            }
            case CLOSED -> ended = true;
            case OK -> answer(result.getHandshakeStatus(), result.bytesProduced() == 0);
            case BUFFER_UNDERFLOW -> throw new SSLException("a TLS record that is not what its header says");
        }
        return true;
    }

    /** After the handshake TLS may want to say something of its own: in 1.3 new keys, in 1.2 a second handshake. */
    private void answer(HandshakeStatus wanted, boolean isMessageOfTls) throws SSLException {
        switch (wanted) {
            case NEED_TASK, NEED_UNWRAP, NEED_UNWRAP_AGAIN ->
                throw new SSLException("the peer wants to renegotiate, which MySQL does not do");
            case NEED_WRAP -> writer.answerSoon(isMessageOfTls);
            case FINISHED, NOT_HANDSHAKING -> {}
        }
    }

    private void takePlain(ByteBuffer target) {
        ByteBuffer source = plain;
        if (source == null) {
            return;
        }
        int count = Math.min(source.remaining(), target.remaining());
        target.put(target.position(), source, source.position(), count).position(target.position() + count);
        source.position(source.position() + count);
        if (!source.hasRemaining()) {
            buffers.giveBack(source);
            plain = null;
        }
    }

    private void throwFailure() throws SSLException {
        SSLException broken = failure;
        if (broken != null) {
            end();
            throw broken;
        }
    }

    private void end() {
        ended = true;
        input.release();
    }
}

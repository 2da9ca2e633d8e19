package io.mysqlproxy.core;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the pumps and a user's tap: one call at a time, and nothing the tap does reaches the traffic. After its first failure the tap is not
 * called again.
 */
final class GuardedTap {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedTap.class);

    private final Session session;
    private final Tap tap;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean failed;

    GuardedTap(Session session, Tap tap) {
        this.session = session;
        this.tap = tap;
    }

    void onBytes(Direction direction, ByteBuffer bytes) {
        lock.lock();
        try {
            if (!failed) {
                tap.onBytes(direction, bytes);
            }
        } catch (Throwable e) {
            fail(e);
        } finally {
            release();
        }
    }

    void onEnd(Direction direction) {
        lock.lock();
        try {
            if (!failed) {
                tap.onEnd(direction);
            }
        } catch (Throwable e) {
            fail(e);
        } finally {
            release();
        }
    }

    void onClose(CloseReason reason) {
        lock.lock();
        try {
            if (!failed) {
                tap.onClose(reason);
            }
        } catch (Throwable e) {
            fail(e);
        } finally {
            release();
        }
    }

    void onTls(TlsLegs legs) {
        lock.lock();
        try {
            if (!failed) {
                tap.onTls(legs);
            }
        } catch (Throwable e) {
            fail(e);
        } finally {
            release();
        }
    }

    /** For handlers, which move bytes and do not end sessions. */
    Tap forHandler() {
        return new Tap() {
            @Override
            public void onBytes(Direction direction, ByteBuffer bytes) {
                GuardedTap.this.onBytes(direction, bytes.asReadOnlyBuffer());
            }

            @Override
            public void onEnd(Direction direction) {
                GuardedTap.this.onEnd(direction);
            }

            @Override
            public void onTls(TlsLegs legs) {
                GuardedTap.this.onTls(legs);
            }
        };
    }

    private void fail(Throwable failure) {
        failed = true;
        LOG.warn("the tap of session {} failed; the session goes on without it", session.id(), failure);
    }

    private void release() {
        lock.unlock();
        // An interrupt that a tap leaves behind would close the socket at the next read.
        Thread.interrupted();
    }
}

package io.mysqlproxy.core;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells that clients are turned away, in at most one line per interval. Belongs to the acceptor's thread. */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private boolean told;
    private long toldAt;
    private long untold;

    void refused(int maximum) {
        untold++;
        long now = System.nanoTime();
        if (!told || now - toldAt >= INTERVAL_NANOS) {
            LOG.warn("{} client(s) refused: {} sessions are open already", untold, maximum);
            told = true;
            toldAt = now;
            untold = 0;
        }
    }
}

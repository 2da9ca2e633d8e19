package io.mysqlproxy.core;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Collects how sessions ended, and counts both kinds of calls. */
final class Ends implements SessionListener {
    record End(Session session, CloseReason reason) {}

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(Session session) {
        opened.incrementAndGet();
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        closed.incrementAndGet();
        ends.add(new End(session, reason));
    }

    End next() throws InterruptedException {
        End end = ends.poll(20, TimeUnit.SECONDS);
        if (end == null) {
            throw new AssertionError("no session ended within 20 s");
        }
        return end;
    }

    CloseReason nextReason() throws InterruptedException {
        return next().reason();
    }
}

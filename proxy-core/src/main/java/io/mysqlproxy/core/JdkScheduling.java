package io.mysqlproxy.core;

import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadFactory;

/** All sessions on threads of one factory, virtual or not: reads and writes block, and who runs when is the JDK's business. */
final class JdkScheduling implements Scheduling, Place {
    private final ThreadFactory threads;
    private final BufferPool buffers = new BufferPool(BufferPool.DEFAULT_CAPACITY);

    JdkScheduling(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public Acceptor.Source source(ListeningSocket listening) {
        return listening;
    }

    /** A platform thread, so that accepting needs nothing of what sessions use up. */
    @Override
    public Thread acceptorThread(String name, Runnable acceptor) {
        return Thread.ofPlatform().daemon().name(name).unstarted(acceptor);
    }

    @Override
    public Place nextPlace() {
        return this;
    }

    @Override
    public Thread newThread(Runnable work) {
        return threads.newThread(work);
    }

    @Override
    public boolean sharesThread() {
        return false;
    }

    @Override
    public SocketEndpoint endpoint(SocketChannel channel) {
        return new BlockingEndpoint(channel);
    }

    @Override
    public BufferPool buffers() {
        return buffers;
    }

    @Override
    public void letGo(LiveSession session) {}

    @Override
    public void enter() {}

    @Override
    public void leave(long ageNanos) {}

    @Override
    public void close() {}
}

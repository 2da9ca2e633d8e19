package io.mysqlproxy.core;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up within a time limit. The system's resolver can block for half a minute, cannot be interrupted, and would hold a virtual thread's
 * carrier all the while, so it runs on a few platform threads of its own.
 */
final class Resolver implements AutoCloseable {
    private static final int THREADS = 4;

    /** The name service, or what a test puts in its place. */
    interface NameService {
        InetAddress[] addressesOf(String host) throws IOException;
    }

    private final NameService names;
    private final ThreadPoolExecutor executor;

    Resolver(NameService names) {
        this.names = names;
        executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.SECONDS,
                // Bounded by the number of sessions, each of which waits for one.
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("proxy-lookup-", 1).factory());
        executor.allowCoreThreadTimeOut(true);
    }

    /** All addresses of the name, in the system's order. */
    InetAddress[] resolve(String host, long nanos) throws IOException {
        if (isLiteral(host)) {
            return InetAddress.getAllByName(host);
        }
        Future<InetAddress[]> lookup = executor.submit(() -> names.addressesOf(host));
        try {
            return lookup.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no answer from the name service for " + host);
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while looking up " + host);
        } finally {
            lookup.cancel(true);
        }
    }

    /** An address in digits needs no name service. */
    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    /** Look-ups that are under way end by themselves, on daemon threads. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}

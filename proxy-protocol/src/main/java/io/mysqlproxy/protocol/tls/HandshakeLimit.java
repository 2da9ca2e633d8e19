package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Endpoint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Closes a connection when a peer takes too long, which ends whatever waits for it. The JDK's own timer waits, so that it costs no thread. */
final class HandshakeLimit implements AutoCloseable {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final CompletableFuture<Void> closing;
    private volatile boolean expired;

    HandshakeLimit(Endpoint endpoint, Duration limit) {
        closing = end.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).whenComplete((ignored, timeout) -> {
            if (timeout != null) {
                expired = true;
                endpoint.close();
            }
        });
    }

    boolean hasExpired() {
        return expired || closing.isCompletedExceptionally();
    }

    /** In time. */
    @Override
    public void close() {
        end.complete(null);
    }
}

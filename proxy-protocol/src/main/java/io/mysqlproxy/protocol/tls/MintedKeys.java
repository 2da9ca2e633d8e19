package io.mysqlproxy.protocol.tls;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificates that were made lately, by their names. A client may ask for any name, so there is a bound: those not asked for the longest go first. Of
 * several threads that want the same one, one makes it and the others wait; the lock is not held meanwhile.
 */
final class MintedKeys {
    /**
     * What was made.
     *
     * @param notAfter until when its certificates are valid
     */
    record Minted(X509ExtendedKeyManager manager, Instant notAfter) {}

    /** Makes certificates. */
    @FunctionalInterface
    interface Mint {
        Minted mint(Set<String> names) throws GeneralSecurityException;
    }

    /** A server has few names; this is what a client that tries names can make us keep, about 5 MB. */
    static final int MOST_KEPT = 1000;

    private record Keys(X509ExtendedKeyManager manager, Instant renewal) {}

    private final InstantSource clock;
    private final Mint mint;
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Set<String>, FutureTask<Keys>> kept = new LinkedHashMap<>(16, 0.75f, true);

    MintedKeys(InstantSource clock, Mint mint) {
        this.clock = clock;
        this.mint = mint;
    }

    X509ExtendedKeyManager keysFor(Set<String> names) throws GeneralSecurityException {
        Set<String> key = Set.copyOf(names);
        FutureTask<Keys> task = taskFor(key, names);
        task.run(); // does nothing when it ran or another thread runs it
        try {
            return task.get().manager;
        } catch (ExecutionException e) {
            forget(key, task);
            throw e.getCause() instanceof GeneralSecurityException failure
                    ? failure
                    : new GeneralSecurityException("cannot make a certificate", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GeneralSecurityException("interrupted", e);
        }
    }

    private FutureTask<Keys> taskFor(Set<String> key, Set<String> names) {
        lock.lock();
        try {
            FutureTask<Keys> task = kept.get(key);
            if (task == null || isWornOut(task)) {
                task = new FutureTask<>(() -> make(names));
                kept.put(key, task);
                if (kept.size() > MOST_KEPT) {
                    kept.remove(kept.keySet().iterator().next());
                }
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    private Keys make(Set<String> names) throws GeneralSecurityException {
        Minted minted = mint.mint(names);
        Instant now = clock.instant();
        Duration left = Duration.between(now, minted.notAfter);
        // A part of what is left, not a fixed time before the end: near the end of an authority every certificate is.
        return new Keys(minted.manager, now.plus(left.multipliedBy(11).dividedBy(12)));
    }

    private boolean isWornOut(FutureTask<Keys> task) {
        return task.state() == Future.State.SUCCESS && clock.instant().isAfter(task.resultNow().renewal);
    }

    private void forget(Set<String> key, FutureTask<Keys> task) {
        lock.lock();
        try {
            kept.remove(key, task);
        } finally {
            lock.unlock();
        }
    }
}

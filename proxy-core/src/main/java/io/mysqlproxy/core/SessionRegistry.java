package io.mysqlproxy.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sessions of a proxy that have a thread. */
final class SessionRegistry {
    /** Clients beyond the maximum that may hear a goodbye at the same time; more are closed without one. */
    static final int MOST_GOODBYES = 64;

    private static final Logger LOG = LoggerFactory.getLogger(SessionRegistry.class);

    enum Admission {
        ADMITTED,
        /** Too many sessions: gets a thread to be told so. */
        TURNED_AWAY,
        /** Too many that are being told so: to be closed at once. */
        DROPPED
    }

    private final int maximum;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<LiveSession> admitted = new LinkedHashSet<>();
    private final Set<LiveSession> turnedAway = new LinkedHashSet<>();
    private long admissions;
    private long refusals;

    SessionRegistry(int maximum) {
        this.maximum = maximum;
    }

    Admission admit(LiveSession session) {
        lock.lock();
        try {
            if (admitted.size() < maximum) {
                admissions++;
                admitted.add(session);
                return Admission.ADMITTED;
            }
            refusals++;
            if (turnedAway.size() < MOST_GOODBYES) {
                turnedAway.add(session);
                return Admission.TURNED_AWAY;
            }
            return Admission.DROPPED;
        } finally {
            lock.unlock();
        }
    }

    void remove(LiveSession session) {
        lock.lock();
        try {
            if (!admitted.remove(session)) {
                turnedAway.remove(session);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The admitted ones, oldest first. */
    List<LiveSession> admitted() {
        lock.lock();
        try {
            return List.copyOf(admitted);
        } finally {
            lock.unlock();
        }
    }

    List<LiveSession> all() {
        lock.lock();
        try {
            List<LiveSession> all = new ArrayList<>(admitted);
            all.addAll(turnedAway);
            return all;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return admitted.size();
        } finally {
            lock.unlock();
        }
    }

    long admissions() {
        lock.lock();
        try {
            return admissions;
        } finally {
            lock.unlock();
        }
    }

    long refusals() {
        lock.lock();
        try {
            return refusals;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the last session is gone; false when the time is over first. */
    boolean awaitEmpty(long nanos) throws InterruptedException {
        return awaitEnd(nanos, session -> false);
    }

    /**
     * Waits for the sessions, cuts those that are left after the grace period, and waits until they are gone. Does not wait for the session on whose
     * thread it runs, nor, there, for others that wait here themselves: they would wait for one another.
     */
    void close(long graceNanos, long endNanos) {
        Thread caller = Thread.currentThread();
        List<LiveSession> sessions = all();
        Predicate<LiveSession> excepted = enterClose(caller) ? LiveSession::isClosingProxy : session -> false;
        boolean interrupted = false;
        try {
            awaitEnd(graceNanos, excepted);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        all().forEach(LiveSession::close);
        try {
            if (awaitEnd(endNanos, excepted)) {
                // They have nothing left to do but to end.
                sessions.stream().filter(excepted.negate()).forEach(LiveSession::joinThread);
            } else {
                LOG.warn("user code does not return, so these do not end: {}", all());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            caller.interrupt();
        }
    }

    /** Marks the session that runs on this thread, if any. */
    private boolean enterClose(Thread caller) {
        lock.lock();
        try {
            boolean inside = false;
            for (LiveSession session : all()) {
                if (session.runsOn(caller)) {
                    session.closingProxy();
                    inside = true;
                }
            }
            changed.signalAll();
            return inside;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitEnd(long nanos, Predicate<LiveSession> excepted) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!admitted.stream().allMatch(excepted) || !turnedAway.stream().allMatch(excepted)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}

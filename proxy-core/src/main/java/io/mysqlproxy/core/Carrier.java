package io.mysqlproxy.core;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A platform thread that is at once the selector loop and the scheduler of its sessions' virtual threads: it waits for sockets, unparks who waited for
 * them, and runs these right away. No packet is handed from one thread to another, which is what costs most otherwise.
 *
 * <p>In turns: all virtual threads that can run, each until it parks or has had its share, then one look at the sockets. One that blocks without
 * parking holds all others up; then {@link CarrierWatch} lets another platform thread take the loop over.
 */
final class Carrier implements Place, Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);

    /** What a thread may move before the others have their turn: enough that turns cost little, little enough that nobody notices the wait. */
    private static final int SHARE_BYTES = 256 * 1024;

    /** What a call costs beyond its bytes, in bytes that could have been moved meanwhile. */
    private static final int CALL_BYTES = 4 * 1024;

    private final String name;
    private final Selector selector;
    private final ThreadFactory threads;
    private final BufferPool buffers;
    private final Turnover turnover;
    private final Consumer<SelectionKey> onReady = Carrier::ready;
    private final AtomicInteger sessions = new AtomicInteger();
    private final ReentrantLock registration = new ReentrantLock();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** What can run; belongs to the loop. */
    private final ArrayDeque<Runnable> runnable = new ArrayDeque<>();

    /** What other threads have unparked or started. */
    private final Queue<Runnable> fromElsewhere = new ConcurrentLinkedQueue<>();

    /**
     * The platform thread of the loop while it is away running a virtual thread, otherwise null. Who changes it from there to null has the loop: the
     * thread itself when it comes back, or one that takes over from it.
     */
    private final AtomicReference<@Nullable Thread> away = new AtomicReference<>();

    /** Counts how often the loop has gone away. Written by the loop only. */
    private final AtomicLong runs = new AtomicLong();

    /** Written by the loop only. */
    private final AtomicLong turns = new AtomicLong();

    /** Threads that lost the loop to another one and have not come back yet. */
    private final AtomicInteger stuckThreads = new AtomicInteger();

    private volatile Thread thread;

    /** In the selector or about to be: who has news must wake it. */
    private volatile boolean asleep;

    private volatile boolean stopped;

    /** Bytes that the running virtual thread may still move. Belongs to the loop; a wrong value only makes somebody wait a little. */
    private int share;

    /** Somebody waits for the next look at the sockets. Belongs to the loop. */
    private boolean lookFirst;

    Carrier(String name, BufferPool buffers, Turnover turnover) throws IOException {
        this.name = name;
        this.turnover = turnover;
        this.selector = Selector.open();
        this.buffers = buffers;
        this.threads = CarrierThreads.factory(this);
        this.thread = unstarted(this::loop);
        thread.start();
    }

    private Thread unstarted(Runnable work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(work);
    }

    private void loop() {
        Thread me = Thread.currentThread();
        while (!stopped) {
            if (!runAll(me)) {
                stuckThreads.decrementAndGet();
                return;
            }
            poll();
        }
        end();
    }

    /**
     * Runs every virtual thread that can run, and right behind them those that they have started or unparked; unless somebody waits for the next look at the
     * sockets. Whoever becomes runnable after that has his turn after that look.
     *
     * @return false when another thread has the loop now
     */
    private boolean runAll(Thread me) {
        turns.lazySet(turns.getPlain() + 1);
        Runnable next;
        while ((next = fromElsewhere.poll()) != null) {
            runnable.add(next);
        }
        lookFirst = false;
        return runGeneration(me) && (lookFirst || runGeneration(me));
    }

    private boolean runGeneration(Thread me) {
        for (int left = runnable.size(); left > 0; left--) {
            Runnable task = runnable.remove();
            share = SHARE_BYTES;
            runs.lazySet(runs.getPlain() + 1);
            away.set(me);
            run(task);
            if (!away.compareAndSet(me, null)) {
                return false;
            }
        }
        return true;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("a carrier could not run a virtual thread", e);
        }
    }

    private void poll() {
        asleep = true;
        try {
            if (runnable.isEmpty() && fromElsewhere.isEmpty() && !stopped) {
                selector.select(onReady);
            } else {
                selector.selectNow(onReady);
            }
        } catch (IOException e) {
            LOG.error("a carrier's selector failed", e);
        } finally {
            asleep = false;
        }
    }

    private static void ready(SelectionKey key) {
        try {
            ((Watched) key.attachment()).ready(key);
        } catch (CancelledKeyException e) {
            // Closed in this instant; who waited was told.
        }
    }

    /** Takes over what the JDK wants to run: a virtual thread that was started or unparked, up to the point where it parks. */
    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread() == thread && ended.getCount() > 0) {
            runnable.add(task);
            return;
        }
        fromElsewhere.add(task);
        wake();
        if (ended.getCount() == 0) {
            runElsewhere();
        }
    }

    /** Makes the loop look at what has changed, if it would not by itself. */
    void wake() {
        if (asleep) {
            selector.wakeup();
        }
    }

    /** Before a call that may be one of many without a pause: lets the others go first when the share is used up. */
    void yieldIfDue() {
        if (share <= 0) {
            yieldToLoop();
        }
    }

    /** Goes on after the next look at the sockets. */
    @SuppressWarnings("ThreadPriorityCheck") // Nobody's guess: it is this scheduler that takes the thread back.
    private void yieldToLoop() {
        lookFirst = true;
        Thread.yield();
    }

    void spend(int bytes) {
        share -= CALL_BYTES + bytes;
    }

    /** Which virtual thread the loop is away for, by number; 0 when it is not. */
    long currentRun() {
        return away.get() == null ? 0 : runs.get();
    }

    /** Starts another platform thread for the loop, unless it comes back before that. */
    void replaceThread() {
        Thread stuck = away.get();
        if (stuck != null) {
            unstarted(() -> takeOverFrom(stuck)).start();
        }
    }

    private void takeOverFrom(Thread stuck) {
        if (away.compareAndSet(stuck, null)) {
            stuckThreads.incrementAndGet();
            thread = Thread.currentThread();
            loop();
        }
    }

    /** The two threads of a session may come here at the same time: registering anew would wipe the interest out. */
    SelectionKey register(Watched watched) throws IOException {
        registration.lock();
        try {
            SelectionKey known = watched.channel().keyFor(selector);
            return known != null ? known : watched.channel().register(selector, 0, watched);
        } catch (ClosedSelectorException e) {
            // The proxy was closed.
            throw new AsynchronousCloseException();
        } finally {
            registration.unlock();
        }
    }

    /** Makes the loop tell of these operations, too. */
    void ask(SelectionKey key, int operations) throws AsynchronousCloseException {
        try {
            if ((key.interestOps() & operations) != operations) {
                key.interestOpsOr(operations);
                wake();
            }
        } catch (CancelledKeyException e) {
            throw new AsynchronousCloseException();
        }
    }

    @Override
    public Thread newThread(Runnable work) {
        return threads.newThread(work);
    }

    @Override
    public boolean sharesThread() {
        return true;
    }

    @Override
    public SocketEndpoint endpoint(SocketChannel channel) throws IOException {
        return new CarrierEndpoint(channel, this);
    }

    @Override
    public BufferPool buffers() {
        return buffers;
    }

    /**
     * A selector closes a channel that it knows only when it looks at its sockets the next time. So it is made to forget them first: the caller goes on after
     * that look. Only the loop itself may look, never a virtual thread: the selector's locks are monitors, with which a new Java unmounts a virtual thread
     * that has to wait for another one of them, and the loop would wait for it for ever.
     */
    @Override
    public void letGo(LiveSession session) {
        boolean known = session.cancelKeys();
        if (known && CarrierThreads.schedulerOf(Thread.currentThread()) == this) {
            yieldToLoop();
        }
    }

    @Override
    public void enter() {
        sessions.incrementAndGet();
    }

    @Override
    public void leave(long ageNanos) {
        sessions.decrementAndGet();
        turnover.gone(ageNanos);
    }

    /** How many sessions live here. */
    int sessions() {
        return sessions.get();
    }

    /** How many virtual threads are waiting for their turn. For the loop's own virtual threads; to others it is a guess. */
    int queued() {
        return runnable.size();
    }

    int stuckThreads() {
        return stuckThreads.get();
    }

    /** How often it has looked at its sockets. */
    long turns() {
        return turns.get();
    }

    /** The one that has the loop. */
    Thread thread() {
        return thread;
    }

    /** Ends the loop; virtual threads that are still there go on in the common pool. */
    void stop() {
        stopped = true;
        wake();
    }

    /** Waits until the loop has ended, unless the caller is one of its virtual threads; false when the time was over first. */
    boolean join(Duration limit) {
        if (CarrierThreads.schedulerOf(Thread.currentThread()) == this) {
            return true;
        }
        return Threads.awaitUninterruptibly(ended, limit) && Threads.joinUninterruptibly(thread, limit);
    }

    private void end() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.error("a carrier's selector could not be closed", e);
        }
        ended.countDown();
        runnable.forEach(ForkJoinPool.commonPool()::execute);
        runnable.clear();
        runElsewhere();
    }

    private void runElsewhere() {
        Runnable next;
        while ((next = fromElsewhere.poll()) != null) {
            ForkJoinPool.commonPool().execute(next);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

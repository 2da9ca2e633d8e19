package io.mysqlproxy.core;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The carriers of one proxy. The first is home to the acceptor. The next session goes to the one that has the fewest, with a small advantage for home; a
 * further one is started only when none is without a session.
 */
final class Carriers implements Scheduling {
    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);

    /** Nothing is left to do for a carrier that was stopped, unless user code blocks it. */
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    /**
     * So many sessions more than another the acceptor's own carrier may have and still get the next one, which then starts without waking another
     * thread: a client that connects again and again is met while its last session still ends.
     */
    private static final int HOME_ADVANTAGE = 1;

    /** With so many virtual threads waiting for their turn at home, others had better help. */
    private static final int BUSY_QUEUE = 8;

    private final int most;
    private final String nameSuffix;

    private final List<Carrier> started = new CopyOnWriteArrayList<>();
    private final Turnover turnover = new Turnover();
    private final CarrierWatch watch = new CarrierWatch(started);
    private final Thread watchThread;

    /** @param where for the names of the threads */
    Carriers(int most, String where) throws IOException {
        this.most = most;
        this.nameSuffix = " " + where;
        startOne();
        watchThread = Thread.ofPlatform()
                .daemon()
                .name("proxy-carrier-watch" + nameSuffix)
                .start(watch);
    }

    private Carrier startOne() throws IOException {
        BufferPool buffers = new BufferPool(Math.max(1, BufferPool.DEFAULT_CAPACITY / most));
        Carrier carrier = new Carrier("proxy-carrier-" + (started.size() + 1) + nameSuffix, buffers, turnover);
        started.add(carrier);
        return carrier;
    }

    @Override
    public Acceptor.Source source(ListeningSocket listening) throws IOException {
        return new CarrierListener(listening.channel(), started.getFirst());
    }

    @Override
    public Thread acceptorThread(String name, Runnable acceptor) {
        Thread thread = started.getFirst().newThread(acceptor);
        thread.setName(name);
        return thread;
    }

    @Override
    public Place nextPlace() {
        Carrier home = started.getFirst();
        Carrier least =
                started.stream().min(Comparator.comparingInt(Carrier::sessions)).orElseThrow();
        boolean full = started.size() == most;
        if (home.sessions() <= (full ? least.sessions() : 0) + HOME_ADVANTAGE) {
            return home;
        }
        if (home.queued() < BUSY_QUEUE && turnover.takeVacancy()) {
            return home;
        }
        if (full || least.sessions() == 0) {
            return least;
        }
        try {
            return startOne();
        } catch (IOException | OutOfMemoryError e) {
            // No descriptor or no thread is left for it; those that run do the work.
            LOG.debug("no further carrier: {}", e.toString());
            return least;
        }
    }

    @Override
    public void close() {
        started.forEach(Carrier::stop);
        for (Carrier each : started) {
            if (!each.join(END_LIMIT)) {
                LOG.warn("user code blocks {} and does not return", each);
            }
        }
        watch.stop();
        Threads.joinUninterruptibly(watchThread);
    }
}

package io.mysqlproxy.core;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a port and connects each client to a server, byte for byte.
 *
 * <pre>{@code
 * try (TcpProxy proxy = TcpProxy.listenOn(3307).upstream("db", 3306).start()) {
 *     proxy.awaitTermination();
 * }
 * }</pre>
 *
 * <p>All its threads are daemons: a program that has nothing else to do waits in {@link #awaitTermination()}. Every method may be called from any
 * thread, those of a session included.
 */
public final class TcpProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpProxy.class);

    /** How long closed sockets get to end their sessions. Only a tap, listener or handler that does not return can need more than an instant. */
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final InetSocketAddress address;
    private final Duration closeGrace;
    private final SessionRegistry registry;
    private final Scheduling scheduling;
    private final Resolver resolver = new Resolver(InetAddress::getAllByName);
    private final Acceptor acceptor;
    private final Thread acceptorThread;
    private final @Nullable IdleReaper reaper;
    private final @Nullable Thread reaperThread;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private TcpProxy(ListeningSocket listening, ProxySettings settings, Builder builder) throws IOException {
        address = listening.address();
        closeGrace = builder.closeGrace;
        registry = new SessionRegistry(settings.maxSessions());
        scheduling = settings.scheduling();
        SessionRunner runner = new SessionRunner(settings, new Dialer(settings, resolver));
        acceptor = new Acceptor(
                scheduling.source(listening),
                HostPort.of(address),
                new SessionStarter(settings, registry, runner)::start);
        acceptorThread = scheduling.acceptorThread("proxy-acceptor :" + port(), acceptor);
        Duration idle = builder.idleTimeout;
        reaper = idle == null ? null : new IdleReaper(registry, idle);
        reaperThread = reaper == null ? null : daemon("proxy-reaper :" + port(), reaper);
    }

    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }

    private static Thread daemon(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(work);
    }

    private void run() {
        acceptorThread.start();
        if (reaperThread != null) {
            reaperThread.start();
        }
    }

    /** On this port of the loopback address, so that only programs on this machine can connect; 0 for a free port. */
    public static Builder listenOn(int port) {
        return listenOn(new InetSocketAddress(InetAddress.getLoopbackAddress(), Checks.port(port, 0)));
    }

    /**
     * On this port of one of this machine's addresses.
     *
     * @param host {@code 0.0.0.0} for all addresses
     * @param port 0 for a free port
     */
    public static Builder listenOn(String host, int port) {
        return listenOn(InetSocketAddress.createUnresolved(Checks.host(host), Checks.port(port, 0)));
    }

    public static Builder listenOn(InetSocketAddress address) {
        return new Builder(Objects.requireNonNull(address, "address"));
    }

    /** The port it listens on, also when 0 was asked for. */
    public int port() {
        return address.getPort();
    }

    /** The address it listens on. */
    public InetSocketAddress address() {
        return address;
    }

    /** The sessions that are open at this moment, oldest first; without clients that are being turned away. */
    public List<Session> sessions() {
        return List.copyOf(registry.admitted());
    }

    /** How many sessions are open at this moment. */
    public int openSessions() {
        return registry.size();
    }

    /** How many sessions were opened since the start, those that found no server included. */
    public long acceptedSessions() {
        return registry.admissions();
    }

    /** How many clients were turned away since the start, because the maximum number of sessions was open. */
    public long refusedSessions() {
        return registry.refusals();
    }

    /** Whether it accepts clients; false from the first close on. */
    public boolean isOpen() {
        return stopped.getCount() > 0;
    }

    /** {@link #closeGracefully} with the grace period that the builder was given, one second if none. */
    @Override
    public void close() {
        closeGracefully(closeGrace);
    }

    /**
     * Stops accepting at once, waits for the sessions to end by themselves, then cuts the rest as {@link CloseReason.ProxyClosed}. When it returns, all
     * threads and sockets of the proxy are gone; only user code that does not return for ten seconds is left behind, with a warning in the log.
     *
     * <p>Called from a session's own thread, by a tap or a listener, it does not wait for that session, which is cut with the others and ends when
     * the caller returns. May be called again, also by several threads at once; the shortest grace period counts. An interrupt ends the grace period.
     *
     * @param grace how long the sessions may take, zero or more
     */
    public void closeGracefully(Duration grace) {
        long nanos = nanos(Checks.notNegative(grace, "grace"));
        acceptor.stop();
        stopped.countDown();
        Threads.joinUninterruptibly(acceptorThread);
        registry.close(nanos, nanos(END_LIMIT));
        resolver.close();
        scheduling.close();
        if (reaper != null && reaperThread != null) {
            reaper.stop();
            Threads.joinUninterruptibly(reaperThread);
        }
    }

    /** Waits until the proxy is closed, by whomever, and its last session is gone. */
    public void awaitTermination() throws InterruptedException {
        stopped.await();
        registry.awaitEmpty(Long.MAX_VALUE);
    }

    /** As {@link #awaitTermination()}, no longer than this; false when the time was over first. */
    public boolean awaitTermination(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + nanos(limit);
        return stopped.await(nanos(limit), TimeUnit.NANOSECONDS) && registry.awaitEmpty(deadline - System.nanoTime());
    }

    @Override
    public String toString() {
        return "TcpProxy on " + HostPort.of(address) + (isOpen() ? "" : ", closed");
    }

    /** What a proxy is to be like; {@link #start} makes it. Only the upstream must be given. */
    public static final class Builder {
        private final InetSocketAddress address;
        private final SocketOptions socketOptions = new SocketOptions();
        private @Nullable Upstream upstream;
        private @Nullable SessionHandler handler;
        private Function<? super Session, ? extends @Nullable Tap> taps = session -> null;
        private SessionListener listener = new SessionListener() {};
        private @Nullable FailureHandler failureHandler;
        private @Nullable ThreadFactory threads;
        private int carriers = Runtime.getRuntime().availableProcessors();
        private Duration connectTimeout = Duration.ofSeconds(10);
        private @Nullable Duration idleTimeout;
        private Duration closeGrace = Duration.ofSeconds(1);
        private int backlog = 1024;
        private int maxSessions = 100_000;

        private Builder(InetSocketAddress address) {
            this.address = address;
        }

        /** Every session goes to this server; the name is looked up anew for each. */
        public Builder upstream(String host, int port) {
            return upstream(Upstream.to(Checks.host(host), Checks.port(port, 1)));
        }

        /** Asked for the server of each session. */
        public Builder upstream(Upstream chosen) {
            upstream = Objects.requireNonNull(chosen, "upstream");
            return this;
        }

        /**
         * Makes the tap of each session, on the session's thread before the server is dialled; null leaves a session untapped. A tap that was made gets
         * {@link Tap#onClose}, whether or not a byte was seen.
         */
        public Builder tap(Function<? super Session, ? extends @Nullable Tap> factory) {
            taps = Objects.requireNonNull(factory, "tap");
            return this;
        }

        /** Told when sessions begin and end. */
        public Builder listener(SessionListener told) {
            listener = Objects.requireNonNull(told, "listener");
            return this;
        }

        /** What happens between client and server; without it bytes are relayed both ways, and shown to the tap. */
        public Builder handler(SessionHandler between) {
            handler = Objects.requireNonNull(between, "handler");
            return this;
        }

        /** Says goodbye to clients that cannot be served; without it they are closed without a word. */
        public Builder failureHandler(FailureHandler goodbye) {
            failureHandler = Objects.requireNonNull(goodbye, "failureHandler");
            return this;
        }

        /**
         * How long finding and reaching the server may take: name look-up, and all addresses of the name in turn. Ten seconds if not set.
         *
         * @param limit a millisecond to a day
         */
        public Builder connectTimeout(Duration limit) {
            connectTimeout = Checks.between(limit, Duration.ofMillis(1), Duration.ofDays(1), "connectTimeout");
            return this;
        }

        /**
         * Ends a connected session, as {@link CloseReason.IdleTimeout}, when no byte has moved in either direction for this long, up to a quarter longer. None if
         * not set.
         *
         * @param limit a millisecond or more
         */
        public Builder idleTimeout(Duration limit) {
            idleTimeout = Checks.atLeastOneMilli(limit, "idleTimeout");
            return this;
        }

        /** How long {@link TcpProxy#close} waits for sessions to end by themselves. One second if not set. */
        public Builder closeGrace(Duration grace) {
            closeGrace = Checks.notNegative(grace, "closeGrace");
            return this;
        }

        /** How many connections the system holds ready that were not accepted yet; it may allow fewer. 1024 if not set. */
        public Builder backlog(int connections) {
            backlog = Checks.atLeast(connections, 1, "backlog");
            return this;
        }

        /**
         * How many sessions may be open at the same time; further clients are refused at once. 100,000 if not set, which is meant as no limit: each
         * session needs two file descriptors, so that the system's limit comes first.
         */
        public Builder maxSessions(int sessions) {
            maxSessions = Checks.atLeast(sessions, 1, "maxSessions");
            return this;
        }

        /**
         * How many platform threads of its own the proxy may start, to be both the selector loops and the schedulers of its sessions' virtual threads;
         * they are started as sessions need them. As many as there are processors if not set; 0 leaves the sessions to the JDK's scheduler.
         *
         * <p>They cost less CPU, as no packet is handed from thread to thread. They need {@code --add-opens java.base/java.lang=ALL-UNNAMED}, and
         * without it the JDK's scheduler is used, too. User code may wait as it likes: for locks, queues, sleeps, sockets. What blocks without parking
         * the virtual thread, such as reading a file, or a synchronized block on Java 21, holds up the sessions of the same carrier for at most 200 ms;
         * then another platform thread takes over.
         *
         * @param most zero or more
         */
        public Builder carriers(int most) {
            carriers = Checks.atLeast(most, 0, "carriers");
            return this;
        }

        /** Makes the threads of each session, which the proxy names. Virtual threads, on {@link #carriers} if possible, if not set. */
        public Builder threadFactory(ThreadFactory factory) {
            threads = Objects.requireNonNull(factory, "threadFactory");
            return this;
        }

        /**
         * Set on both sockets of each session. {@code TCP_NODELAY} and {@code SO_KEEPALIVE} are on if not set.
         *
         * @throws IllegalArgumentException for {@code SO_LINGER}, which the proxy needs itself
         */
        public <T> Builder socketOption(SocketOption<T> option, T value) {
            socketOptions.put(Objects.requireNonNull(option, "option"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Listens and accepts from now on. The builder can be used again.
         *
         * @throws IOException when the address cannot be listened on; the message says which and why
         * @throws IllegalStateException when no upstream was given
         * @throws IllegalArgumentException when a socket option is unknown to this system or does not take its value
         */
        public TcpProxy start() throws IOException {
            if (upstream == null) {
                throw new IllegalStateException("no upstream was given: where should clients be connected to?");
            }
            SocketOptions options = socketOptions.copy();
            options.check();
            ListeningSocket listening = ListeningSocket.bind(address, backlog);
            Scheduling scheduling = null;
            try {
                scheduling = scheduling(listening.address());
                RelayHandler relay = new RelayHandler();
                ProxySettings settings = new ProxySettings(
                        upstream,
                        handler != null ? handler : relay,
                        relay,
                        taps,
                        listener,
                        failureHandler,
                        scheduling,
                        options,
                        connectTimeout,
                        maxSessions);
                TcpProxy proxy = new TcpProxy(listening, settings, this);
                proxy.run();
                return proxy;
            } catch (Throwable e) {
                listening.close();
                if (scheduling != null) {
                    scheduling.close();
                }
                throw e;
            }
        }

        private Scheduling scheduling(InetSocketAddress listening) throws IOException {
            String where = HostPort.of(listening);
            if (threads != null) {
                LOG.info("sessions of the proxy on {} run on the threads of the factory given", where);
                return new JdkScheduling(threads);
            }
            if (carriers == 0) {
                LOG.info("sessions of the proxy on {} run on the JDK's scheduler", where);
                return new JdkScheduling(Thread.ofVirtual().factory());
            }
            if (!CarrierThreads.obstacle().isEmpty()) {
                LOG.info(
                        "sessions of the proxy on {} run on the JDK's scheduler, which costs more CPU: carriers of our own need the option"
                                + " --add-opens java.base/java.lang=ALL-UNNAMED ({})",
                        where,
                        CarrierThreads.obstacle());
                return new JdkScheduling(Thread.ofVirtual().factory());
            }
            LOG.info("sessions of the proxy on {} run on up to {} carriers of our own", where, carriers);
            return new Carriers(carriers, ":" + listening.getPort());
        }
    }
}

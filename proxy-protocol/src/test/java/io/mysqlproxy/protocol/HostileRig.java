package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.SessionListener;
import io.mysqlproxy.core.Tap;
import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.conversation.DesyncReason;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A proxy with decoding on, an honest session that must not notice anything, and as many hostile ones beside it as a test wants. When it is closed it has
 * verified that the honest session's bytes and events were right throughout, that no tap has failed, and that no thread is left.
 */
final class HostileRig implements PacketListener, SessionListener, AutoCloseable {
    /**
     * What a hostile session may cost. The decoder holds at most two packets (128 KiB each), names it was told (as much again, three times), and 10,000
     * commands of fewer than 100 bytes: less than 2 MiB. The rest is room for what the test and the JVM do meanwhile.
     */
    static final long HEAP_BOUND = 4L * 1024 * 1024;

    private static final int HONEST = 1;
    private static final int ROUNDS_AT_LEAST = 50;
    private static final long DEADLINE_SECONDS = 40;

    private final HonestSession honest = new HonestSession();
    private final ServerSocket hostileServer = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final AtomicInteger threads = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Map<Long, Story> stories = new ConcurrentHashMap<>();
    private final Semaphore closed = new Semaphore(0);
    private final TcpProxy proxy;
    private final long heapBefore;
    private long sessions = HONEST;

    /** Both ends of a hostile session. */
    record Pair(Peer client, Peer server, Story story) {}

    HostileRig() throws IOException {
        proxy = TcpProxy.listenOn(0)
                .upstream(this::serverOf)
                .tap(this::watchedTap)
                .listener(this)
                .threadFactory(this::thread)
                .start();
        honest.begin(proxy);
        heapBefore = usedHeap();
    }

    /** Connects a hostile client with its hostile server; neither reads yet. */
    Pair connect() throws IOException {
        Story story = new Story();
        stories.put(++sessions, story);
        Peer client = new Peer(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
        return new Pair(client, new Peer(hostileServer.accept()), story);
    }

    /**
     * Plays one hostile session from its beginning to its end, with the honest one beside it.
     *
     * @return what was told of it
     */
    Story play(Peer.Script client, Peer.Script server) throws Exception {
        Pair pair = connect();
        pair.client().read();
        pair.server().read();
        play(pair, client, server);
        assertThat(heapGrowth()).isLessThan(HEAP_BOUND);
        return end(pair);
    }

    /** Plays the two scripts, and waits until all they have sent has arrived. */
    void play(Pair pair, Peer.Script client, Peer.Script server) throws Exception {
        Future<?> clientEnd = start(pair.client(), client);
        Future<?> serverEnd = start(pair.server(), server);
        keepAsking(() -> clientEnd.isDone() && serverEnd.isDone());
        join(clientEnd);
        join(serverEnd);
        pair.server().awaitReceived(pair.client().sent());
        pair.client().awaitReceived(pair.server().sent());
    }

    /** Lets both sides hang up. Everything must have arrived as it was sent. */
    Story end(Pair pair) throws Exception {
        pair.client().finish();
        pair.server().finish();
        assertThat(closed.tryAcquire(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(pair.server().receivedTotal()).isEqualTo(pair.client().sentTotal());
        assertThat(pair.client().receivedTotal()).isEqualTo(pair.server().sentTotal());
        assertThat(pair.story().broken()).isEmpty();
        pair.client().close();
        pair.server().close();
        return pair.story();
    }

    /** Honest questions and answers until something is the case. */
    void keepAsking(BooleanSupplier done) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        for (int round = 0; round < ROUNDS_AT_LEAST || !done.getAsBoolean(); round++) {
            honest.round();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still not done after " + DEADLINE_SECONDS + " s");
            }
        }
    }

    static Future<?> start(Peer peer, Peer.Script script) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            script.play(peer);
            return null;
        });
        Thread.ofPlatform().daemon().name("hostile-script").start(task);
        return task;
    }

    static void join(Future<?> script) throws Exception {
        try {
            script.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a script failed", e);
        }
    }

    /** How many bytes of heap are in use more than before the first hostile session. */
    long heapGrowth() {
        return usedHeap() - heapBefore;
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private InetSocketAddress serverOf(Session session) {
        return session.id() == HONEST ? honest.address() : (InetSocketAddress) hostileServer.getLocalSocketAddress();
    }

    private Thread thread(Runnable work) {
        threads.incrementAndGet();
        // Not kept: a virtual thread that has ended still holds its work, and with it the session and its decoder.
        return Thread.ofVirtual().unstarted(() -> {
            try {
                work.run();
            } finally {
                threads.decrementAndGet();
            }
        });
    }

    /** The proxy only logs what a tap throws. */
    private Tap watchedTap(Session session) {
        Tap tap = MySqlTap.reportingTo(this).apply(session);
        return new Tap() {
            @Override
            public void onBytes(Direction direction, ByteBuffer bytes) {
                watched(() -> tap.onBytes(direction, bytes));
            }

            @Override
            public void onClose(CloseReason reason) {
                watched(() -> tap.onClose(reason));
            }
        };
    }

    private void watched(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            failures.add(e);
            throw e;
        }
    }

    private PacketListener listenerOf(long sessionId) {
        return sessionId == HONEST ? honest : Objects.requireNonNull(stories.get(sessionId));
    }

    @Override
    public void onPacket(PacketEvent event) {
        listenerOf(event.sessionId()).onPacket(event);
    }

    @Override
    public void onOpaque(long sessionId, OpaqueReason reason) {
        listenerOf(sessionId).onOpaque(sessionId, reason);
    }

    @Override
    public void onDesynchronized(long sessionId, DesyncReason reason) {
        listenerOf(sessionId).onDesynchronized(sessionId, reason);
    }

    @Override
    public void onTruncated(long sessionId, Direction direction, long received) {
        listenerOf(sessionId).onTruncated(sessionId, direction, received);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        closed.release();
    }

    @Override
    public void close() throws IOException {
        keepAsking(() -> true);
        honest.verify();
        honest.close();
        hostileServer.close();
        proxy.close();
        assertThat(failures).isEmpty();
        assertThat(threads).hasValue(0);
    }
}

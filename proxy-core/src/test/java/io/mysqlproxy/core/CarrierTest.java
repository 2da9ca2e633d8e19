package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several sessions on one carrier, which must not get in each other's way. */
@Timeout(60)
class CarrierTest {
    private final TestServer server = TestServer.echoing();
    private final List<Socket> clients = new ArrayList<>();
    private final AtomicReference<Carrier> carrier = new AtomicReference<>();

    @BeforeAll
    static void needsCarriers() {
        assumeTrue(CarrierThreads.obstacle().isEmpty(), "this run is on the JDK's scheduler");
    }

    @AfterEach
    void closePeers() throws IOException {
        for (Socket each : clients) {
            each.close();
        }
        server.close();
    }

    private TcpProxy.Builder onOneCarrier() {
        return TcpProxy.listenOn(0).carriers(1).upstream(session -> {
            carrier.set((Carrier) ((LiveSession) session).place());
            return server.address();
        });
    }

    private Socket connect(TcpProxy proxy) throws IOException {
        Socket client = TestClient.connect(proxy);
        clients.add(client);
        return client;
    }

    @Test
    void aTapThatWaitsHoldsUpItsOwnSessionOnlyAndIsWokenFromAnyThread() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (TcpProxy proxy = onOneCarrier()
                .tap(session -> session.id() > 1 ? null : (direction, bytes) -> awaitUninterruptibly(release))
                .start()) {
            Socket held = connect(proxy);
            TestClient.send(held, 1);
            Socket free = connect(proxy);

            TestClient.exchange(free, free);
            release.countDown();

            assertThat(held.getInputStream().read()).isEqualTo(1);
        }
    }

    /** Nothing but time wakes it. */
    @Test
    void aTapThatWaitsForAWhileWakesUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger waits = new AtomicInteger();
        try (TcpProxy proxy = onOneCarrier()
                .tap(session -> (direction, bytes) -> {
                    try {
                        assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    waits.incrementAndGet();
                })
                .start()) {
            Socket client = connect(proxy);
            for (int i = 0; i < 10; i++) {
                TestClient.exchange(client, client);
            }
        }
        assertThat(waits.get()).isEqualTo(20);
    }

    @Test
    void aFloodLeavesRoomForOthers() throws Exception {
        try (TcpProxy proxy = onOneCarrier().start()) {
            Socket flooded = connect(proxy);
            CompletableFuture<Long> drained = drain(flooded);
            Thread flood = flood(flooded);
            Socket other = connect(proxy);

            for (int i = 0; i < 200; i++) {
                TestClient.exchange(other, other);
            }

            assertThat(flood.isAlive()).isTrue();
            flooded.close();
            assertThat(drained.get(20, TimeUnit.SECONDS)).isPositive();
        }
    }

    /** A handler that never waits for anything must not keep the carrier, either. */
    @Test
    void aHandlerThatNeverWaitsLeavesRoomForOthers() throws Exception {
        try (TestServer endless = TestServer.manual();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .carriers(1)
                        .upstream(endless.upstream())
                        .handler((session, client, upstream) -> {
                            ByteBuffer one = ByteBuffer.allocateDirect(1);
                            while (session.id() == 1) {
                                client.write(one.clear());
                            }
                            return new RelayHandler().handle(session, client, upstream);
                        })
                        .start()) {
            Socket first = connect(proxy);
            CompletableFuture<Long> drained = drain(first);
            endless.accept();
            Socket second = connect(proxy);
            Socket peer = TestClient.limited(endless.accept());

            for (int i = 0; i < 200; i++) {
                TestClient.exchange(second, peer);
            }

            first.close();
            assertThat(drained.get(20, TimeUnit.SECONDS)).isPositive();
        }
    }

    @Test
    void aReceiverThatTakesNothingCostsNoTurns() throws Exception {
        try (TcpProxy proxy = onOneCarrier().start()) {
            Socket stalled = connect(proxy);
            flood(stalled);
            long[] moved = {0};
            // Nobody reads: when all buffers are full, nothing moves any more.
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        long before = moved[0];
                        moved[0] = ((LiveSession) proxy.sessions().getFirst()).progress();
                        return moved[0] > 0 && moved[0] == before;
                    });
            Socket other = connect(proxy);
            TestClient.exchange(other, other);
            long before = carrier.get().turns();

            for (int i = 0; i < 1000; i++) {
                TestClient.exchange(other, other);
            }

            // Question and answer are a turn each, and a few are of the machine's making. A loop that spun would make a
            // million.
            assertThat(carrier.get().turns() - before).isBetween(1000L, 10_000L);
        }
    }

    @Test
    void anIdleCarrierDoesNotTurn() throws Exception {
        try (TcpProxy proxy = onOneCarrier().start()) {
            Socket client = connect(proxy);
            TestClient.exchange(client, client);
            long[] turns = {0};
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        long before = turns[0];
                        turns[0] = carrier.get().turns();
                        return turns[0] == before;
                    });
        }
    }

    @Test
    void whoWaitsForBytesCanBeWokenWithoutAnyAndTheNextReadStillWaitsForThem() throws Exception {
        AtomicReference<@Nullable Endpoint> waiting = new AtomicReference<>();
        CountDownLatch woken = new CountDownLatch(1);
        try (TcpProxy proxy = onOneCarrier()
                .handler((session, client, upstream) -> {
                    waiting.set(client);
                    if (client.awaitReadable()) {
                        woken.countDown();
                    }
                    return new RelayHandler().handle(session, client, upstream);
                })
                .start()) {
            Socket client = connect(proxy);
            Endpoint endpoint = await().until(waiting::get, Objects::nonNull);

            Objects.requireNonNull(endpoint).wakeReader();

            assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
            TestClient.exchange(client, client);
        }
    }

    /** Not one byte per round trip: read, tap, write, park, loop, all of it on the carrier's thread. */
    @Test
    void allocatesNothingPerRoundTrip() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] seen = new long[1];
        try (TcpProxy proxy = onOneCarrier()
                .tap(session -> (direction, bytes) -> seen[0] += bytes.remaining())
                .start()) {
            Socket client = connect(proxy);
            for (int i = 0; i < 20_000; i++) {
                TestClient.exchange(client, client);
            }
            long id = carrier.get().thread().threadId();
            long least = Long.MAX_VALUE;
            // Of a few tries the best: the JVM itself allocates on whatever thread it compiles or profiles.
            for (int attempt = 0; attempt < 5 && least > 0; attempt++) {
                long before = threads.getThreadAllocatedBytes(id);
                for (int i = 0; i < 2000; i++) {
                    TestClient.exchange(client, client);
                }
                least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
            }

            assertThat(least).isZero();
            assertThat(seen[0]).isGreaterThan(40_000);
        }
    }

    /** Not parked, but blocked with the carrier below it: another thread goes on with the others. */
    @Test
    void aTapThatBlocksTheCarrierHoldsUpItsOwnSessionOnly() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (TcpProxy proxy = onOneCarrier()
                .tap(session -> session.id() > 1
                        ? null
                        : (direction, bytes) -> {
                            // What neither parks nor returns, whatever the version of Java.
                            while (done.getCount() > 0) {
                                Thread.onSpinWait();
                            }
                        })
                .start()) {
            Socket held = connect(proxy);
            TestClient.send(held, 1);
            Socket free = connect(proxy);

            for (int i = 0; i < 100; i++) {
                TestClient.exchange(free, free);
            }
            assertThat(carrier.get().stuckThreads()).isEqualTo(1);
            done.countDown();

            assertThat(held.getInputStream().read()).isEqualTo(1);
            await().until(() -> carrier.get().stuckThreads() == 0);
            TestClient.exchange(held, held);
        }
    }

    /** On Java 21 a thread that waits in a synchronized block cannot be parked, and waits for what only the loop can bring. */
    @Test
    void aHandlerMayWaitInASynchronizedBlock() throws Exception {
        Object monitor = new Object();
        try (TcpProxy proxy = onOneCarrier()
                .handler((session, client, upstream) -> {
                    synchronized (monitor) {
                        ByteBuffer bytes = ByteBuffer.allocate(100);
                        while (client.read(bytes.clear()) >= 0) {
                            int count = bytes.flip().remaining();
                            upstream.write(bytes);
                            bytes.clear().limit(count);
                            while (bytes.hasRemaining()) {
                                upstream.read(bytes);
                            }
                            client.write(bytes.flip());
                        }
                        return new CloseReason.ClientClosed();
                    }
                })
                .start()) {
            Socket client = connect(proxy);
            for (int i = 0; i < 100; i++) {
                TestClient.exchange(client, client);
            }
        }
    }

    @Test
    void aHandlerMayRelayInASynchronizedBlock() throws Exception {
        Object monitor = new Object();
        Ends ends = new Ends();
        try (TcpProxy proxy = onOneCarrier()
                .handler((session, client, upstream) -> {
                    synchronized (monitor) {
                        return new RelayHandler().handle(session, client, upstream);
                    }
                })
                .listener(ends)
                .start()) {
            Socket client = connect(proxy);
            for (int i = 0; i < 100; i++) {
                TestClient.exchange(client, client);
            }
            client.shutdownOutput();

            assertThat(TestClient.end(client)).isEqualTo("FIN");
            assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientClosed());
        }
    }

    @Test
    void otherThreadsMayUseTheEndpoints() throws Exception {
        try (TcpProxy proxy = onOneCarrier()
                .handler((session, client, upstream) -> {
                    Thread answers = Thread.ofPlatform().start(() -> copy(upstream, client));
                    copy(client, upstream);
                    upstream.shutdownOutput();
                    Threads.joinUninterruptibly(answers);
                    return new CloseReason.ClientClosed();
                })
                .start()) {
            Socket client = connect(proxy);
            for (int i = 0; i < 1000; i++) {
                TestClient.exchange(client, client);
            }
            client.shutdownOutput();
            assertThat(TestClient.end(client)).isEqualTo("FIN");
        }
    }

    @Test
    void virtualThreadsThatAHandlerStartedOutliveTheProxy() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<@Nullable Thread> child = new AtomicReference<>();
        try (TcpProxy proxy = onOneCarrier()
                .tap(session -> (direction, bytes) ->
                        child.compareAndSet(null, Thread.startVirtualThread(() -> awaitUninterruptibly(release))))
                .start()) {
            Socket client = connect(proxy);
            TestClient.exchange(client, client);
        }
        assertThat(carrier.get().thread().isAlive()).isFalse();
        Thread survivor = Objects.requireNonNull(child.get());
        assertThat(survivor.isAlive()).isTrue();

        release.countDown();

        assertThat(survivor.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void carriesThousandsOfSessions() throws Exception {
        try (TcpProxy proxy = onOneCarrier().start()) {
            for (int i = 0; i < 1500; i++) {
                Socket client = connect(proxy);
                TestClient.exchange(client, client);
            }
            for (Socket each : clients) {
                TestClient.exchange(each, each);
            }
            assertThat(carrier.get().sessions()).isEqualTo(1500);
            assertThat(carrier.get().buffers().made()).isLessThan(10);
        }
        assertThat(carrier.get().sessions()).isZero();
    }

    private static void copy(Endpoint from, Endpoint to) {
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        try {
            while (from.read(bytes.clear()) >= 0) {
                to.write(bytes.flip());
            }
        } catch (IOException e) {
            // The other end of the session tells.
        }
    }

    private static Thread flood(Socket socket) {
        return Thread.ofVirtual().start(() -> {
            byte[] block = new byte[64 * 1024];
            try {
                while (true) {
                    socket.getOutputStream().write(block);
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
    }

    private static CompletableFuture<Long> drain(Socket socket) {
        CompletableFuture<Long> count = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            long total = 0;
            byte[] block = new byte[64 * 1024];
            try {
                int got;
                while ((got = socket.getInputStream().read(block)) >= 0) {
                    total += got;
                }
            } catch (IOException e) {
                // The test is over.
            }
            count.complete(total);
        });
        return count;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

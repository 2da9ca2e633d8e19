package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class LeakTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int SESSIONS = 400;

    enum Threads {
        /** Carriers of our own, where they are allowed. */
        DEFAULT,
        VIRTUAL,
        PLATFORM
    }

    /** All ways to end, several hundred times: afterwards no thread and no socket is left. */
    @ParameterizedTest
    @EnumSource
    void leavesNoThreadAndNoSocketBehind(Threads threads) throws Exception {
        Set<Thread> ours = ConcurrentHashMap.newKeySet();
        Set<String> before = sockets();
        AtomicInteger turn = new AtomicInteger();
        Ends ends = new Ends();
        TestServer server = TestServer.playing(LeakTest::playByFirstByte);
        TcpProxy.Builder builder = TcpProxy.listenOn(0)
                .upstream(session -> {
                    ours.add(Thread.currentThread());
                    if (turn.incrementAndGet() % 10 == 0) {
                        throw new IOException("none this time");
                    }
                    return server.address();
                })
                .tap(session -> (direction, bytes) -> ours.add(Thread.currentThread()))
                .failureHandler((session, client, reason) -> client.write(ByteBuffer.allocate(9)))
                .idleTimeout(Duration.ofSeconds(5))
                .listener(ends);
        TcpProxy proxy = switch (threads) {
            case DEFAULT -> builder.start();
            case VIRTUAL -> builder.carriers(0).start();
            case PLATFORM ->
                builder.threadFactory(Thread.ofPlatform().daemon().factory()).start();
        };
        Random random = new Random(5);
        for (int i = 0; i < SESSIONS; i++) {
            playClient(TestClient.connect(proxy), random);
        }
        Socket idle = TestClient.connect(proxy);
        for (int i = 0; i < SESSIONS; i++) {
            ends.next();
        }

        proxy.closeGracefully(Duration.ZERO);

        assertThat(ours).hasSizeGreaterThan(SESSIONS);
        assertThat(ours.stream().filter(Thread::isAlive)).isEmpty();
        assertThat(platformThreads()).isEmpty();
        assertThat(ends.opened).hasValue(SESSIONS + 1);
        assertThat(ends.closed).hasValue(SESSIONS + 1);
        idle.close();
        server.close();
        assumeTrue(Files.isDirectory(DESCRIPTORS), "needs /proc");
        await().untilAsserted(() -> assertThat(newSockets(before)).isEmpty());
    }

    /** 0: answer and go on, 1: close at once, 2: reset at once. */
    private static void playByFirstByte(Socket socket) throws IOException {
        int first;
        while ((first = socket.getInputStream().read()) >= 0) {
            switch (first) {
                case 0 -> TestClient.send(socket, 0);
                case 1 -> {
                    socket.close();
                    return;
                }
                default -> {
                    TestClient.reset(socket);
                    return;
                }
            }
        }
    }

    private static void playClient(Socket client, Random random) throws IOException {
        try (client) {
            TestClient.send(client, random.nextInt(3));
            switch (random.nextInt(3)) {
                case 0 -> TestClient.reset(client);
                case 1 -> TestClient.leave(client);
                default -> {
                    client.shutdownOutput();
                    TestClient.end(client);
                }
            }
        } catch (IOException e) {
            // The server's reset came first.
        }
    }

    private static Set<String> platformThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("proxy-"))
                .collect(Collectors.toSet());
    }

    private static Set<String> newSockets(Set<String> before) {
        Set<String> now = sockets();
        now.removeAll(before);
        return now;
    }

    private static Set<String> sockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Set.of();
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.map(LeakTest::target)
                    .filter(target -> target.startsWith("socket:"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "gone";
        }
    }
}

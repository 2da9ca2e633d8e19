package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AcceptorTest {
    /** Throws so many times, then gives clients. */
    private static final class Troubled implements Acceptor.Source {
        private final List<Long> attempts = Collections.synchronizedList(new ArrayList<>());
        private final int failures;
        private volatile boolean open = true;

        Troubled(int failures) {
            this.failures = failures;
        }

        @Override
        public SocketChannel accept() throws IOException {
            attempts.add(System.nanoTime());
            if (attempts.size() <= failures) {
                throw new IOException("Too many open files");
            }
            return SocketChannel.open();
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Test
    void goesOnAfterFailuresAndPausesLongerEachTime() throws Exception {
        Troubled source = new Troubled(5);
        BlockingQueue<SocketChannel> clients = new LinkedBlockingQueue<>(1);
        Acceptor acceptor = new Acceptor(source, "here", client -> {
            if (!clients.offer(client)) {
                source.close();
            }
        });
        Thread thread = Thread.ofPlatform().start(acceptor);

        assertThat(clients.poll(20, TimeUnit.SECONDS)).isNotNull();
        acceptor.stop();
        thread.join();

        // 10, 20, 40, 80 and 160 ms: a lower bound, as the machine may add to it.
        long pausedMillis = TimeUnit.NANOSECONDS.toMillis(source.attempts.get(5) - source.attempts.get(0));
        assertThat(pausedMillis).isGreaterThanOrEqualTo(310);
    }

    @Test
    void goesOnWhenNoThreadCanBeHad() throws Exception {
        Troubled source = new Troubled(0);
        BlockingQueue<Boolean> served = new LinkedBlockingQueue<>();
        int[] calls = new int[1];
        Acceptor acceptor = new Acceptor(source, "here", client -> {
            if (++calls[0] < 3) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            source.close();
            served.add(true);
        });
        Thread thread = Thread.ofPlatform().start(acceptor);

        assertThat(served.poll(20, TimeUnit.SECONDS)).isTrue();
        thread.join();
    }

    @Test
    void isStoppedInTheMiddleOfAPause() throws Exception {
        Troubled source = new Troubled(Integer.MAX_VALUE);
        Acceptor acceptor = new Acceptor(source, "here", client -> {});
        Thread thread = Thread.ofPlatform().start(acceptor);
        await().until(() -> source.attempts.size() >= 2);

        acceptor.stop();

        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }
}

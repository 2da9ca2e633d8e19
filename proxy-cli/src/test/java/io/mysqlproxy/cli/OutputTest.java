package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutputTest {
    private static final String HALF = "x".repeat(Output.BOUND / 2 - 1) + "\n";

    private final AtomicReference<IOException> failure = new AtomicReference<>();

    @Test
    void keepsTheLinesOfEachThreadTogetherAndInOrder() throws InterruptedException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (Output output = output(target)) {
            List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                String name = "w" + writer + " ";
                writers.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 1000; i++) {
                        output.write(name + i + "\n" + name + i + " more\n");
                    }
                }));
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }

        List<String> lines = target.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(8000);
        for (int i = 0; i < lines.size(); i += 2) {
            assertThat(lines.get(i + 1)).isEqualTo(lines.get(i) + " more");
        }
        assertThat(lines.stream().filter(line -> line.startsWith("w2 ") && !line.endsWith("more")))
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 1000)
                        .mapToObj(i -> "w2 " + i)
                        .toList());
    }

    @Test
    void flushesWhenNothingWaits() {
        FlushCounter target = new FlushCounter();
        try (Output output = output(target)) {
            output.write("line\n");

            await().untilAsserted(() -> assertThat(target.flushed()).isEqualTo("line\n"));
        }
    }

    @Test
    void makesWritersWaitForASlowReader() {
        SlowTarget target = new SlowTarget();
        Output output = output(target);
        Semaphore handedOver = new Semaphore(0);
        Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 6; i++) {
                output.write(HALF);
                handedOver.release();
            }
        });

        // One is being written, two wait, the fourth finds no room.
        await().untilAsserted(() -> assertThat(handedOver.availablePermits()).isEqualTo(3));
        await().during(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(handedOver.availablePermits()).isEqualTo(3));
        target.read.countDown();
        await().untilAsserted(() -> assertThat(handedOver.availablePermits()).isEqualTo(6));
        output.close();
        assertThat(output.dropped()).isZero();
    }

    @Test
    void losesWhatASlowReaderHasNoRoomForAndTellsSoInItsPlace() {
        SlowTarget target = new SlowTarget();
        Output output = output(target, Output.WhenFull.DROP);
        output.write("first\n");
        await().until(target.entered::getCount, count -> count == 0);
        output.write(HALF);
        output.write(HALF);
        output.write(HALF);
        output.write(HALF);

        target.read.countDown();
        await().until(() -> target.taken.size() == "first\n".length() + 2 * HALF.length());
        output.write("last\n");
        output.close();

        assertThat(output.dropped()).isEqualTo(2);
        assertThat(target.taken.toString(StandardCharsets.UTF_8))
                .isEqualTo("first\n" + HALF + HALF + "2 lost\n" + "last\n");
    }

    @Test
    void waitsForTheReaderAtTheEndEvenIfItMayDrop() throws InterruptedException {
        SlowTarget target = new SlowTarget();
        Output output = output(target, Output.WhenFull.DROP);
        output.write("first\n");
        await().until(target.entered::getCount, count -> count == 0);
        output.write(HALF);
        output.write(HALF);

        output.finishWithin(Duration.ofSeconds(20));
        Thread summary = Thread.ofVirtual().start(() -> output.write("summary\n"));
        await().until(summary::getState, state -> state == Thread.State.TIMED_WAITING);
        target.read.countDown();
        summary.join();
        output.close();

        assertThat(target.taken.toString(StandardCharsets.UTF_8)).endsWith("\nsummary\n");
        assertThat(output.dropped()).isZero();
    }

    @Test
    void givesUpOnAReaderThatDoesNotReadAtTheEndAndCountsWhatIsLost() {
        SlowTarget target = new SlowTarget();
        Output output = output(target);
        output.write(HALF);
        await().until(target.entered::getCount, count -> count == 0);
        output.write(HALF);
        output.write(HALF);

        output.finishWithin(Duration.ofMillis(50));
        output.write(HALF);
        output.close();

        assertThat(output.dropped()).isEqualTo(3);
        target.read.countDown();
    }

    @Test
    void tellsOnceThatTheOutputIsGoneAndDiscardsTheRest() {
        try (Output output = output(new BrokenPipe())) {
            output.write("line\n");
            await().untilAsserted(() -> assertThat(failure.get()).hasMessage("Broken pipe"));

            for (int i = 0; i < 10; i++) {
                output.write(HALF);
            }
        }
        assertThat(failure.get()).hasMessage("Broken pipe");
    }

    private Output output(OutputStream target) {
        return output(target, Output.WhenFull.WAIT);
    }

    private Output output(OutputStream target, Output.WhenFull whenFull) {
        return new Output(target, StandardCharsets.UTF_8, whenFull, events -> events + " lost\n", problem -> {
            assertThat(failure.getAndSet(problem)).isNull();
        });
    }

    private static final class FlushCounter extends ByteArrayOutputStream {
        private volatile String flushed = "";

        @Override
        public void flush() {
            flushed = toString(StandardCharsets.UTF_8);
        }

        String flushed() {
            return flushed;
        }
    }

    /** Takes nothing until it is told to read. */
    private static final class SlowTarget extends OutputStream {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch read = new CountDownLatch(1);
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            entered.countDown();
            try {
                read.await();
                taken.write(bytes, offset, length);
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        }
    }

    private static final class BrokenPipe extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
        }
    }
}

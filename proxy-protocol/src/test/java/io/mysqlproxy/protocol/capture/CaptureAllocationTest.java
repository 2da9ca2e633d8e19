package io.mysqlproxy.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mysqlproxy.core.Direction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Reading a packet makes no object, so that a capture of any size is read without garbage. */
class CaptureAllocationTest {
    private static final int ROUNDS = 50_000;

    /** What a reader takes for itself: its buffer, its tables, the objects of one connection. */
    private static final long FIXED_BYTES = 1 << 20;

    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getPlatformMXBean(java.lang.management.ThreadMXBean.class);

    private long seen;

    @Test
    void readsPacketsWithoutAllocating() throws IOException {
        Conversing mysql = Conversing.mysql();
        CaptureFile file = mysql.opened();
        for (int i = 0; i < ROUNDS; i++) {
            file.packet(mysql.asks(4 * i, 8 * i, "ask.")).packet(mysql.answers(8 * i, 4 * i + 4, "answers."));
        }
        byte[] capture = file.toBytes();
        read(capture);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        read(capture);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(seen).isEqualTo(2L * ROUNDS * 12);
        assertThat(allocated).isLessThan(FIXED_BYTES);
    }

    private void read(byte[] capture) throws IOException {
        try (CaptureReader reader = new CaptureReader(connection -> new Count())) {
            reader.read(new ByteArrayInputStream(capture));
        }
    }

    private final class Count implements ConnectionListener {
        @Override
        public void onBytes(Direction direction, ByteBuffer bytes, long epochMicros) {
            seen += bytes.remaining();
        }

        @Override
        public void onGap(Direction direction, long missingBytes, long epochMicros) {
            seen = Long.MIN_VALUE;
        }
    }
}

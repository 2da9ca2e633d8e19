package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PumpTest {
    private static final int LARGE = BufferPool.BUFFER_BYTES;

    private final BufferPool pool = new BufferPool(1);

    /** A peer that sends prepared pieces and keeps what it gets. */
    private class Peer implements Endpoint {
        final Deque<byte[]> pieces = new ArrayDeque<>();
        final ByteArrayOutputStream got = new ByteArrayOutputStream();
        int writes;
        int lentWhileWaiting;
        boolean resetsAtTheEnd;

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            if (available() == 0) {
                // A real read would wait here.
                lentWhileWaiting = Math.max(lentWhileWaiting, pool.lent());
                while (!pieces.isEmpty() && pieces.peek().length == 0) {
                    pieces.remove();
                }
            }
            byte[] piece = pieces.poll();
            if (piece == null) {
                if (resetsAtTheEnd) {
                    throw new IOException("Connection reset");
                }
                return -1;
            }
            int count = Math.min(piece.length, buffer.remaining());
            buffer.put(piece, 0, count);
            if (count < piece.length) {
                pieces.addFirst(Arrays.copyOfRange(piece, count, piece.length));
            }
            return count;
        }

        /** An empty piece stands for a pause. */
        @Override
        public int available() {
            byte[] next = pieces.peek();
            return next == null ? 0 : next.length;
        }

        @Override
        public void write(ByteBuffer buffer) throws IOException {
            writes++;
            while (buffer.hasRemaining()) {
                got.write(buffer.get());
            }
        }

        @Override
        public void shutdownOutput() {
            throw new AssertionError("not the pump's business");
        }

        @Override
        public void reset() {
            throw new AssertionError("not the pump's business");
        }

        @Override
        public void close() {
            throw new AssertionError("not the pump's business");
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return InetSocketAddress.createUnresolved("peer", 1);
        }

        @Override
        public InetSocketAddress localAddress() {
            return InetSocketAddress.createUnresolved("proxy", 1);
        }
    }

    private Pump.End pump(Peer sender, Peer receiver) {
        return new Pump(Direction.CLIENT_TO_SERVER, sender, receiver, null, pool).run();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void holdsNoLargeBufferWhileItWaits() {
        Peer sender = new Peer();
        Peer receiver = new Peer();
        byte[] bulk = random(3 * LARGE + 17);
        sender.pieces.addAll(
                List.of(random(10), new byte[0], bulk, new byte[0], random(PumpBuffer.SMALL_BYTES), new byte[0]));

        assertThat(pump(sender, receiver)).isEqualTo(Pump.End.SENDER_CLOSED);

        assertThat(sender.lentWhileWaiting).isZero();
        assertThat(pool.lent()).isZero();
        assertThat(receiver.got.size()).isEqualTo(10 + bulk.length + PumpBuffer.SMALL_BYTES);
        // Ten bytes, the bulk in large pieces, and what just fills the small buffer.
        assertThat(receiver.writes).isEqualTo(1 + 4 + 1);
    }

    @Test
    void goesOnWithItsSmallBufferWhenAllLargeOnesAreLent() {
        PumpBuffer lent = pool.borrow();
        Peer sender = new Peer();
        Peer receiver = new Peer();
        byte[] bulk = random(LARGE);
        sender.pieces.add(bulk);

        pump(sender, receiver);

        assertThat(receiver.got.toByteArray()).isEqualTo(bulk);
        assertThat(receiver.writes).isEqualTo(LARGE / PumpBuffer.SMALL_BYTES);
        assertThat(lent).isNotNull();
    }

    @Test
    void deliversWhatItHasReadBeforeAReset() {
        Peer sender = new Peer() {
            @Override
            public int available() {
                // Says that more is there, and then it is the reset.
                return 1;
            }
        };
        Peer receiver = new Peer();
        byte[] last = random(PumpBuffer.SMALL_BYTES);
        sender.pieces.add(last);
        sender.resetsAtTheEnd = true;

        assertThat(pump(sender, receiver)).isEqualTo(Pump.End.SENDER_FAILED);
        assertThat(receiver.got.toByteArray()).isEqualTo(last);
        assertThat(pool.lent()).isZero();
    }

    @Test
    void saysThatItWasTheReceiverWhoFailed() {
        Peer sender = new Peer();
        sender.pieces.add(random(LARGE));
        Peer receiver = new Peer() {
            @Override
            public void write(ByteBuffer buffer) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        assertThat(pump(sender, receiver)).isEqualTo(Pump.End.RECEIVER_FAILED);
        assertThat(pool.lent()).isZero();
    }

    /** Small reads, bulk reads, and a tap: after the warm-up not one byte is allocated. */
    @Test
    void allocatesNothingPerRead() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int warmUp = 20_000;
        int measured = 100_000;
        long[] allocated = new long[2];
        Peer sender = new Peer() {
            private int reads;

            @Override
            public int read(ByteBuffer buffer) {
                reads++;
                if (reads == warmUp) {
                    allocated[0] = threads.getCurrentThreadAllocatedBytes();
                }
                if (reads == warmUp + measured) {
                    allocated[1] = threads.getCurrentThreadAllocatedBytes();
                    return -1;
                }
                int count = reads % 3 == 0 ? 100 : buffer.remaining();
                buffer.position(buffer.position() + count);
                return count;
            }

            @Override
            public int available() {
                return reads % 4 == 0 ? 0 : 1;
            }
        };
        Peer receiver = new Peer() {
            @Override
            public void write(ByteBuffer buffer) {
                buffer.position(buffer.limit());
            }
        };
        long[] seen = new long[1];
        GuardedTap tap = new GuardedTap(LiveSessions.none(), (direction, bytes) -> seen[0] += bytes.remaining());

        Thread thread = Thread.ofPlatform()
                .start(() -> new Pump(Direction.CLIENT_TO_SERVER, sender, receiver, tap, pool).run());
        thread.join();

        assertThat(seen[0]).isGreaterThan(measured * 100L);
        assertThat(allocated[1] - allocated[0]).isZero();
    }
}

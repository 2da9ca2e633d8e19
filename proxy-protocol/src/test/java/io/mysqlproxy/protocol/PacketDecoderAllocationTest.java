package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Naming a packet and checking its layout makes no object, so that watching costs no garbage however many rows pass. */
class PacketDecoderAllocationTest {
    /** A multiple of 256, so that sequence ids go on when the rows are sent again. */
    private static final int ROWS = 20_480;

    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getPlatformMXBean(java.lang.management.ThreadMXBean.class);

    private final long[] seen = new long[1];
    private final PacketDecoder decoder = new PacketDecoder(
            1,
            event -> seen[0] +=
                    event.isDecodable() ? event.length() + event.kind().hashCode() : 0);

    @Test
    @Rule("R-3")
    void namesRowsWithoutAllocating() {
        feed(Direction.SERVER_TO_CLIENT, frame(0, Talk.MYSQL_9_7_GREETING));
        feed(
                Direction.CLIENT_TO_SERVER,
                frame(1, Talk.response(Talk.BASE | Talk.DEPRECATE_EOF, "caching_sha2_password")));
        feed(Direction.SERVER_TO_CLIENT, frame(2, Bytes.hex("00 00 00 02 00 00 00")));
        feed(Direction.CLIENT_TO_SERVER, frame(0, Bytes.utf8("\u0003select")));
        feed(Direction.SERVER_TO_CLIENT, frame(1, Bytes.hex("01")));
        feed(Direction.SERVER_TO_CLIENT, frame(2, Bytes.hex("03 64 65 66")));
        ByteBuffer rows = rows();

        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            decodeInPieces(rows);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(decoder.state().phase()).isEqualTo(new Phase.Commands());
        assertThat(least).isLessThan(ROWS / 100);
    }

    /** Pieces of an odd size, so that rows span reads as they do in life. */
    private void decodeInPieces(ByteBuffer rows) {
        int limit = rows.limit();
        for (int from = 0; from < limit; from += 1021) {
            rows.limit(Math.min(limit, from + 1021)).position(from);
            decoder.onBytes(Direction.SERVER_TO_CLIENT, rows, 0);
        }
        rows.limit(limit);
    }

    private static ByteBuffer rows() {
        WireWriter rows = new WireWriter();
        for (int i = 0; i < ROWS; i++) {
            // The ids continue in the second round: 20,000 is no multiple of 256, so that round is told as out of order
            // once, which is one object.
            rows.int3(6).int1((i + 3) & 0xff).stringLenEnc(Bytes.utf8("hello"));
        }
        return rows.toBytes().asByteBuffer();
    }

    private void feed(Direction direction, Bytes bytes) {
        decoder.onBytes(direction, bytes.asByteBuffer(), 0);
    }

    private static Bytes frame(int sequenceId, Bytes payload) {
        return new WireWriter()
                .int3(payload.length())
                .int1(sequenceId)
                .bytes(payload)
                .toBytes();
    }
}

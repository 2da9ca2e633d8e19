package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** An exchange costs one small object, the place of its command in the queue; what was asked and answered is copied only for those who look. */
class ExchangeAllocationTest {
    private static final int ROUNDS = 10_000;

    /** The command in the queue takes about 140. */
    private static final int BYTES_PER_EXCHANGE = 192;

    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getPlatformMXBean(java.lang.management.ThreadMXBean.class);

    private static final String DEFINITION = "03 64 65 66 00 00 00 01 31 00 0c 3f 00 02 00 00 00 08 81 00 00 00 00";
    private static final String END = "fe 00 00 02 00 00 00";

    private final long[] seen = new long[1];
    private final PacketDecoder decoder = new PacketDecoder(
            1,
            event -> seen[0] += event.isDecodable() ? event.length() : 0,
            exchange -> seen[0] += exchange.rows() + exchange.totalMicros());

    ExchangeAllocationTest() {
        decoder.recordSlowExchanges();
        feed(Direction.SERVER_TO_CLIENT, frame(0, Talk.MYSQL_9_7_GREETING));
        feed(
                Direction.CLIENT_TO_SERVER,
                frame(1, Talk.response(Talk.BASE | Talk.DEPRECATE_EOF, "caching_sha2_password")));
        feed(Direction.SERVER_TO_CLIENT, frame(2, Bytes.hex("00 00 00 02 00 00 00")));
    }

    @Test
    void tellsSelectsWithoutCopyingThem() {
        Bytes select = frame(0, Bytes.utf8("\u0003select name from customers where id = 123456"));
        Bytes result = frames(Bytes.hex("01"), Bytes.hex(DEFINITION), Bytes.utf8("\u0004Anna"), Bytes.hex(END));

        assertThat(bytesPerRound(select, result)).isLessThan(BYTES_PER_EXCHANGE);
    }

    @Test
    void tellsUpdatesWithoutCopyingThem() {
        Bytes update = frame(0, Bytes.utf8("\u0003update customers set name = 'Anna' where id = 123456"));

        assertThat(bytesPerRound(update, frames(Bytes.hex("00 01 00 02 00 00 00"))))
                .isLessThan(BYTES_PER_EXCHANGE);
    }

    @Test
    void tellsExecutionsOfPreparedStatements() {
        feed(Direction.CLIENT_TO_SERVER, frame(0, Bytes.utf8("\u0016select name from customers where id = 1")));
        feed(
                Direction.SERVER_TO_CLIENT,
                frames(Bytes.hex("00 07 01 00 00 01 00 00 00 00 00 00"), Bytes.hex(DEFINITION)));
        Bytes execute = frame(0, Bytes.hex("17 07 01 00 00 00 01 00 00 00"));
        Bytes result = frames(
                Bytes.hex("01"), Bytes.hex(DEFINITION), Bytes.hex("00 00 01 02 03 04 05 06 07 08"), Bytes.hex(END));

        assertThat(bytesPerRound(execute, result)).isLessThan(BYTES_PER_EXCHANGE);
    }

    @Test
    void tellsExecutionsWithParameters() {
        feed(Direction.CLIENT_TO_SERVER, frame(0, Bytes.utf8("\u0016update customers set name = ? where id = ?")));
        feed(
                Direction.SERVER_TO_CLIENT,
                frames(Bytes.hex("00 07 01 00 00 00 00 02 00 00 00 00"), Bytes.hex(DEFINITION), Bytes.hex(DEFINITION)));
        Bytes execute =
                frame(0, Bytes.hex("17 07 01 00 00 00 01 00 00 00 00 01 fd 00 08 00 02 48 69 01 02 03 04 05 06 07 08"));

        assertThat(bytesPerRound(execute, frames(Bytes.hex("00 01 00 02 00 00 00"))))
                .isLessThan(BYTES_PER_EXCHANGE);
    }

    private long bytesPerRound(Bytes command, Bytes reply) {
        ByteBuffer asked = command.asByteBuffer();
        ByteBuffer answered = reply.asByteBuffer();
        long least = Long.MAX_VALUE;
        for (int repeat = 0; repeat < 5; repeat++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                decoder.onBytes(Direction.CLIENT_TO_SERVER, asked.rewind(), i);
                decoder.onBytes(Direction.SERVER_TO_CLIENT, answered.rewind(), i);
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(decoder.state().inFlight()).isEmpty();
        return least / ROUNDS;
    }

    private void feed(Direction direction, Bytes bytes) {
        decoder.onBytes(direction, bytes.asByteBuffer(), 0);
    }

    /** The packets of a reply. */
    private static Bytes frames(Bytes... payloads) {
        WireWriter frames = new WireWriter();
        for (int i = 0; i < payloads.length; i++) {
            frames.bytes(frame(i + 1, payloads[i]));
        }
        return frames.toBytes();
    }

    private static Bytes frame(int sequenceId, Bytes payload) {
        return new WireWriter()
                .int3(payload.length())
                .int1(sequenceId)
                .bytes(payload)
                .toBytes();
    }
}

package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mysqlproxy.cli.filter.Filter;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.PacketDecoder;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A trace that only counts looks at every packet and costs next to no garbage, so that it can stand before a busy server for days. */
class QuietTraceTest {
    private static final int ROUNDS = 10_000;

    /** The place of a command in the queue of those that wait for their answer takes about 140. */
    private static final int BYTES_PER_EXCHANGE = 192;

    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getPlatformMXBean(java.lang.management.ThreadMXBean.class);

    private static final Bytes DEFINITION =
            Bytes.hex("03 64 65 66 00 00 00 01 31 00 0c 3f 00 02 00 00 00 fd 81 00 00 00 00");
    private static final Bytes EOF = Bytes.hex("fe 00 00 02 00");

    private static final Bytes GREETING =
            Bytes.hex("0a 38 00 01 00 00 00 01 02 03 04 05 06 07 08 00 00 82 21 02 00 00 00 15"
                    + " 00 00 00 00 00 00 00 00 00 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 00");
    private static final Bytes RESPONSE = Bytes.hex("00 82 00 00 00 00 00 01 21" + " 00".repeat(23) + " 61 00 00");
    private static final Bytes OK = Bytes.hex("00 00 00 02 00 00 00");

    private final Tally tally = new Tally();
    private final Trace trace;
    private final PacketDecoder decoder;

    QuietTraceTest() {
        trace = new Trace(
                tally,
                List.of(),
                Filter.ALL,
                new Look(Show.exchanges),
                Trace.NO_LIMIT,
                new Stop(),
                InstantSource.fixed(FakeEvent.TIME));
        trace.onOpen(FakeSession.of(1));
        decoder = PacketDecoder.joiningMidStream(1, trace, trace);
    }

    @Test
    void makesAtMostOneSmallObjectPerExchange() {
        Bytes result = frames(1, Bytes.hex("01"), DEFINITION, EOF, Bytes.utf8("\u0004Anna"), EOF);

        assertThat(bytesPerRound(result)).isLessThan(BYTES_PER_EXCHANGE);
        assertThat(tally.summary(0).undecoded()).isZero();
        assertThat(tally.summary(0).exchanges()).isGreaterThan(5 * ROUNDS - 1);
    }

    @Test
    void makesNoObjectPerRow() {
        Bytes[] packets = new Bytes[100];
        Arrays.fill(packets, Bytes.utf8("\u0004Anna"));
        packets[0] = Bytes.hex("01");
        packets[1] = DEFINITION;
        packets[2] = EOF;
        packets[99] = EOF;

        assertThat(bytesPerRound(frames(1, packets))).isLessThan(BYTES_PER_EXCHANGE);
    }

    @Test
    void countsWhatIsNoRowAmongTheRows() {
        // Of a connection whose beginning was not seen, this would be taken for a mistake of the decoder's own.
        PacketDecoder fromTheStart = new PacketDecoder(1, trace, trace);
        feed(fromTheStart, Direction.SERVER_TO_CLIENT, frame(0, GREETING));
        feed(fromTheStart, Direction.CLIENT_TO_SERVER, frame(1, RESPONSE));
        feed(fromTheStart, Direction.SERVER_TO_CLIENT, frame(2, OK));
        feed(fromTheStart, Direction.CLIENT_TO_SERVER, frame(0, Bytes.utf8("\u0003select name")));
        feed(
                fromTheStart,
                Direction.SERVER_TO_CLIENT,
                frames(1, Bytes.hex("01"), DEFINITION, EOF, Bytes.hex("05 41 6e 6e 61"), EOF));

        assertThat(tally.summary(0).packets()).isEqualTo(9);
        assertThat(tally.summary(0).undecoded()).isEqualTo(1);
    }

    private long bytesPerRound(Bytes reply) {
        ByteBuffer asked = frame(0, Bytes.utf8("\u0003select name from customers where id = 123456"))
                .asByteBuffer();
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
        return least / ROUNDS;
    }

    private static void feed(PacketDecoder decoder, Direction direction, Bytes bytes) {
        decoder.onBytes(direction, bytes.asByteBuffer(), 0);
    }

    private static Bytes frames(int firstId, Bytes... payloads) {
        WireWriter frames = new WireWriter();
        for (int i = 0; i < payloads.length; i++) {
            frames.bytes(frame(firstId + i, payloads[i]));
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

package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What stands beside the stream: a point select with its whole reply, and a row of a large result, by how much is wanted to be known of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class DecoderBenchmark {
    private static final int ROWS = 1000;

    /** How much the listeners ask for. */
    public enum Wanted {
        /** Packets are named, no exchange is tracked. */
        NAMES,
        /** Packets are named, exchanges tracked and timed. */
        EXCHANGES,
        /** As {@code trace --quiet}: and every packet's layout is checked. */
        CHECKED,
        /** Every packet is decoded into its message. */
        MESSAGES
    }

    @Param
    public Wanted wanted = Wanted.NAMES;

    private final ByteBuffer query = Wire.frames(0, Wire.QUERY);
    private final ByteBuffer reply = Wire.frames(1, Bytes.hex("01"), Wire.DEFINITION, Wire.ROW, Wire.END);
    private final ByteBuffer result = result();

    private PacketDecoder decoder = new PacketDecoder(1, packet -> {});
    private Blackhole sink;

    @Setup
    public void logIn(Blackhole blackhole) {
        sink = blackhole;
        PacketListener packets = switch (wanted) {
            case NAMES, EXCHANGES -> packet -> sink.consume(packet.kind());
            case CHECKED -> packet -> sink.consume(packet.isDecodable());
            case MESSAGES -> packet -> sink.consume(packet.message());
        };
        decoder = wanted == Wanted.NAMES
                ? new PacketDecoder(1, packets)
                : new PacketDecoder(1, packets, exchange -> sink.consume(exchange.totalMicros()));
        decoder.onBytes(Direction.SERVER_TO_CLIENT, Wire.frames(0, Wire.GREETING), 0);
        decoder.onBytes(Direction.CLIENT_TO_SERVER, Wire.frames(1, Wire.logIn()), 0);
        decoder.onBytes(Direction.SERVER_TO_CLIENT, Wire.frames(2, Wire.OK), 0);
    }

    /** One exchange: five packets in two reads. */
    @Benchmark
    public void pointSelect() {
        decoder.onBytes(Direction.CLIENT_TO_SERVER, query.rewind(), 1);
        decoder.onBytes(Direction.SERVER_TO_CLIENT, reply.rewind(), 2);
    }

    /** One row of a thousand that come in one read, with what belongs to their result. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void rowOfThousand() {
        decoder.onBytes(Direction.CLIENT_TO_SERVER, query.rewind(), 1);
        decoder.onBytes(Direction.SERVER_TO_CLIENT, result.rewind(), 2);
    }

    private static ByteBuffer result() {
        Bytes[] packets = new Bytes[ROWS + 3];
        Arrays.fill(packets, Wire.ROW);
        packets[0] = Bytes.hex("01");
        packets[1] = Wire.DEFINITION;
        packets[packets.length - 1] = Wire.END;
        return Wire.frames(1, packets);
    }
}

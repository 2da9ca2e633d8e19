package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** However much two peers send, what one decoder keeps of it stays below a bound: nothing that they do without end makes it grow without end. */
class MemoryLimitsTest {
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    private static final int MEBIBYTE = 1 << 20;
    private static final Bytes OK = Bytes.hex("00 00 00 02 00 00 00");
    private static final Bytes DEFINITION =
            Bytes.hex("03 64 65 66 00 00 00 01 61 00 0c 2d 00 04 00 00 00 fd 00 00 00 00 00");

    private long packets;
    private final PacketDecoder decoder = new PacketDecoder(1, event -> packets++, exchange -> {});

    @Test
    @Rule({"LIM-1", "LIM-12"})
    void aPacketWithoutEndIsNotKept() {
        logIn(Talk.BASE | Talk.DEPRECATE_EOF);
        ByteBuffer frame = ByteBuffer.allocate(4 + 0xffffff);
        frame.putInt(0, 0xffffff00);
        long before = used();

        for (int seen = 0; seen < 40; seen++) {
            decoder.onBytes(Direction.CLIENT_TO_SERVER, frame.asReadOnlyBuffer(), 0);
        }

        assertKept(before, MEBIBYTE);
        assertThat(packets).isEqualTo(3);
        assertThat(frame.capacity()).isGreaterThan(0xffffff);
    }

    @Test
    @Rule("LIM-10")
    void emptyPacketsAreNotKept() {
        logIn(Talk.BASE | Talk.DEPRECATE_EOF);
        ByteBuffer empty = ByteBuffer.allocate(4 * 10_000);
        long before = used();

        for (int round = 0; round < 200; round++) {
            decoder.onBytes(Direction.CLIENT_TO_SERVER, empty.asReadOnlyBuffer(), 0);
        }

        assertKept(before, 2 * MEBIBYTE);
    }

    @Test
    @Rule("LIM-9")
    void commandsThatNobodyAnswersAreNotKept() {
        logIn(Talk.BASE | Talk.DEPRECATE_EOF);
        Bytes query = Bytes.utf8("\u0003select " + "x".repeat(1000));
        long before = used();

        for (int sent = 0; sent < 200_000; sent++) {
            client(0, query);
        }

        assertKept(before, 12 * MEBIBYTE);
    }

    @Test
    @Rule("LIM-8")
    void statementsThatNobodyClosesAreNotKept() {
        logIn(Talk.BASE | Talk.DEPRECATE_EOF);
        long before = used();

        for (int id = 1; id <= 100_000; id++) {
            client(0, Bytes.utf8("\u0016select " + id + " " + "x".repeat(2000)));
            server(
                    1,
                    new WireWriter()
                            .int1(0)
                            .int4(id)
                            .int2(0)
                            .int2(0)
                            .int1(0)
                            .int2(0)
                            .toBytes());
        }

        assertKept(before, 20 * MEBIBYTE);
    }

    @Test
    @Rule("LIM-3")
    void definitionsOfManyStatementsWithManyColumnsAreNotKept() {
        logIn(Talk.BASE | Talk.DEPRECATE_EOF);
        Bytes prepared = new WireWriter()
                .int1(0)
                .int4(1)
                .int2(0xffff)
                .int2(0xffff)
                .int1(0)
                .int2(0)
                .toBytes();
        long before = used();

        for (int round = 0; round < 5; round++) {
            client(0, Bytes.utf8("\u0016select ?"));
            server(1, prepared);
            for (int column = 0; column < 2 * 0xffff; column++) {
                server(column + 2, DEFINITION);
            }
            client(0, Bytes.hex("0e"));
            server(1, OK);
        }

        assertKept(before, 16 * MEBIBYTE);
        assertThat(packets).isEqualTo(3 + 5 * (2 + 2 * 0xffff + 2));
    }

    @Test
    @Rule({"LIM-8", "STM-8", "STM-9"})
    void longDataThatNobodyExecutesIsNotKept() {
        logIn(Talk.BASE | Talk.DEPRECATE_EOF);
        long before = used();

        for (int sent = 0; sent < 200_000; sent++) {
            client(
                    0,
                    new WireWriter()
                            .int1(0x18)
                            .int4(sent)
                            .int2(sent & 0xffff)
                            .bytes(Bytes.utf8("x".repeat(500)))
                            .toBytes());
        }

        assertKept(before, 4 * MEBIBYTE);
    }

    private void logIn(long capabilities) {
        server(0, Talk.MYSQL_9_7_GREETING);
        client(1, Talk.response(capabilities, "caching_sha2_password"));
        server(2, OK);
    }

    private void client(int sequenceId, Bytes payload) {
        feed(Direction.CLIENT_TO_SERVER, sequenceId, payload);
    }

    private void server(int sequenceId, Bytes payload) {
        feed(Direction.SERVER_TO_CLIENT, sequenceId, payload);
    }

    private void feed(Direction direction, int sequenceId, Bytes payload) {
        Bytes frame = new WireWriter()
                .int3(payload.length())
                .int1(sequenceId & 0xff)
                .bytes(payload)
                .toBytes();
        decoder.onBytes(direction, frame.asByteBuffer(), 0);
    }

    private void assertKept(long before, long bound) {
        assertThat(used() - before).as("bytes kept").isLessThan(bound);
        assertThat(decoder.state()).isNotNull();
    }

    /** Bytes in use, as far as the collector can tell; the least of some looks, since other threads make garbage meanwhile. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int look = 0; look < 4; look++) {
            System.gc();
            least = Math.min(least, MEMORY.getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}

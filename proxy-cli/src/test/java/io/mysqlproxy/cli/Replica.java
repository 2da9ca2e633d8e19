package io.mysqlproxy.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A replica as far as the wire goes: it asks for a binary log and counts what comes. */
final class Replica implements AutoCloseable {
    /** Ends the stream with an EOF where a replica would wait for more. */
    static final int NON_BLOCKING = 1;

    private static final int REGISTER_SLAVE = 0x15;
    private static final int BINLOG_DUMP = 0x12;
    private static final int BINLOG_DUMP_GTID = 0x1e;
    private static final int SERVER_ID = 4_711;
    private static final int SEMI_SYNC = 0xef;
    private static final int ROTATE = 4;
    private static final int ARTIFICIAL = 0x20;

    private final RawClient client;
    private final boolean semiSync;
    private String file = "";

    /** One event, as its header tells. */
    record Event(int type, boolean artificial, boolean acknowledged) {}

    /** @param semiSync whether each event has two bytes in front that may ask for an acknowledgement */
    Replica(RawClient client, boolean semiSync) {
        this.client = client;
        this.semiSync = semiSync;
    }

    /** Tells the source about itself, for SHOW REPLICAS. */
    void register(String host) throws IOException {
        ByteBuffer register = RawClient.buffer().put((byte) REGISTER_SLAVE).putInt(SERVER_ID);
        string(register, host);
        string(register, "repl");
        string(register, "");
        client.command(register.putShort((short) 3306).putInt(0).putInt(0));
        client.read();
    }

    /** COM_BINLOG_DUMP. */
    void dump(String from, long position, int flags) throws IOException {
        file = from;
        client.command(RawClient.buffer()
                .put((byte) BINLOG_DUMP)
                .putInt((int) position)
                .putShort((short) flags)
                .putInt(SERVER_ID)
                .put(from.getBytes(StandardCharsets.UTF_8)));
    }

    /** COM_BINLOG_DUMP_GTID of a replica that has nothing yet. */
    void dumpWithoutGtids() throws IOException {
        client.command(RawClient.buffer()
                .put((byte) BINLOG_DUMP_GTID)
                .putShort((short) NON_BLOCKING)
                .putInt(SERVER_ID)
                .putInt(0)
                .putLong(4)
                .putInt(Long.BYTES)
                .putLong(0));
    }

    /** Reads events up to the end, or to one that the predicate is true of; returns how many were no artificial ones. */
    long read(Predicate<Event> isLast) throws IOException {
        long events = 0;
        for (ByteBuffer packet = client.read(); !RawClient.isEof(packet); packet = client.read()) {
            packet.get();
            Event event = event(packet);
            events += event.artificial() ? 0 : 1;
            if (isLast.test(event)) {
                break;
            }
        }
        return events;
    }

    private Event event(ByteBuffer packet) throws IOException {
        boolean acknowledge = semiSync && (packet.getShort() & 0xffff) == (SEMI_SYNC | 1 << 8);
        int start = packet.position();
        int type = packet.get(start + 4) & 0xff;
        long next = packet.getInt(start + 13) & 0xffff_ffffL;
        boolean artificial = (packet.getShort(start + 17) & ARTIFICIAL) != 0;
        if (type == ROTATE) {
            byte[] name = new byte[packet.limit() - start - 19 - Long.BYTES];
            packet.get(start + 19 + Long.BYTES, name);
            file = new String(name, StandardCharsets.UTF_8);
        }
        if (acknowledge) {
            client.command(
                    RawClient.buffer().put((byte) SEMI_SYNC).putLong(next).put(file.getBytes(StandardCharsets.UTF_8)));
        }
        return new Event(type, artificial, acknowledge);
    }

    private static void string(ByteBuffer target, String text) {
        target.put((byte) text.length()).put(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        client.abandon();
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * One event of the binary log that the server streams to a replica.
 *
 * <pre>
 *   00  [ EF  acknowledge (1) ]        if the replica asked for semi-synchronous replication (BIN-1)
 *   timestamp (4)  type (1)  server id (4)  size (4)  next position (4)  flags (2)
 *   {@link BinlogEventBody}  [ checksum (4) ]
 * </pre>
 *
 * @param acknowledge 1 when the replica shall answer with a {@link SemiSyncAck}, otherwise 0; empty without semi-synchronous replication
 * @param timestamp seconds since 1970; 0 in events that the server makes up
 * @param serverId of the server where it happened
 * @param size of the event in bytes, without what precedes the timestamp
 * @param nextPosition offset into the log's file behind the event, in bytes; 0 in events that stand in no log
 * @param checksum CRC32 of the event, unsigned; there if it is right, so that what is wrong stays in the body
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_replication_binlog_event.html">Binlog event</a>
 */
public record BinlogEvent(
        OptionalInt acknowledge,
        long timestamp,
        BinlogEventType type,
        long serverId,
        long size,
        long nextPosition,
        BinlogEventFlags flags,
        BinlogEventBody body,
        OptionalLong checksum)
        implements ServerMessage {
    /** First byte of the packet. */
    public static final int HEADER = 0x00;

    private static final int MARK_SIZE = 2;
    private static final int SIZE_OFFSET = 9;
    private static final int CHECKSUM_SIZE = 4;

    /**
     * Reads an event, and finds out whether a mark of semi-synchronous replication precedes it.
     *
     * @param semiSync whether the replica is known to have asked for that; the packet of a stream whose beginning was not seen tells by its size
     */
    public static BinlogEvent decode(WireReader reader, boolean semiSync) {
        reader.header(HEADER, "event");
        OptionalInt acknowledge =
                isMarked(reader, semiSync) ? OptionalInt.of(acknowledge(reader)) : OptionalInt.empty();
        long timestamp = reader.int4("timestamp");
        BinlogEventType type = BinlogEventType.of(reader.int1("type"));
        long serverId = reader.int4("server id");
        long size = reader.int4("size");
        long nextPosition = reader.int4("next position");
        BinlogEventFlags flags = new BinlogEventFlags(reader.int2("flags"));
        Bytes rest = reader.rest();
        WireWriter header = new WireWriter();
        header(header, timestamp, type, serverId, size, nextPosition, flags);
        int end = isChecked(header.toBytes(), rest) ? rest.length() - CHECKSUM_SIZE : rest.length();
        return new BinlogEvent(
                acknowledge,
                timestamp,
                type,
                serverId,
                size,
                nextPosition,
                flags,
                BinlogEventBody.decode(WireReader.of(rest.slice(0, end)), type.code()),
                end < rest.length() ? OptionalLong.of(lastInt4(rest)) : OptionalLong.empty());
    }

    /** A timestamp may begin like the mark (BIN-1), but then the size stands where it should. */
    private static boolean isMarked(WireReader reader, boolean semiSync) {
        boolean looksMarked = reader.peekAt(0) == SemiSyncAck.MAGIC && (reader.peekAt(1) | 1) == 1;
        if (!looksMarked || sizeAt(reader, SIZE_OFFSET) == reader.remaining()) {
            return false;
        }
        return semiSync || sizeAt(reader, MARK_SIZE + SIZE_OFFSET) == reader.remaining() - MARK_SIZE;
    }

    private static long sizeAt(WireReader reader, int offset) {
        long size = 0;
        for (int i = 3; i >= 0; i--) {
            size = size << 8 | (reader.peekAt(offset + i) & 0xff);
        }
        return size;
    }

    private static int acknowledge(WireReader reader) {
        reader.header(SemiSyncAck.MAGIC, "mark of semi-synchronous replication");
        return reader.int1("whether to acknowledge");
    }

    /** Nothing in an event tells whether it ends with a checksum: the stream's first events agree on it, and those differ too. So it is tried. */
    private static boolean isChecked(Bytes header, Bytes rest) {
        int end = rest.length() - CHECKSUM_SIZE;
        if (end < 0) {
            return false;
        }
        CRC32 crc = new CRC32();
        crc.update(header.asByteBuffer());
        crc.update(rest.slice(0, end).asByteBuffer());
        return crc.getValue() == lastInt4(rest);
    }

    private static long lastInt4(Bytes bytes) {
        return WireReader.of(bytes.slice(bytes.length() - CHECKSUM_SIZE, bytes.length()))
                .int4("checksum");
    }

    private static void header(
            WireWriter writer,
            long timestamp,
            BinlogEventType type,
            long serverId,
            long size,
            long nextPosition,
            BinlogEventFlags flags) {
        writer.int4(timestamp).int1(type.code()).int4(serverId).int4(size).int4(nextPosition);
        writer.int2(flags.bits());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.int1(HEADER);
        acknowledge.ifPresent(flag -> writer.int1(SemiSyncAck.MAGIC).int1(flag));
        header(writer, timestamp, type, serverId, size, nextPosition, flags);
        body.encode(writer);
        checksum.ifPresent(writer::int4);
    }
}

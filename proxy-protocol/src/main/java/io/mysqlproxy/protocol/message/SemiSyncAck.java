package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * A replica says how much of the binary log it has. There is no answer (BIN-2).
 *
 * <pre>
 *   EF  position (8)  file (to the end)
 * </pre>
 *
 * @param position offset into the file behind the last event that arrived, in bytes
 */
public record SemiSyncAck(long position, Bytes file) implements ClientMessage {
    /** First byte of the packet, and of what precedes an event that may want such an answer. */
    public static final int MAGIC = 0xef;

    public static SemiSyncAck decode(WireReader reader) {
        reader.header(MAGIC, "acknowledgement");
        return new SemiSyncAck(reader.int8("position"), reader.rest());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.int1(MAGIC).int8(position).bytes(file);
    }
}

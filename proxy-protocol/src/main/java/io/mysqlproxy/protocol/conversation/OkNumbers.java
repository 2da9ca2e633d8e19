package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.wire.Packet;

/** The numbers that an OK or EOF packet tells. One object, read into again and again, so that looking at every reply costs no allocation. */
public final class OkNumbers {
    private long affectedRows;
    private long lastInsertId;
    private int status;
    private int warnings;

    OkNumbers() {}

    /** Unsigned; 0 in an EOF packet. */
    public long affectedRows() {
        return affectedRows;
    }

    /** Unsigned; 0 when there is none. */
    public long lastInsertId() {
        return lastInsertId;
    }

    /** 16 bits, 0 when the packet has no status flags (or is cut short). */
    public int status() {
        return status;
    }

    /** 0 to 65,535; 0 when the packet does not tell. */
    public int warnings() {
        return warnings;
    }

    /** OK and EOF have status and warnings in different order (OK-4). */
    void read(Packet packet, PacketKind kind, Layout layout) {
        affectedRows = 0;
        lastInsertId = 0;
        status = 0;
        warnings = 0;
        if (kind == PacketKind.EOF) {
            warnings = Math.max(0, ReplyHeader.int2(packet, 1));
            status = Math.max(0, ReplyHeader.int2(packet, 3));
            return;
        }
        int insertIdAt = 1 + ReplyHeader.lengthEncodedSize(packet, 1);
        int statusAt = insertIdAt + ReplyHeader.lengthEncodedSize(packet, insertIdAt);
        affectedRows = ReplyHeader.lengthEncoded(packet, 1);
        lastInsertId = ReplyHeader.lengthEncoded(packet, insertIdAt);
        if (layout.okHasStatus()) {
            status = Math.max(0, ReplyHeader.int2(packet, statusAt));
            warnings = Math.max(0, ReplyHeader.int2(packet, statusAt + 2));
        }
    }
}

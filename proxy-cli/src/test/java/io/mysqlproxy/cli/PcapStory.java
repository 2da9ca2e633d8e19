package io.mysqlproxy.cli;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.capture.Transcript;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns a transcript into a pcap file: IPv4 without a link layer, one segment per chunk, no handshake. */
final class PcapStory {
    private static final int LINKTYPE_RAW = 101;
    private static final int CLIENT_PORT = 50412;
    private static final int SERVER_PORT = 3306;
    private static final int HEADERS = 40;
    private static final int PUSH_AND_ACK = 0x18;
    private static final long FIRST_SECOND = 1_795_349_000L;

    private PcapStory() {}

    /** Each chunk a millisecond after the one before. */
    static byte[] of(Transcript transcript) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
        header.putInt(1 << 18).putInt(LINKTYPE_RAW);
        file.writeBytes(header.array());
        int[] next = {1, 1};
        int number = 0;
        for (Transcript.Chunk chunk : transcript.chunks()) {
            file.writeBytes(record(chunk, next, number++));
        }
        return file.toByteArray();
    }

    private static byte[] record(Transcript.Chunk chunk, int[] next, int number) {
        boolean up = chunk.direction() == Direction.CLIENT_TO_SERVER;
        byte[] bytes = chunk.bytes().toArray();
        int length = HEADERS + bytes.length;
        ByteBuffer record = ByteBuffer.allocate(16 + length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt((int) FIRST_SECOND).putInt(1000 * number).putInt(length).putInt(length);
        record.order(ByteOrder.BIG_ENDIAN);
        record.putInt(0x45000000 | length).putInt(0).putInt(0x40060000);
        record.put(address(up ? 1 : 2)).put(address(up ? 2 : 1));
        record.putShort((short) (up ? CLIENT_PORT : SERVER_PORT)).putShort((short) (up ? SERVER_PORT : CLIENT_PORT));
        record.putInt(next[up ? 0 : 1]).putInt(next[up ? 1 : 0]);
        record.put((byte) 0x50)
                .put((byte) PUSH_AND_ACK)
                .putShort((short) 0xffff)
                .putInt(0);
        record.put(bytes);
        next[up ? 0 : 1] += bytes.length;
        return record.array();
    }

    private static byte[] address(int last) {
        return new byte[] {10, 0, 0, (byte) last};
    }
}

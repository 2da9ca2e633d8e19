package io.mysqlproxy.protocol.tshark;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.capture.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes transcripts as a capture file: each is one TCP connection with its handshake, from a port of 10.0.0.1 to port 3306 of 10.0.0.2, one segment per
 * chunk.
 *
 * @see <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html">PCAP capture file format</a>
 */
final class PcapWriter {
    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int ETHERNET = 1;
    private static final int IPV4 = 0x0800;
    private static final int TCP = 6;
    private static final int IP_HEADER = 20;
    private static final int TCP_HEADER = 20;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int PUSH = 0x08;
    private static final int CLIENT = 0x0a000001;
    private static final int SERVER = 0x0a000002;
    static final int SERVER_PORT = 3306;
    private static final int LARGEST_SEGMENT = 32_000;
    private static final int MICROS_PER_SECOND = 1_000_000;

    private final DataOutputStream out;
    private int clientPort;
    private long clientSequence;
    private long serverSequence;
    private long micros;

    PcapWriter(OutputStream out) throws IOException {
        this.out = new DataOutputStream(out);
        fileHeader();
    }

    /** Adds a connection; each needs a port of its own. */
    void connection(Transcript transcript, int port) throws IOException {
        clientPort = port;
        clientSequence = 1000;
        serverSequence = 2000;
        segment(Direction.CLIENT_TO_SERVER, SYN, new byte[0], 0, 0);
        segment(Direction.SERVER_TO_CLIENT, SYN | ACK, new byte[0], 0, 0);
        segment(Direction.CLIENT_TO_SERVER, ACK, new byte[0], 0, 0);
        long start = micros;
        for (Transcript.Chunk chunk : transcript.chunks()) {
            micros = Math.max(micros, start + chunk.atMicros().orElse(0));
            chunk(chunk);
        }
    }

    private void fileHeader() throws IOException {
        out.writeInt(MAGIC_MICROSECONDS);
        out.writeShort(2);
        out.writeShort(4);
        out.writeLong(0);
        out.writeInt(1 << 16);
        out.writeInt(ETHERNET);
    }

    private void chunk(Transcript.Chunk chunk) throws IOException {
        byte[] bytes = chunk.bytes().toArray();
        for (int at = 0; at < bytes.length; at += LARGEST_SEGMENT) {
            segment(chunk.direction(), PUSH | ACK, bytes, at, Math.min(LARGEST_SEGMENT, bytes.length - at));
        }
    }

    private void segment(Direction direction, int flags, byte[] bytes, int offset, int length) throws IOException {
        boolean fromClient = direction == Direction.CLIENT_TO_SERVER;
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(frame);
        data.write(new byte[] {2, 0, 0, 0, 0, (byte) (fromClient ? 2 : 1), 2, 0, 0, 0, 0, (byte) (fromClient ? 1 : 2)});
        data.writeShort(IPV4);
        data.write(ipHeader(fromClient, length));
        data.writeShort(fromClient ? clientPort : SERVER_PORT);
        data.writeShort(fromClient ? SERVER_PORT : clientPort);
        data.writeInt((int) (fromClient ? clientSequence : serverSequence));
        data.writeInt((flags & ACK) == 0 ? 0 : (int) (fromClient ? serverSequence : clientSequence));
        data.writeShort((TCP_HEADER / 4) << 12 | flags);
        data.writeShort(0xffff);
        data.writeInt(0); // checksum, urgent pointer: tshark does not look at either
        data.write(bytes, offset, length);
        record(frame.toByteArray());
        int taken = length + ((flags & SYN) == 0 ? 0 : 1);
        clientSequence += fromClient ? taken : 0;
        serverSequence += fromClient ? 0 : taken;
    }

    private static byte[] ipHeader(boolean fromClient, int length) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(header);
        data.writeShort(0x4500);
        data.writeShort(IP_HEADER + TCP_HEADER + length);
        data.writeInt(0x00004000);
        data.writeShort(64 << 8 | TCP);
        data.writeShort(0);
        data.writeInt(fromClient ? CLIENT : SERVER);
        data.writeInt(fromClient ? SERVER : CLIENT);
        return header.toByteArray();
    }

    private void record(byte[] frame) throws IOException {
        micros++;
        out.writeInt((int) (micros / MICROS_PER_SECOND));
        out.writeInt((int) (micros % MICROS_PER_SECOND));
        out.writeInt(frame.length);
        out.writeInt(frame.length);
        out.write(frame);
    }
}

package io.mysqlproxy.protocol.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds capture files by hand, in either byte order. */
final class CaptureFile {
    static final long START = 1_700_000_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteOrder order;
    private long micros = START;

    private CaptureFile(ByteOrder order) {
        this.order = order;
    }

    static CaptureFile pcap(int linkType) {
        return pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, linkType);
    }

    static CaptureFile pcap(ByteOrder order, int magic, int linkType) {
        CaptureFile file = new CaptureFile(order);
        file.put(file.buffer(24)
                .putInt(magic)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(262144)
                .putInt(linkType));
        return file;
    }

    static CaptureFile pcapng(ByteOrder order) {
        return new CaptureFile(order).section();
    }

    /** The section, of the same or of another byte order. */
    CaptureFile section() {
        return block(0x0a0d0d0a, buffer(16).putInt(0x1a2b3c4d).putInt(1).putLong(-1));
    }

    CaptureFile append(CaptureFile other) {
        bytes.writeBytes(other.toBytes());
        return this;
    }

    /** A record of pcap that holds the whole packet, one microsecond after the last one. */
    CaptureFile packet(byte[] packet) {
        return packet(packet, packet.length);
    }

    /** A record of pcap that holds the packet's first bytes. */
    CaptureFile packet(byte[] packet, int captured) {
        micros++;
        return record((int) (micros / 1_000_000), (int) (micros % 1_000_000), packet, captured, packet.length);
    }

    CaptureFile record(int seconds, int fraction, byte[] packet, int captured, int original) {
        put(buffer(16 + captured)
                .putInt(seconds)
                .putInt(fraction)
                .putInt(captured)
                .putInt(original)
                .put(packet, 0, captured));
        return this;
    }

    /** Time passes until the next packet. */
    CaptureFile pause(long pauseMicros) {
        micros += pauseMicros;
        return this;
    }

    /** A block of pcapng with this body, which is filled up to four bytes. */
    CaptureFile block(int type, ByteBuffer body) {
        int length = 12 + (body.capacity() + 3) / 4 * 4;
        put(buffer(length).putInt(type).putInt(length).put(content(body)).putInt(length - 4, length));
        return this;
    }

    CaptureFile interfaceBlock(int linkType, int snapLength, byte... options) {
        return block(
                1,
                buffer(8 + options.length)
                        .putShort((short) linkType)
                        .putShort((short) 0)
                        .putInt(snapLength)
                        .put(options));
    }

    CaptureFile enhancedPacket(int interfaceId, long units, byte[] packet, int captured, byte... options) {
        int padded = (captured + 3) / 4 * 4;
        return block(
                6,
                buffer(20 + padded + options.length)
                        .putInt(interfaceId)
                        .putInt((int) (units >>> 32))
                        .putInt((int) units)
                        .putInt(captured)
                        .putInt(packet.length)
                        .put(packet, 0, captured)
                        .position(20 + padded)
                        .put(options));
    }

    ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(order);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void put(ByteBuffer buffer) {
        bytes.writeBytes(content(buffer));
    }

    private static byte[] content(ByteBuffer buffer) {
        byte[] content = new byte[buffer.capacity()];
        buffer.get(0, content);
        return content;
    }
}

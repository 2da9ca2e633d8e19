package io.mysqlproxy.protocol.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pcapng: sections of either byte order one after the other, each with its own interfaces. Blocks that hold no packet are passed over, however long.
 *
 * <pre>
 *  block := type int&lt;4&gt;, total length int&lt;4&gt;, body, total length int&lt;4&gt;
 * </pre>
 *
 * @see <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html">PCAPNG capture file format</a>
 */
final class PcapngFile {
    static final int SECTION_HEADER = 0x0a0d0d0a;

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

    /** Type and length before the body, length behind it. */
    private static final int FRAME = 12;

    private static final int BODY = 8;
    private static final int SMALLEST_SECTION_HEADER = 28;
    private static final int PACKET_HEADER = 20;

    /** The longest block that is taken into memory: a packet and its options. */
    private static final int LARGEST_BLOCK = PcapFile.LARGEST_PACKET + (1 << 20);

    /** A section has as many interfaces as a machine; one that claims more is damaged. */
    private static final int MOST_INTERFACES = 65_536;

    private final CaptureInput in;
    private final FrameConsumer frames;
    private final List<PcapngInterface> interfaces = new ArrayList<>();
    private long lastMicros;

    PcapngFile(CaptureInput in, FrameConsumer frames) {
        this.in = in;
        this.frames = frames;
    }

    void read() throws IOException {
        while (in.ensure(FRAME)) {
            if (in.int4(0) == SECTION_HEADER) {
                beginSection();
            }
            block();
        }
        if (in.available() > 0) {
            throw new CaptureFormatException(
                    in.offset(), "the file is cut short: " + in.available() + " bytes of a block's header");
        }
    }

    /** The type reads the same in both orders; what follows the length tells which. */
    private void beginSection() throws CaptureFormatException {
        in.byteOrder(true);
        if (in.int4(BODY) != BYTE_ORDER_MAGIC) {
            in.byteOrder(false);
        }
        if (in.int4(BODY) != BYTE_ORDER_MAGIC) {
            throw new CaptureFormatException(in.offset(), "a pcapng section without its byte-order magic");
        }
        interfaces.clear();
        if (in.unsigned4(4) < SMALLEST_SECTION_HEADER) {
            throw new CaptureFormatException(in.offset(), "a pcapng section header of " + in.unsigned4(4) + " bytes");
        }
    }

    private void block() throws IOException {
        long offset = in.offset();
        int type = in.int4(0);
        long length = in.unsigned4(4);
        if (length < FRAME || length % 4 != 0) {
            throw new CaptureFormatException(
                    offset, "a block claims " + length + " bytes, so this is no block or a damaged one");
        }
        boolean isRead = type == INTERFACE_DESCRIPTION
                || type == ENHANCED_PACKET
                || type == SIMPLE_PACKET
                || type == OBSOLETE_PACKET;
        if (isRead && length > LARGEST_BLOCK) {
            throw new CaptureFormatException(offset, "a packet's block claims " + length + " bytes");
        }
        if (isRead ? !in.ensure((int) length) : !in.skip(length - 4) || !in.ensure(4)) {
            throw new CaptureFormatException(offset, "the file is cut short: a block claims " + length + " bytes");
        }
        if (in.unsigned4(isRead ? (int) length - 4 : 0) != length) {
            throw new CaptureFormatException(
                    offset,
                    "a block's two lengths differ: " + length + " and " + in.unsigned4(isRead ? (int) length - 4 : 0));
        }
        if (isRead) {
            body(type, (int) length - FRAME);
        }
        in.advance(isRead ? (int) length : 4);
    }

    private void body(int type, int length) throws CaptureFormatException {
        switch (type) {
            case INTERFACE_DESCRIPTION -> describeInterface(length);
            case ENHANCED_PACKET -> packet(length, length < PACKET_HEADER ? 0 : in.unsigned4(BODY));
            case OBSOLETE_PACKET -> packet(length, length < PACKET_HEADER ? 0 : in.int2(BODY));
            default -> simplePacket(length);
        }
    }

    private void describeInterface(int length) throws CaptureFormatException {
        if (interfaces.size() == MOST_INTERFACES) {
            throw new CaptureFormatException(in.offset(), "more than " + MOST_INTERFACES + " interfaces");
        }
        interfaces.add(PcapngInterface.read(in, BODY, length));
    }

    /** Behind the interface's number the enhanced and the obsolete packet are the same. */
    private void packet(int length, long interfaceId) {
        if (length < PACKET_HEADER || interfaceId >= interfaces.size()) {
            frames.damaged();
            return;
        }
        long captured = in.unsigned4(BODY + 12);
        if (captured > length - PACKET_HEADER) {
            frames.damaged();
            return;
        }
        PcapngInterface from = interfaces.get((int) interfaceId);
        lastMicros = from.micros(in.unsigned4(BODY + 4) << 32 | in.unsigned4(BODY + 8));
        frame(from, PACKET_HEADER, (int) captured, in.unsigned4(BODY + 16));
    }

    /** Has no time of its own, and is always of the first interface. */
    private void simplePacket(int length) {
        if (length < 4 || interfaces.isEmpty()) {
            frames.damaged();
            return;
        }
        PcapngInterface from = interfaces.getFirst();
        long original = in.unsigned4(BODY);
        frame(from, 4, (int) Math.min(length - 4, from.captured(original)), original);
    }

    private void frame(PcapngInterface from, int header, int captured, long original) {
        int at = in.position() + BODY + header;
        frames.frame(from.linkType(), lastMicros, in.buffer(), at, at + captured, Math.max(captured, original));
    }
}

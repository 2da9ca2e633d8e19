package io.mysqlproxy.protocol.capture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes the blocks of one pcapng section with one interface: raw IP, times in microseconds. Every block goes out in one piece. Not thread-safe.
 *
 * @see <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html">PCAPNG capture file format</a>
 */
final class PcapngBlocks {
    /** The longest text of an option: its length has two bytes, and is filled up to four. */
    private static final int LONGEST_TEXT = 0xfffc;

    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int RAW_IP = 101;

    private static final int COMMENT = 1;
    private static final int INTERFACE_NAME = 2;
    private static final int APPLICATION = 4;
    private static final int TIME_RESOLUTION = 9;
    private static final int MICROSECONDS = 6;

    private final OutputStream out;
    /** Room for the largest IP packet, the longest comment, and what is around them. */
    private final ByteBuffer block = ByteBuffer.allocate(0xffff + LONGEST_TEXT + 64);

    PcapngBlocks(OutputStream out) {
        this.out = new BufferedOutputStream(out, 64 * 1024);
    }

    void sectionHeader(String application, String comment) {
        begin(SECTION_HEADER);
        block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        text(APPLICATION, application);
        text(COMMENT, comment);
        endOfOptions();
        end();
    }

    void interfaceDescription(String name) {
        begin(INTERFACE_DESCRIPTION);
        block.putShort((short) RAW_IP).putShort((short) 0).putInt(0);
        text(INTERFACE_NAME, name);
        block.putShort((short) TIME_RESOLUTION).putShort((short) 1).put((byte) MICROSECONDS);
        fillUp();
        endOfOptions();
        end();
    }

    /** A packet whose bytes lie from position to limit of the buffer, which is left as it was. */
    void packet(long epochMicros, ByteBuffer packet, int originalLength, String comment) {
        begin(ENHANCED_PACKET);
        block.putInt(0)
                .putInt((int) (epochMicros >>> 32))
                .putInt((int) epochMicros)
                .putInt(packet.remaining())
                .putInt(originalLength)
                .put(packet.duplicate());
        fillUp();
        if (!comment.isEmpty()) {
            text(COMMENT, comment);
            endOfOptions();
        }
        end();
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin(int type) {
        block.clear().putInt(type).putInt(0);
    }

    private void text(int option, String text) {
        if (text.isEmpty()) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        if (length > LONGEST_TEXT) {
            length = LONGEST_TEXT;
            while ((bytes[length] & 0xc0) == 0x80) {
                length--; // not in the middle of a character
            }
        }
        block.putShort((short) option).putShort((short) length).put(bytes, 0, length);
        fillUp();
    }

    private void endOfOptions() {
        block.putInt(0);
    }

    private void fillUp() {
        while (block.position() % 4 != 0) {
            block.put((byte) 0);
        }
    }

    private void end() {
        int length = block.position() + 4;
        block.putInt(length).putInt(4, length);
        try {
            out.write(block.array(), 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

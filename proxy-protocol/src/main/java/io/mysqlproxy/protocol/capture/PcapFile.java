package io.mysqlproxy.protocol.capture;

import java.io.IOException;

/**
 * Reads the classic format of tcpdump, in either byte order, with microseconds or nanoseconds.
 *
 * <pre>
 *  file   := magic int&lt;4&gt;, version int&lt;2&gt; int&lt;2&gt;, reserved int&lt;4&gt; int&lt;4&gt;, snaplen int&lt;4&gt;, link type int&lt;4&gt;, record*
 *  record := seconds int&lt;4&gt;, fraction int&lt;4&gt;, captured length int&lt;4&gt;, original length int&lt;4&gt;, bytes
 * </pre>
 *
 * @see <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html">PCAP capture file format</a>
 */
final class PcapFile {
    /** Bytes of one packet. Segmentation offload makes them larger than any link's, but no system comes near this. */
    static final int LARGEST_PACKET = 16 << 20;

    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    /** The upper half of the field tells how long a frame's checksum is, which lies behind the IP packet and is not looked at. */
    private static final int LINK_TYPE = 0xffff;

    private static final int MICROS_PER_SECOND = 1_000_000;

    private final CaptureInput in;
    private final FrameConsumer frames;

    PcapFile(CaptureInput in, FrameConsumer frames) {
        this.in = in;
        this.frames = frames;
    }

    /** Whether a file that begins with these four bytes, read as big-endian, is one. */
    static boolean isMagic(int first) {
        return isBigEndian(first) || isBigEndian(Integer.reverseBytes(first));
    }

    private static boolean isBigEndian(int magic) {
        return magic == MICROSECONDS || magic == NANOSECONDS;
    }

    void read() throws IOException {
        in.byteOrder(true);
        in.byteOrder(isBigEndian(in.int4(0)));
        if (!in.ensure(FILE_HEADER)) {
            throw new CaptureFormatException(0, "the pcap file ends in its header");
        }
        boolean isNanoseconds = in.int4(0) == NANOSECONDS;
        int linkType = in.int4(20) & LINK_TYPE;
        in.advance(FILE_HEADER);
        while (in.ensure(RECORD_HEADER)) {
            record(linkType, isNanoseconds);
        }
        if (in.available() > 0) {
            throw cutShort("record header", RECORD_HEADER);
        }
    }

    private void record(int linkType, boolean isNanoseconds) throws IOException {
        long seconds = in.unsigned4(0);
        long fraction = in.unsigned4(4);
        long captured = in.unsigned4(8);
        if (captured > LARGEST_PACKET) {
            throw new CaptureFormatException(
                    in.offset(), "a record claims " + captured + " bytes, so this is no record or a damaged one");
        }
        if (!in.ensure(RECORD_HEADER + (int) captured)) {
            throw cutShort("record", RECORD_HEADER + captured);
        }
        long original = Math.max(captured, in.unsigned4(12));
        in.advance(RECORD_HEADER);
        long micros = seconds * MICROS_PER_SECOND + (isNanoseconds ? fraction / 1000 : fraction);
        frames.frame(linkType, micros, in.buffer(), in.position(), in.position() + (int) captured, original);
        in.advance((int) captured);
    }

    private CaptureFormatException cutShort(String what, long length) {
        return new CaptureFormatException(
                in.offset(), "the file is cut short: " + in.available() + " bytes of a " + what + " of " + length);
    }
}

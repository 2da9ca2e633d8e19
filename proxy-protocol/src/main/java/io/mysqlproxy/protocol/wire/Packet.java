package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;

/**
 * One logical packet, borrowed from its {@link PacketFramer}: valid until the framer is given more bytes. Looking at single bytes costs nothing; only
 * {@link #payload} makes an object.
 */
public final class Packet {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** What a packet has instead of a place when nothing counts for it but what stands before it. */
    public static final int NO_PLACE = -1;

    /** A packet of no bytes at all. */
    public static final Packet NONE = new Packet();

    private ByteBuffer source = NOTHING;
    private int offset;
    private int kept;
    private long length;
    private int frames;
    private int firstFrameLength;
    private int sequenceId;
    private int place;
    private int lastPlace;
    private boolean continuous;

    Packet() {}

    /** Bytes that travel without a frame, such as a PROXY header, in the form of a packet with sequence id 0. */
    public static Packet unframed(Bytes content) {
        Packet packet = new Packet();
        packet.set(content.asByteBuffer(), 0, content.length(), content.length());
        packet.frames(1, content.length(), 0);
        packet.places(0, 0, true);
        return packet;
    }

    void set(ByteBuffer source, int offset, int kept, long length) {
        this.source = source;
        this.offset = offset;
        this.kept = kept;
        this.length = length;
    }

    void frames(int frames, int firstFrameLength, int sequenceId) {
        this.frames = frames;
        this.firstFrameLength = firstFrameLength;
        this.sequenceId = sequenceId;
    }

    void places(int first, int last, boolean continuous) {
        this.place = first;
        this.lastPlace = last;
        this.continuous = continuous;
    }

    /** Length of the payload over all frames, in bytes, headers not counted. */
    public long length() {
        return length;
    }

    /** How many of those bytes were kept, from the first on; all of them unless the packet is larger than the framer's limit. */
    public int kept() {
        return kept;
    }

    ByteBuffer source() {
        return source;
    }

    /** Where the payload begins in its source. */
    int offset() {
        return offset;
    }

    /** The byte of the payload at the index, 0 to 255, or -1 beyond what was kept. */
    public int byteAt(int index) {
        return index < kept ? source.get(offset + index) & 0xff : -1;
    }

    /** The kept payload in place, read-only. */
    public ByteBuffer payload() {
        return source.slice(offset, kept).asReadOnlyBuffer();
    }

    /** Copies the first bytes of the kept payload, at most {@link #kept}, to the index of the target. */
    public void copyTo(byte[] target, int index, int count) {
        source.get(offset, target, index, count);
    }

    /** How many frames carried it, at least 1. */
    public int frames() {
        return frames;
    }

    /** Payload length of the first frame, 0 to 16,777,215: what tells a row that begins with FE from the end of rows (FRM-3). */
    public int firstFrameLength() {
        return firstFrameLength;
    }

    /** Sequence id of the first frame, 0 to 255. On a compressed connection it says nothing (CMP-7). */
    public int sequenceId() {
        return sequenceId;
    }

    /**
     * The sequence id that counts for the order of packets, 0 to 255: the first frame's, or on a compressed connection the id of the compressed frame that
     * begins with this packet (CMP-8). {@link #NO_PLACE} for a packet that begins further on in a compressed frame.
     */
    public int place() {
        return place;
    }

    /** As {@link #place}, of the packet's end: the last frame's sequence id, or that of the compressed frame the packet ends in. 0 to 255. */
    public int lastPlace() {
        return lastPlace;
    }

    /** Whether the packet may stand at this place, 0 to 255; never at {@link #NO_PLACE}. */
    public boolean isAt(int due) {
        return due != NO_PLACE && (place == due || place == NO_PLACE);
    }

    /** Whether each further frame's sequence id, or each further compressed frame's, followed on the one before it (FRM-4). */
    public boolean hasContinuousFrames() {
        return continuous;
    }
}

package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one direction's bytes into logical packets, however they are sliced.
 *
 * <pre>
 *  frame   := int&lt;3&gt; payload length, int&lt;1&gt; sequence id, payload
 *  logical := frame(length = FFFFFF)*  frame(length &lt; FFFFFF)        payloads joined
 * </pre>
 *
 * A packet that lies whole in the given bytes is lent in place. One that spans several reads is copied, up to a limit; of a larger packet the
 * beginning is kept and the rest is counted (LIM-1). Never looks at a byte twice (LIM-11). Not thread-safe.
 *
 * <p>On a compressed connection a {@link CompressedFramer} gives it the bytes.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html">MySQL packets</a>
 */
public final class PacketFramer {
    /** Payload length of a frame that is followed by another frame of the same packet (FRM-1). */
    public static final int MAX_FRAME_LENGTH = 0xffffff;

    /** Bytes of a packet that are kept by default: connection attributes, the largest thing of the connection phase, take 64 KiB at most. */
    public static final int DEFAULT_KEEP_LIMIT = 128 * 1024;

    /** Of a packet, or of each of its frames, in bytes. */
    public static final int HEADER_LENGTH = 4;

    /** A copy buffer larger than this is let go when a read ends between packets, so that a large packet does not cost an idle session memory for ever. */
    private static final int SPARE_CAPACITY = 8 * 1024;

    private static final byte[] NONE = new byte[0];

    private final int keepLimit;
    private final Packet packet = new Packet();

    private int headerBytes;
    private int header;
    private int frameRemaining;

    private int frames;
    private int firstFrameLength;
    private int sequenceId;
    private int lastSequenceId;
    private boolean continuous = true;
    /** The sequence id of the compressed frame that the bytes come from, and counts instead of the packets' own; -1 on a connection without. */
    private int carrierId = -1;
    /** No byte of that frame was consumed. */
    private boolean isCarrierFresh;
    /** {@link Packet#place} of the packet that has begun, where there are compressed frames. */
    private int place;

    private long length;

    private byte[] copy = NONE;
    private @Nullable ByteBuffer copyView;
    private int copied;

    public PacketFramer() {
        this(DEFAULT_KEEP_LIMIT);
    }

    /** @param keepLimit how many bytes of a packet to keep, at least 64 */
    public PacketFramer(int keepLimit) {
        if (keepLimit < 64) {
            throw new IllegalArgumentException("keepLimit must be at least 64 bytes, not " + keepLimit);
        }
        this.keepLimit = keepLimit;
    }

    /**
     * Consumes bytes up to the end of the next logical packet, or all of them.
     *
     * @return the packet, or null when it is not complete yet; bytes behind the packet are left in the buffer
     */
    public @Nullable Packet next(ByteBuffer bytes) {
        if (carrierId >= 0 && bytes.hasRemaining()) {
            takePlace();
        }
        while (bytes.hasRemaining()) {
            if (headerBytes < HEADER_LENGTH) {
                takeHeader(bytes);
                if (headerBytes < HEADER_LENGTH) {
                    return null;
                }
                beginFrame();
            }
            if (frames == 1
                    && firstFrameLength < MAX_FRAME_LENGTH
                    && length == 0
                    && frameRemaining <= bytes.remaining()) {
                return lendInPlace(bytes);
            }
            take(bytes);
            if (frameRemaining == 0 && endFrame()) {
                return lendCopy();
            }
        }
        return null;
    }

    /**
     * The next bytes are the first of a compressed frame's content: its sequence id counts from here on, and the packets' own do not (CMP-7, CMP-8).
     *
     * @param frameId 0 to 255
     */
    public void beginCompressedFrame(int frameId) {
        if (!isBetweenPackets() && frameId != ((carrierId + 1) & 0xff)) {
            continuous = false;
        }
        carrierId = frameId;
        isCarrierFresh = true;
    }

    /** The payload length in the frame header that begins at the index: the buffer must hold its three bytes. */
    public static int lengthAt(ByteBuffer bytes, int index) {
        return (bytes.get(index) & 0xff) | (bytes.get(index + 1) & 0xff) << 8 | (bytes.get(index + 2) & 0xff) << 16;
    }

    /** Whether the next byte begins a new packet. */
    public boolean isBetweenPackets() {
        return headerBytes == 0 && frames == 0;
    }

    /** Payload length of the frame whose header was just completed, or -1 while no frame's header is complete. */
    public int announcedLength() {
        return headerBytes == HEADER_LENGTH ? header & MAX_FRAME_LENGTH : -1;
    }

    /**
     * Whether so many bytes go on with the unfinished packet, or begin one that ends among them. One that does not end may be meant as well, but that could be
     * said of anything.
     *
     * @param bytes the first of them, to be looked at: a header's, if there are so many
     */
    boolean mayContinueWith(ByteBuffer bytes, int count) {
        return !isBetweenPackets()
                || bytes.remaining() < HEADER_LENGTH
                || HEADER_LENGTH + lengthAt(bytes, bytes.position()) <= count;
    }

    /** Bytes of an unfinished packet seen so far, frame headers included; 0 between packets. */
    public long pendingBytes() {
        int unfinishedHeader = headerBytes == HEADER_LENGTH ? 0 : headerBytes;
        return length + (long) frames * HEADER_LENGTH + unfinishedHeader;
    }

    /**
     * The packet lent last is no longer looked at: nothing of it is kept, and neither is the buffer it was lent from.
     *
     * @param erase whether its copy, if one was made, must not stay in memory (SEC-R4)
     */
    public void release(boolean erase) {
        packet.set(Packet.NOTHING, 0, 0, 0);
        if (erase && isBetweenPackets()) {
            Arrays.fill(copy, (byte) 0);
        }
    }

    /** At the end of a read: lets go of a large buffer that no unfinished packet needs. */
    public void trim() {
        if (copy.length > SPARE_CAPACITY && isBetweenPackets()) {
            copy = NONE;
            copyView = null;
        }
    }

    /** Bytes were lost: what comes next begins a frame. */
    public void restart() {
        release(true);
        reset();
    }

    /** Nothing more will be framed: all memory is let go. */
    public void discard() {
        release(true);
        copy = NONE;
        copyView = null;
    }

    /** Bytes of memory held for copies of packets. */
    int heldBytes() {
        return copy.length;
    }

    /** Nearly always all of it is there. */
    private void takeHeader(ByteBuffer bytes) {
        int at = bytes.position();
        if (headerBytes == 0 && bytes.remaining() >= HEADER_LENGTH) {
            header = lengthAt(bytes, at) | bytes.get(at + 3) << 24;
            headerBytes = HEADER_LENGTH;
            bytes.position(at + HEADER_LENGTH);
            return;
        }
        while (headerBytes < HEADER_LENGTH && bytes.hasRemaining()) {
            header |= (bytes.get() & 0xff) << (8 * headerBytes++);
        }
    }

    private void beginFrame() {
        int sequence = header >>> 24;
        frameRemaining = header & MAX_FRAME_LENGTH;
        if (frames++ == 0) {
            firstFrameLength = frameRemaining;
            sequenceId = sequence;
        } else if (carrierId < 0 && sequence != ((lastSequenceId + 1) & 0xff)) {
            continuous = false;
        }
        lastSequenceId = sequence;
    }

    private Packet lendInPlace(ByteBuffer bytes) {
        int kept = Math.min(frameRemaining, keepLimit);
        packet.set(bytes, bytes.position(), kept, frameRemaining);
        describe();
        bytes.position(bytes.position() + frameRemaining);
        reset();
        return packet;
    }

    private void take(ByteBuffer bytes) {
        int count = Math.min(frameRemaining, bytes.remaining());
        int keep = Math.min(count, keepLimit - copied);
        if (keep > 0) {
            reserve(keep);
            bytes.get(bytes.position(), copy, copied, keep);
            copied += keep;
        }
        bytes.position(bytes.position() + count);
        frameRemaining -= count;
        length += count;
    }

    /** @return whether the logical packet ends with this frame */
    private boolean endFrame() {
        boolean last = (header & MAX_FRAME_LENGTH) < MAX_FRAME_LENGTH;
        headerBytes = 0;
        header = 0;
        return last;
    }

    private Packet lendCopy() {
        if (copyView == null) {
            copyView = ByteBuffer.wrap(copy);
        }
        packet.set(copyView, 0, copied, length);
        describe();
        reset();
        return packet;
    }

    /** The next byte comes from a compressed frame; it may be a packet's first. */
    private void takePlace() {
        if (isBetweenPackets()) {
            place = isCarrierFresh ? carrierId : Packet.NO_PLACE;
        }
        isCarrierFresh = false;
    }

    private void describe() {
        packet.frames(frames, firstFrameLength, sequenceId);
        if (carrierId < 0) {
            packet.places(sequenceId, lastSequenceId, continuous);
        } else {
            packet.places(place, carrierId, continuous);
        }
    }

    private void reset() {
        headerBytes = 0;
        header = 0;
        frameRemaining = 0;
        frames = 0;
        continuous = true;
        length = 0;
        copied = 0;
    }

    /** Grows with the bytes seen, never by the length announced. */
    private void reserve(int count) {
        if (copy.length - copied < count) {
            int capacity = Math.max(copied + count, Math.min(keepLimit, Math.max(256, copy.length * 2)));
            copy = Arrays.copyOf(copy, capacity);
            copyView = null;
        }
    }
}

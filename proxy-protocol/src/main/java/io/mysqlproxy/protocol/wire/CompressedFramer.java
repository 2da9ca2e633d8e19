package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one direction's bytes into compressed frames, however they are sliced, and gives a {@link PacketFramer} what they carry: a stream of packets that
 * knows nothing of the frames around it (CMP-6).
 *
 * <pre>
 *  frame := int&lt;3&gt; length of the body, int&lt;1&gt; sequence id, int&lt;3&gt; length of the content, body
 *           where the second length is 0 the body is the content, as it is
 * </pre>
 *
 * Each body is compressed on its own (CMP-14): there is a decompressor only from the first byte of a compressed body to its last. What a body holds beyond
 * the announced length never comes out (LIM-6). Not thread-safe.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_compression_packet.html">Compressed packets</a>
 */
public final class CompressedFramer {
    /** Of a frame, in bytes. */
    public static final int HEADER_LENGTH = 7;

    private enum State {
        HEADER,
        /** Both lengths are the same: the bytes have to tell whether the body is compressed (CMP-13). */
        DOUBTFUL,
        STORED,
        COMPRESSED,
        /** The body is not stored, and it is not known how it is compressed. */
        UNDECIDED,
        /** The content has ended, the body has not; servers do not mind. */
        SURPLUS,
        BROKEN
    }

    private final CompressedBody body;
    private final DoubtfulBody doubtfulBody;
    private final PacketFramer packets;

    private @Nullable CompressionAlgorithm algorithm;
    private State state = State.HEADER;
    private long header;
    private int headerBytes;
    private int bodyLength;
    /** Bytes of the body still to come. */
    private int bodyRemaining;

    private int contentLength;

    private long frames;
    private long misannounced;
    private long compressedBytes;
    private long contentBytes;

    /**
     * A framer for bytes that begin with a frame.
     *
     * @param algorithm null as long as it is not known: only stored frames can be read, see {@link #isUndecided}
     * @param decompressors asked for one at each compressed body, which is closed at the body's end
     * @param packets between packets, or in the middle of one of which more is to come
     */
    public CompressedFramer(
            @Nullable CompressionAlgorithm algorithm, Supplier<Decompressor> decompressors, PacketFramer packets) {
        this.algorithm = algorithm;
        this.body = new CompressedBody(decompressors);
        this.doubtfulBody = new DoubtfulBody(decompressors);
        this.packets = packets;
    }

    /**
     * Consumes bytes up to the end of the next packet, or all of them.
     *
     * @return the packet, valid until the next call; null when it is not complete yet, or the frames are {@linkplain #isBroken() broken}
     */
    public @Nullable Packet next(ByteBuffer bytes) {
        int from = bytes.position();
        Packet packet = null;
        boolean more = true;
        while (packet == null && more) {
            packet = switch (state) {
                case HEADER -> header(bytes);
                case DOUBTFUL -> doubtful(bytes);
                case STORED -> stored(bytes);
                case COMPRESSED -> compressed(bytes);
                case SURPLUS -> surplus(bytes);
                case UNDECIDED, BROKEN -> null;
            };
            more = bytes.hasRemaining() && state != State.BROKEN && state != State.UNDECIDED;
        }
        compressedBytes += bytes.position() - from;
        return packet;
    }

    /** Whether the next byte begins a frame. */
    public boolean isBetweenFrames() {
        return switch (state) {
            case HEADER -> headerBytes == 0;
            case STORED -> isAllGiven();
            case COMPRESSED -> isAllGiven() && body.isSpent();
            case DOUBTFUL, UNDECIDED, SURPLUS, BROKEN -> false;
        };
    }

    /** A body could not be decompressed, or holds more than was announced. Nothing more comes. */
    public boolean isBroken() {
        return state == State.BROKEN;
    }

    /** The next byte is the first of a body that is not stored, and waits until it is {@linkplain #decide decided} how it is compressed. */
    public boolean isUndecided() {
        return state == State.UNDECIDED;
    }

    /** What is not stored is compressed so. */
    public void decide(CompressionAlgorithm found) {
        algorithm = found;
        if (state == State.UNDECIDED) {
            beginContent(found);
        }
    }

    /** Frames that have begun. */
    public long frames() {
        return frames;
    }

    /** Frames whose content was shorter than announced, which servers accept (CMP-9). */
    public long misannounced() {
        return misannounced;
    }

    /** Bytes of frames that were given, headers included. */
    public long compressedBytes() {
        return compressedBytes;
    }

    /** Bytes that came out of them: packets with their headers. */
    public long contentBytes() {
        return contentBytes;
    }

    /** Bytes of an unfinished frame seen so far, or of the unfinished packet in it; 0 when neither a frame nor a packet has begun. */
    public long pendingBytes() {
        long ofPacket = packets.pendingBytes();
        if (ofPacket > 0 || isBetweenFrames() || state == State.BROKEN) {
            return ofPacket;
        }
        return state == State.HEADER ? headerBytes : HEADER_LENGTH + bodyLength - bodyRemaining;
    }

    /** Bytes were lost: what comes next begins a frame. */
    public void restart() {
        endBody();
        headerBytes = 0;
        header = 0;
        state = State.HEADER;
    }

    /** Nothing more will be framed: all memory is let go. */
    public void discard() {
        restart();
        state = State.BROKEN;
    }

    private @Nullable Packet header(ByteBuffer bytes) {
        while (state == State.HEADER && bytes.hasRemaining()) {
            if (headerBytes == 0) {
                frames++;
            }
            header |= (bytes.get() & 0xffL) << (8 * headerBytes++);
            if (headerBytes == HEADER_LENGTH) {
                beginBody();
            }
        }
        return null;
    }

    private void beginBody() {
        bodyLength = (int) header & 0xffffff;
        bodyRemaining = bodyLength;
        contentLength = (int) (header >>> 32);
        packets.beginCompressedFrame((int) (header >>> 24) & 0xff);
        headerBytes = 0;
        header = 0;
        if (bodyRemaining == 0) {
            state = contentLength == 0 ? State.HEADER : State.BROKEN;
        } else if (contentLength == 0) {
            state = State.STORED;
        } else if (algorithm == null) {
            state = State.UNDECIDED;
        } else {
            beginContent(algorithm);
        }
    }

    private void beginContent(CompressionAlgorithm agreed) {
        if (contentLength == bodyLength) {
            doubtfulBody.begin(agreed, bodyLength);
            state = State.DOUBTFUL;
        } else {
            beginCompressed();
        }
    }

    private void beginCompressed() {
        body.begin(contentLength);
        state = State.COMPRESSED;
    }

    private @Nullable Packet doubtful(ByteBuffer bytes) {
        int from = bytes.position();
        DoubtfulBody.Form form = doubtfulBody.take(bytes);
        bodyRemaining -= bytes.position() - from;
        if (form == DoubtfulBody.Form.COMPRESSED) {
            beginCompressed();
            return compressed(bytes);
        }
        if (form == DoubtfulBody.Form.STORED
                || (form == DoubtfulBody.Form.STORED_IF_AT_ALL
                        && packets.mayContinueWith(doubtfulBody.kept(), bodyLength))) {
            state = State.STORED;
            return stored(bytes);
        }
        if (form == DoubtfulBody.Form.STORED_IF_AT_ALL) {
            breakOff();
        }
        return null;
    }

    private @Nullable Packet stored(ByteBuffer bytes) {
        if (isAllGiven()) {
            // Not before: the last packet may have lain in what was kept.
            endBody();
            return null;
        }
        ByteBuffer kept = doubtfulBody.kept();
        Packet packet = take(kept, kept.remaining());
        if (packet == null) {
            int from = bytes.position();
            packet = take(bytes, bodyRemaining);
            bodyRemaining -= bytes.position() - from;
        }
        return packet;
    }

    private @Nullable Packet compressed(ByteBuffer bytes) {
        Packet packet = take(body.content(), body.content().remaining());
        while (packet == null && decompress(bytes)) {
            packet = take(body.content(), body.content().remaining());
        }
        return packet;
    }

    /** @return whether to go on: something has come out, or there is more of what was kept */
    private boolean decompress(ByteBuffer bytes) {
        ByteBuffer kept = doubtfulBody.kept();
        CompressedBody.Progress progress;
        if (kept.hasRemaining()) {
            progress = body.decompress(kept, kept.remaining());
        } else {
            int from = bytes.position();
            progress = body.decompress(bytes, bodyRemaining);
            bodyRemaining -= bytes.position() - from;
        }
        switch (progress) {
            case CONTENT -> {
                return true;
            }
            case FINISHED -> {
                misannounced += body.missing() > 0 ? 1 : 0;
                endBody();
            }
            case BROKEN -> breakOff();
            case HUNGRY -> {
                if (isAllGiven()) {
                    breakOff();
                }
                return doubtfulBody.kept().hasRemaining();
            }
        }
        return false;
    }

    /** Whether no byte of the body is still to come, or to be read. */
    private boolean isAllGiven() {
        return bodyRemaining == 0 && !doubtfulBody.kept().hasRemaining();
    }

    private @Nullable Packet surplus(ByteBuffer bytes) {
        int count = Math.min(bodyRemaining, bytes.remaining());
        bytes.position(bytes.position() + count);
        bodyRemaining -= count;
        if (bodyRemaining == 0) {
            state = State.HEADER;
        }
        return null;
    }

    /** Lets the packets have at most so many of the bytes. */
    private @Nullable Packet take(ByteBuffer bytes, int most) {
        if (most == 0 || !bytes.hasRemaining()) {
            return null;
        }
        int limit = bytes.limit();
        int from = bytes.position();
        bytes.limit(from + Math.min(most, limit - from));
        Packet packet = packets.next(bytes);
        contentBytes += bytes.position() - from;
        bytes.limit(limit);
        return packet;
    }

    private void endBody() {
        body.end();
        doubtfulBody.end();
        state = bodyRemaining == 0 ? State.HEADER : State.SURPLUS;
    }

    private void breakOff() {
        endBody();
        state = State.BROKEN;
    }
}

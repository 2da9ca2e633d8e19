package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.wire.CompressedFramer;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Decompressor;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One direction of a connection: its bytes, out of compressed frames where the peers have agreed on them, cut into packets. */
final class PacketStream {
    private final PacketFramer packets;
    private @Nullable CompressedFramer frames;

    private long packetBegan;
    private long frameBegan;

    PacketStream(int keepLimit) {
        this.packets = new PacketFramer(keepLimit);
    }

    /** What comes next is compressed; null if it is not known how. */
    CompressedFramer decompress(@Nullable CompressionAlgorithm algorithm, Supplier<Decompressor> decompressors) {
        CompressedFramer framer = new CompressedFramer(algorithm, decompressors, packets);
        frames = framer;
        return framer;
    }

    /**
     * Consumes bytes up to the end of the next packet, or all of them.
     *
     * @param epochMicros when they were seen
     * @return the packet; null when it is not complete yet, {@link #isUndecided} or {@link #isBroken}
     */
    @Nullable
    Packet next(ByteBuffer bytes, long epochMicros) {
        CompressedFramer compressed = frames;
        if (compressed == null) {
            if (packets.isBetweenPackets()) {
                packetBegan = epochMicros;
            }
            return packets.next(bytes);
        }
        if (compressed.isBetweenFrames()) {
            frameBegan = epochMicros;
        }
        if (packets.isBetweenPackets()) {
            // Its first byte has come with the frame's, if it stands at the beginning as replies do.
            packetBegan = frameBegan;
        }
        long begun = compressed.frames();
        Packet packet = compressed.next(bytes);
        if (compressed.frames() > begun) {
            frameBegan = epochMicros;
        }
        return packet;
    }

    /** When the first byte of the packet that was given last, or is unfinished, was seen; in microseconds since 1970. */
    long packetBegan() {
        return packetBegan;
    }

    /** A compressed frame cannot be decompressed: nothing more comes. */
    boolean isBroken() {
        return frames != null && frames.isBroken();
    }

    /** How the compressed frame that has begun is compressed must be found out first. */
    boolean isUndecided() {
        return frames != null && frames.isUndecided();
    }

    boolean isBetweenPackets() {
        return packets.isBetweenPackets();
    }

    /** Payload length of the unfinished packet's frame, -1 while its header is not complete. */
    int announcedLength() {
        return packets.announcedLength();
    }

    /** Bytes of an unfinished packet seen so far, or of an unfinished compressed frame that has not given any. */
    long pendingBytes() {
        return frames == null ? packets.pendingBytes() : frames.pendingBytes();
    }

    /** The packet given last is no longer looked at. */
    void release(boolean erase) {
        packets.release(erase);
    }

    /** A read has ended. */
    void trim() {
        packets.trim();
    }

    /** Bytes were lost: what comes next begins a frame. */
    void restart() {
        packets.restart();
        if (frames != null) {
            frames.restart();
        }
    }

    /** Nothing more will be read: all memory is let go. */
    void discard() {
        packets.discard();
        if (frames != null) {
            frames.discard();
        }
    }
}

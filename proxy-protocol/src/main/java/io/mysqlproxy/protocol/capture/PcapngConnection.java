package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.nio.ByteBuffer;

/** One connection in a file that a {@link PcapngWriter} writes. Thread-safe as that is; after {@link #close} nothing more is written. */
public final class PcapngConnection {
    private static final int PUSH = 0x08;
    private static final int HEADER = 4;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** After so many bytes the receiver acknowledges, so that readers of the file need not keep more. */
    private static final int ACKNOWLEDGE_AFTER = 1 << 20;

    private final PcapngWriter writer;
    private final TcpAddress client;
    private final TcpAddress server;
    private int clientSequence;
    private int serverSequence;
    private Direction lastSender = Direction.CLIENT_TO_SERVER;
    private int unacknowledged;
    private boolean isClosed;

    PcapngConnection(PcapngWriter writer, TcpAddress client, TcpAddress server, int initialSequence) {
        this.writer = writer;
        this.client = client;
        this.server = server;
        this.clientSequence = initialSequence;
        this.serverSequence = initialSequence;
    }

    /** Who the client is in the file, which may be made up. */
    public TcpAddress client() {
        return client;
    }

    void open(long epochMicros) {
        segment(Direction.CLIENT_TO_SERVER, epochMicros, Segment.SYN, NOTHING, 0, "");
        segment(Direction.SERVER_TO_CLIENT, epochMicros, Segment.SYN | Segment.ACK, NOTHING, 0, "");
        segment(Direction.CLIENT_TO_SERVER, epochMicros, Segment.ACK, NOTHING, 0, "");
    }

    /**
     * Writes a logical packet as it is on the wire: in frames of up to 16 MiB, each with its header. What is not known of it is in the file as bytes that
     * were not captured; of a packet that is not wholly known, the first 60 KB are written at most.
     *
     * @param epochMicros when it passed, in microseconds since 1970
     * @param sequenceId of its first frame, 0 to 255
     * @param payload the packet's first bytes, from position to limit, which are left as they were
     * @param originalLength of the whole packet, without frame headers
     * @param comment for people, shown by Wireshark beside the packet; may be empty
     * @throws IllegalArgumentException when the packet is shorter than what is known of it
     */
    public void packet(
            Direction direction,
            long epochMicros,
            int sequenceId,
            ByteBuffer payload,
            long originalLength,
            String comment) {
        check(payload, originalLength);
        writer.lock().lock();
        try {
            if (payload.remaining() == originalLength) {
                whole(direction, epochMicros, sequenceId, payload.duplicate(), comment);
            } else {
                cut(direction, epochMicros, sequenceId, payload.duplicate(), originalLength, comment);
            }
        } finally {
            writer.lock().unlock();
        }
    }

    private void whole(Direction direction, long epochMicros, int sequenceId, ByteBuffer payload, String comment) {
        int id = sequenceId;
        int frame;
        do {
            frame = Math.min(payload.remaining(), PacketFramer.MAX_FRAME_LENGTH);
            boolean isLast = frame < PacketFramer.MAX_FRAME_LENGTH;
            segments(direction, epochMicros, header(frame, id++), payload, frame, isLast ? comment : "");
        } while (frame == PacketFramer.MAX_FRAME_LENGTH);
    }

    /**
     * All that is known goes into the first segment, which is marked as cut by that: then Wireshark shows what there is, where it would wait for the rest
     * of a whole segment in vain and take the next one for a packet.
     */
    private void cut(
            Direction direction,
            long epochMicros,
            int sequenceId,
            ByteBuffer known,
            long originalLength,
            String comment) {
        int mostKnown = TcpPacket.LARGEST_PAYLOAD - HEADER - 1;
        known.limit(known.position() + Math.min(known.remaining(), mostKnown));
        long frames = originalLength / PacketFramer.MAX_FRAME_LENGTH + 1;
        long length = originalLength + (frames - 1) * HEADER;
        int firstFrame = (int) Math.min(originalLength, PacketFramer.MAX_FRAME_LENGTH);
        segments(direction, epochMicros, header(firstFrame, sequenceId), known, length, comment);
    }

    private ByteBuffer header(int length, int sequenceId) {
        return writer.scratch()
                .put((byte) length)
                .put((byte) (length >> 8))
                .put((byte) (length >> 16))
                .put((byte) sequenceId);
    }

    /**
     * Writes bytes that are no packets of MySQL: a PROXY header, or what an opaque session carries.
     *
     * @param bytes the first of them, from position to limit, which are left as they were
     * @param originalLength how many there were
     * @throws IllegalArgumentException when there were fewer than are known
     */
    public void bytes(Direction direction, long epochMicros, ByteBuffer bytes, long originalLength, String comment) {
        check(bytes, originalLength);
        writer.lock().lock();
        try {
            segments(direction, epochMicros, writer.scratch(), bytes.duplicate(), originalLength, comment);
        } finally {
            writer.lock().unlock();
        }
    }

    private static void check(ByteBuffer known, long originalLength) {
        if (originalLength < known.remaining()) {
            throw new IllegalArgumentException(known.remaining() + " bytes are known of a packet of " + originalLength);
        }
    }

    /** Bytes of the direction were sent here that are not known, and that are not in the file either: a hole that Wireshark shows as lost segments. */
    public void gap(Direction direction, long missingBytes) {
        writer.lock().lock();
        try {
            advance(direction, (int) Math.max(0, missingBytes));
        } finally {
            writer.lock().unlock();
        }
    }

    /** The connection ended: with FIN or RST where somebody closed it, without where nobody knows. Later calls do nothing. */
    public void close(ConnectionEnd end, long epochMicros) {
        writer.lock().lock();
        try {
            switch (end) {
                case CLIENT_CLOSED -> closedBy(Direction.CLIENT_TO_SERVER, epochMicros);
                case SERVER_CLOSED -> closedBy(Direction.SERVER_TO_CLIENT, epochMicros);
                case CLIENT_RESET -> resetBy(Direction.CLIENT_TO_SERVER, epochMicros);
                case SERVER_RESET -> resetBy(Direction.SERVER_TO_CLIENT, epochMicros);
                case REPLACED, DROPPED, END_OF_CAPTURE -> {}
            }
            if (!isClosed) {
                isClosed = true;
                writer.closed(client, server);
            }
        } finally {
            writer.lock().unlock();
        }
    }

    private void closedBy(Direction first, long epochMicros) {
        segment(first, epochMicros, Segment.FIN | Segment.ACK, NOTHING, 0, "");
        segment(first.opposite(), epochMicros, Segment.FIN | Segment.ACK, NOTHING, 0, "");
        segment(first, epochMicros, Segment.ACK, NOTHING, 0, "");
    }

    private void resetBy(Direction direction, long epochMicros) {
        segment(direction, epochMicros, Segment.RST | Segment.ACK, NOTHING, 0, "");
    }

    /** Writes segments, the first of which begins with what is in the scratch buffer already. */
    private void segments(
            Direction direction, long epochMicros, ByteBuffer begun, ByteBuffer known, long length, String comment) {
        long left = length;
        do {
            int begins = begun.position();
            int part = (int) Math.min(left, begun.remaining());
            int have = Math.min(part, known.remaining());
            begun.put(known.slice(known.position(), have)).flip();
            known.position(known.position() + have);
            left -= part;
            int flags = left == 0 ? Segment.ACK | PUSH : Segment.ACK;
            boolean isShown = begun.remaining() < begins + part ? begun.hasRemaining() : left == 0;
            segment(direction, epochMicros, flags, begun, begins + part, isShown ? comment : "");
            begun.clear();
        } while (left > 0);
    }

    private void segment(
            Direction direction, long epochMicros, int flags, ByteBuffer known, int length, String comment) {
        if (isClosed) {
            return;
        }
        boolean fromClient = direction == Direction.CLIENT_TO_SERVER;
        int acknowledged = fromClient ? serverSequence : clientSequence;
        writer.segment(
                fromClient ? client : server,
                fromClient ? server : client,
                fromClient ? clientSequence : serverSequence,
                (flags & Segment.ACK) == 0 ? 0 : acknowledged,
                flags,
                known,
                length,
                epochMicros,
                comment);
        advance(direction, (flags & (Segment.SYN | Segment.FIN)) == 0 ? length : 1);
        unacknowledged = direction == lastSender ? unacknowledged + length : length;
        lastSender = direction;
        if (unacknowledged >= ACKNOWLEDGE_AFTER) {
            segment(direction.opposite(), epochMicros, Segment.ACK, NOTHING, 0, "");
        }
    }

    private void advance(Direction direction, int count) {
        if (direction == Direction.CLIENT_TO_SERVER) {
            clientSequence += count;
        } else {
            serverSequence += count;
        }
    }
}

package io.mysqlproxy.protocol.capture;

import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * One direction of a TCP connection: how far it was told, what waits because something before it is missing, and how far its receiver has got it.
 * Sequence numbers are counted on in 64 bits, so that they do not wrap.
 */
final class TcpStream {
    /** In place of an acknowledgement that tells nothing. */
    static final long NONE = Long.MIN_VALUE;

    /** What a waiting piece costs beyond its bytes, so that a bound in bytes bounds tiny pieces too. */
    private static final int PIECE_COST = 128;

    /** TCP's largest window: what is further away is not of this connection. */
    private static final long LARGEST_WINDOW = 1L << 30;

    /** Bytes that wait. Pieces do not overlap: what came first stays. */
    static final class Piece {
        private final long start;
        private final long end;
        private final byte[] bytes;
        private final long acknowledged;
        private final long micros;

        private Piece(long start, long end, byte[] bytes, long acknowledged, long micros) {
            this.start = start;
            this.end = end;
            this.bytes = bytes;
            this.acknowledged = acknowledged;
            this.micros = micros;
        }

        long start() {
            return start;
        }

        long end() {
            return end;
        }

        /** The piece's first bytes; fewer than it has when the capture holds only the beginning. */
        byte[] bytes() {
            return bytes;
        }

        /** How far the other direction had got when this was sent, or {@link #NONE}. */
        long acknowledged() {
            return acknowledged;
        }

        /** When it was captured. */
        long micros() {
            return micros;
        }

        private int cost() {
            return bytes.length + PIECE_COST;
        }
    }

    private final TreeMap<Long, Piece> pieces = new TreeMap<>();
    private int held;
    private boolean isStarted;
    private int initial;
    private long next;
    private long acknowledged = NONE;
    private long end = Long.MAX_VALUE;
    private long missing;

    /** The first byte that can be told has this sequence number. */
    void start(int sequence) {
        if (!isStarted) {
            isStarted = true;
            initial = sequence;
            next = Integer.toUnsignedLong(sequence);
        }
    }

    boolean isStarted() {
        return isStarted;
    }

    /** Sequence number of the first byte. */
    int initial() {
        return initial;
    }

    /** The place of a sequence number, which is taken to be the nearest one to what was told last. */
    long absolute(int sequence) {
        return next + (sequence - (int) next);
    }

    /** The place of the next byte to tell. */
    long next() {
        return next;
    }

    void advance(long to) {
        next = to;
    }

    /** So many bytes before the next one to tell are not in the capture; nothing when there are none. */
    void miss(long count) {
        missing += Math.max(0, count);
    }

    /** The bytes missing since this was asked last. */
    long takeMissing() {
        long taken = missing;
        missing = 0;
        return taken;
    }

    /** The receiver has got everything before this number. */
    long acknowledge(int sequence) {
        long place = absolute(sequence);
        if (!isStarted || Math.abs(place - next) > LARGEST_WINDOW) {
            return NONE;
        }
        acknowledged = Math.max(acknowledged, place);
        return place;
    }

    /** The sender has closed behind the byte before this place. */
    void finish(long place) {
        end = Math.min(end, place);
    }

    boolean isFinished() {
        return next >= end;
    }

    /** Whether everything that somebody had got when he acknowledged this has been told. A FIN takes a number, but is not told. */
    boolean hasReached(long place) {
        return place <= next || !isStarted || (next >= end && place <= end + 1);
    }

    /** Whether bytes are missing that the receiver has got, so that they will not be sent again: the capture lost them, or has them out of order. */
    boolean hasAcknowledgedHole() {
        return isStarted && next < received() && (pieces.isEmpty() || pieces.firstKey() > next);
    }

    /** Where the first hole ends, as far as the receiver has filled it; nothing behind the end of the stream counts. */
    long endOfAcknowledgedHole() {
        return pieces.isEmpty() ? received() : Math.min(received(), pieces.firstKey());
    }

    private long received() {
        return Math.min(acknowledged, end);
    }

    /** Whether a FIN is all that can be missing: it takes one number, and no packet of MySQL is so short. */
    boolean missesOnlyFin() {
        return pieces.isEmpty() && end == Long.MAX_VALUE && acknowledged == next + 1;
    }

    /** Where the sender closed, when that was seen and is not reached, otherwise {@link #NONE}. */
    long unreachedEnd() {
        return end != Long.MAX_VALUE && next < end ? end : NONE;
    }

    boolean isWaiting() {
        return !pieces.isEmpty();
    }

    int waitingPieces() {
        return pieces.size();
    }

    /** Bytes of memory that the waiting pieces take. */
    int held() {
        return held;
    }

    Piece first() {
        Map.Entry<Long, Piece> first = pieces.firstEntry();
        if (first == null) {
            throw new NoSuchElementException("nothing waits");
        }
        return first.getValue();
    }

    void removeFirst() {
        Map.Entry<Long, Piece> first = pieces.pollFirstEntry();
        if (first != null) {
            held -= first.getValue().cost();
        }
    }

    /** Nothing more will be told. */
    void discard() {
        pieces.clear();
        held = 0;
    }

    /** Keeps a copy of what is new in a segment that begins at the place. False when nothing is. */
    boolean hold(Segment segment, long start, long acknowledgedThen) {
        long until = start + segment.length;
        long at = Math.max(start, next);
        boolean isNew = false;
        while (at < until) {
            Map.Entry<Long, Piece> before = pieces.floorEntry(at);
            if (before != null && before.getValue().end() > at) {
                at = before.getValue().end();
                continue;
            }
            Long after = pieces.higherKey(at);
            long to = after == null ? until : Math.min(until, after);
            add(segment, start, at, to, acknowledgedThen);
            isNew = true;
            at = to;
        }
        return isNew;
    }

    private void add(Segment segment, long start, long from, long to, long acknowledgedThen) {
        int first = segment.payloadAt + (int) Math.min(from - start, segment.captured);
        int last = segment.payloadAt + (int) Math.min(to - start, segment.captured);
        byte[] bytes = Arrays.copyOfRange(segment.bytes, first, last);
        Piece piece = new Piece(from, to, bytes, acknowledgedThen, segment.micros);
        pieces.put(from, piece);
        held += piece.cost();
    }

    /** Up to {@code most} bytes that can be told next, as far as they wait. */
    byte[] peek(int most) {
        byte[] start = new byte[most];
        int count = 0;
        long at = next;
        for (Piece piece : pieces.values()) {
            if (piece.start() != at || count == most) {
                break;
            }
            int part = Math.min(piece.bytes().length, most - count);
            System.arraycopy(piece.bytes(), 0, start, count, part);
            count += part;
            if (piece.bytes().length < piece.end() - piece.start()) {
                break;
            }
            at = piece.end();
        }
        return Arrays.copyOf(start, count);
    }
}

package io.mysqlproxy.protocol.capture;

/**
 * Turns fragments of IP into segments of TCP. Nothing is put together: the first fragment tells the sequence number, so each later one is a segment whose
 * place is known. A fragment that comes before its first one, or long after it, is not used, and its bytes are missing.
 */
final class Fragments {
    /** Packets whose fragments are waited for at the same time. */
    private static final int KEPT = 64;

    private final First[] kept = new First[KEPT];
    private int count;

    private static final class First {
        private final Segment header = new Segment();
        private int id;
        private int headerLength;
    }

    /** Keeps what a first fragment tells. */
    void begin(Segment segment, int id, int headerLength) {
        int slot = count++ & (KEPT - 1);
        First first = kept[slot];
        if (first == null) {
            first = new First();
            kept[slot] = first;
        }
        first.id = id;
        first.headerLength = headerLength;
        Segment header = first.header;
        header.sourceHigh = segment.sourceHigh;
        header.sourceLow = segment.sourceLow;
        header.targetHigh = segment.targetHigh;
        header.targetLow = segment.targetLow;
        header.sourcePort = segment.sourcePort;
        header.targetPort = segment.targetPort;
        header.sequence = segment.firstByte();
        header.acknowledged = segment.acknowledged;
        header.flags = segment.flags & ~Segment.SYN;
    }

    /** Fills in the TCP header of a later fragment, whose addresses are there already. False when its first one is not known. */
    boolean next(Segment segment, int id, int offset, boolean hasMore) {
        for (int age = 1; age <= Math.min(count, KEPT); age++) {
            First first = kept[(count - age) & (KEPT - 1)];
            if (first != null && first.id == id && offset >= first.headerLength && isSamePair(first.header, segment)) {
                segment.sourcePort = first.header.sourcePort;
                segment.targetPort = first.header.targetPort;
                segment.sequence = first.header.sequence + offset - first.headerLength;
                segment.acknowledged = first.header.acknowledged;
                segment.flags = first.header.flags & (hasMore ? ~Segment.FIN : ~0);
                return true;
            }
        }
        return false;
    }

    private static boolean isSamePair(Segment one, Segment other) {
        return one.sourceLow == other.sourceLow
                && one.targetLow == other.targetLow
                && one.sourceHigh == other.sourceHigh
                && one.targetHigh == other.targetHigh;
    }
}

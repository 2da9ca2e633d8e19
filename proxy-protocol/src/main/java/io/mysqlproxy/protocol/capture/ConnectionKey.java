package io.mysqlproxy.protocol.capture;

import org.jspecify.annotations.Nullable;

/** Two addresses with their ports, the same for both directions: the lower one is first. Filled again for every look-up; what is kept is a copy. */
final class ConnectionKey implements Comparable<ConnectionKey> {
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private long firstHigh;
    private long firstLow;
    private long secondHigh;
    private long secondLow;
    private long ports;

    /** Fills in both ends of a segment. True when its source is the first of the two. */
    boolean set(Segment segment) {
        boolean sourceIsFirst = isFirst(segment);
        firstHigh = sourceIsFirst ? segment.sourceHigh : segment.targetHigh;
        firstLow = sourceIsFirst ? segment.sourceLow : segment.targetLow;
        secondHigh = sourceIsFirst ? segment.targetHigh : segment.sourceHigh;
        secondLow = sourceIsFirst ? segment.targetLow : segment.sourceLow;
        ports = sourceIsFirst
                ? (long) segment.sourcePort << 16 | segment.targetPort
                : (long) segment.targetPort << 16 | segment.sourcePort;
        return sourceIsFirst;
    }

    ConnectionKey copy() {
        ConnectionKey copy = new ConnectionKey();
        copy.firstHigh = firstHigh;
        copy.firstLow = firstLow;
        copy.secondHigh = secondHigh;
        copy.secondLow = secondLow;
        copy.ports = ports;
        return copy;
    }

    int firstPort() {
        return (int) (ports >> 16);
    }

    int secondPort() {
        return (int) ports & 0xffff;
    }

    TcpAddress first() {
        return TcpAddress.of(firstHigh, firstLow, firstPort());
    }

    TcpAddress second() {
        return TcpAddress.of(secondHigh, secondLow, secondPort());
    }

    private static boolean isFirst(Segment segment) {
        if (segment.sourceHigh != segment.targetHigh) {
            return segment.sourceHigh < segment.targetHigh;
        }
        if (segment.sourceLow != segment.targetLow) {
            return segment.sourceLow < segment.targetLow;
        }
        return segment.sourcePort <= segment.targetPort;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectionKey key
                && ports == key.ports
                && firstLow == key.firstLow
                && secondLow == key.secondLow
                && firstHigh == key.firstHigh
                && secondHigh == key.secondHigh;
    }

    @Override
    public int hashCode() {
        long hash = ports;
        hash = hash * MIX + firstLow;
        hash = hash * MIX + secondLow;
        hash = hash * MIX + firstHigh;
        hash = hash * MIX + secondHigh;
        hash *= MIX;
        return (int) (hash >>> 32);
    }

    /** So that a hash map stays fast even if somebody chose addresses that all have the same hash. */
    @Override
    public int compareTo(ConnectionKey other) {
        int order = Long.compare(ports, other.ports);
        order = order != 0 ? order : Long.compare(firstLow, other.firstLow);
        order = order != 0 ? order : Long.compare(secondLow, other.secondLow);
        order = order != 0 ? order : Long.compare(firstHigh, other.firstHigh);
        return order != 0 ? order : Long.compare(secondHigh, other.secondHigh);
    }
}

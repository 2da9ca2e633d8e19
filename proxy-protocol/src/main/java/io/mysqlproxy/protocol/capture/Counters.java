package io.mysqlproxy.protocol.capture;

/** What is counted while reading; {@link CaptureCounts} says what it means. */
final class Counters {
    long bytesRead;
    long packets;
    long notTcp;
    long otherPorts;
    long damaged;
    long truncated;
    long retransmitted;
    long connections;
    long dropped;
    long gaps;
    long missingBytes;

    CaptureCounts counts() {
        return new CaptureCounts(
                bytesRead,
                packets,
                notTcp,
                otherPorts,
                damaged,
                truncated,
                retransmitted,
                connections,
                dropped,
                gaps,
                missingBytes);
    }
}

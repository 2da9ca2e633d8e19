package io.mysqlproxy.protocol.capture;

/**
 * What a reader has seen so far. Packets here are those of the capture: frames of a link, not packets of MySQL.
 *
 * @param bytesRead bytes of the inputs
 * @param packets records of the capture that hold a packet
 * @param notTcp packets that are not TCP over IP, or of a link type that is not read
 * @param otherPorts TCP packets of connections that were passed over because of their ports
 * @param damaged packets whose record or headers make no sense, or are cut so short that ports and sequence number are missing
 * @param truncated packets of which only the beginning was captured (snaplen); the rest is told as a gap
 * @param retransmitted segments without a new byte
 * @param connections connections told to the listener
 * @param dropped connections, told or not, that were let go before their end to keep memory bounded
 * @param gaps calls of {@link ConnectionListener#onGap}
 * @param missingBytes bytes missing in all gaps, as far as their number is known
 */
public record CaptureCounts(
        long bytesRead,
        long packets,
        long notTcp,
        long otherPorts,
        long damaged,
        long truncated,
        long retransmitted,
        long connections,
        long dropped,
        long gaps,
        long missingBytes) {}

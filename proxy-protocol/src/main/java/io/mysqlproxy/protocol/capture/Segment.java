package io.mysqlproxy.protocol.capture;

/** One TCP segment as it lies in the capture. One object, filled again for every packet, so that reading makes no garbage. */
final class Segment {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    /** Addresses are numbers of 128 bits; IPv4 is ::ffff:a.b.c.d. */
    long sourceHigh;

    long sourceLow;
    long targetHigh;
    long targetLow;
    int sourcePort;
    int targetPort;

    int sequence;
    int acknowledged;
    int flags;

    /** Where the payload's captured bytes are. */
    byte[] bytes = new byte[0];

    int payloadAt;
    /** Payload bytes that are in the capture, 0 to {@link #length}. */
    int captured;
    /** Payload bytes that were sent. */
    int length;

    long micros;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** The sequence number of the payload's first byte: a SYN takes one. */
    int firstByte() {
        return sequence + (has(SYN) ? 1 : 0);
    }

    TcpAddress source() {
        return TcpAddress.of(sourceHigh, sourceLow, sourcePort);
    }

    TcpAddress target() {
        return TcpAddress.of(targetHigh, targetLow, targetPort);
    }
}

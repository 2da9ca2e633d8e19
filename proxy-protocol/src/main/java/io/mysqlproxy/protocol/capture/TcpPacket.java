package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.ByteBuffer;

/** Builds IP packets with a TCP segment in one buffer, which is used again for each. */
final class TcpPacket {
    /** Payload of one packet at most; with its headers it fits the length field of IP. */
    static final int LARGEST_PAYLOAD = 60_000;

    private static final int TCP = 6;
    private static final int TTL = 64;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int TCP_HEADER = 20;
    private static final int LARGEST_WINDOW = 0xffff;

    /** Largest segment, and a window of 1 GiB, so that nobody takes a window for full. */
    private static final byte[] SYN_OPTIONS = {2, 4, (byte) (LARGEST_PAYLOAD >> 8), (byte) LARGEST_PAYLOAD, 1, 3, 3, 14
    };

    private static final byte[] NO_OPTIONS = {};

    /** ::ffff:0:0/96, under which an IPv4 address is one of IPv6. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    private final ByteBuffer packet =
            ByteBuffer.allocate(IPV6_HEADER + TCP_HEADER + SYN_OPTIONS.length + LARGEST_PAYLOAD);
    private int originalLength;

    /** The packet's bytes as far as they are known, valid until the next one is built. */
    ByteBuffer bytes() {
        return packet;
    }

    /** The length of the whole packet. */
    int originalLength() {
        return originalLength;
    }

    /**
     * Builds a packet.
     *
     * @param known the payload's first bytes, up to its limit, which are taken
     * @param length of the whole payload
     */
    void build(
            TcpAddress source,
            TcpAddress target,
            int sequence,
            int acknowledged,
            int flags,
            ByteBuffer known,
            int length) {
        byte[] options = (flags & Segment.SYN) == 0 ? NO_OPTIONS : SYN_OPTIONS;
        int tcpLength = TCP_HEADER + options.length + length;
        boolean isIpv6 = source.isIpv6() || target.isIpv6();
        boolean isWhole = known.remaining() == length;
        packet.clear();
        if (isIpv6) {
            ipv6(source.ip(), target.ip(), tcpLength);
        } else {
            ipv4(source.ip(), target.ip(), tcpLength);
        }
        int tcp = packet.position();
        packet.putShort((short) source.port())
                .putShort((short) target.port())
                .putInt(sequence)
                .putInt(acknowledged)
                .putShort((short) (((TCP_HEADER + options.length) / 4) << 12 | flags))
                .putShort((short) LARGEST_WINDOW)
                .putInt(0)
                .put(options)
                .put(known)
                .flip();
        originalLength = tcp + tcpLength;
        if (isWhole) {
            // Both addresses lie before the TCP header: in IPv6 with nothing behind them, in IPv4 as well.
            int addresses = isIpv6 ? 2 * 16 : 2 * 4;
            int sum = sum(tcp - addresses, packet.limit()) + TCP + tcpLength;
            packet.putShort(tcp + 16, checksum(sum));
        }
    }

    private void ipv4(Bytes source, Bytes target, int tcpLength) {
        packet.putShort((short) 0x4500)
                .putShort((short) (IPV4_HEADER + tcpLength))
                .putInt(DO_NOT_FRAGMENT)
                .put((byte) TTL)
                .put((byte) TCP)
                .putShort((short) 0)
                .put(source.asByteBuffer())
                .put(target.asByteBuffer());
        packet.putShort(10, checksum(sum(0, IPV4_HEADER)));
    }

    private void ipv6(Bytes source, Bytes target, int tcpLength) {
        packet.putInt(0x60000000).putShort((short) tcpLength).put((byte) TCP).put((byte) TTL);
        ipv6(source);
        ipv6(target);
    }

    private void ipv6(Bytes address) {
        if (address.length() < 16) {
            packet.put(MAPPED);
        }
        packet.put(address.asByteBuffer());
    }

    /** The sum of 16-bit words, as RFC 1071 has it, before it is folded; it fits 32 bits for anything that fits a packet. */
    private int sum(int from, int to) {
        int sum = 0;
        int at = from;
        for (; at + 1 < to; at += 2) {
            sum += packet.getShort(at) & 0xffff;
        }
        return at < to ? sum + ((packet.get(at) & 0xff) << 8) : sum;
    }

    private static short checksum(int sum) {
        int folded = (sum >>> 16) + (sum & 0xffff);
        folded += folded >>> 16;
        return (short) ~folded;
    }
}

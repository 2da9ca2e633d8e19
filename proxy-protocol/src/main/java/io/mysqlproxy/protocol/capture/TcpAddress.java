package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.protocol.wire.Bytes;
import java.util.HexFormat;
import java.util.StringJoiner;

/**
 * One end of a TCP connection, as a capture tells it. A value without a name and without a look-up, unlike {@code InetSocketAddress}.
 *
 * @param ip 4 bytes of IPv4, 16 bytes of IPv6, or none when the address is not known
 * @param port 0 to 65,535; 0 when it is not known
 */
public record TcpAddress(Bytes ip, int port) {
    /** Not known: a transcript has no addresses. */
    public static final TcpAddress UNKNOWN = new TcpAddress(Bytes.EMPTY, 0);

    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;
    private static final int GROUPS = 8;

    /** What an IPv4 address has before it when it stands as one of IPv6, ::ffff:0:0/96. */
    private static final long MAPPED = 0xffffL << 32;

    public TcpAddress {
        if (!ip.isEmpty() && ip.length() != IPV4_LENGTH && ip.length() != IPV6_LENGTH) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + ip.length());
        }
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
        }
    }

    /**
     * The address of these bytes, as {@code InetAddress.getAddress()} tells them.
     *
     * @throws IllegalArgumentException when there are not 4 or 16 of them, or none, or the port is not one
     */
    public static TcpAddress of(byte[] ip, int port) {
        return new TcpAddress(Bytes.of(ip), port);
    }

    /** The address of a number of 128 bits, where IPv4 is ::ffff:a.b.c.d. */
    static TcpAddress of(long high, long low, int port) {
        boolean isMapped = isMapped(high, low);
        byte[] ip = new byte[isMapped ? IPV4_LENGTH : IPV6_LENGTH];
        for (int i = 0; i < ip.length; i++) {
            int fromEnd = ip.length - 1 - i;
            ip[i] = (byte) (fromEnd < Long.BYTES ? low >> (8 * fromEnd) : high >> (8 * (fromEnd - Long.BYTES)));
        }
        return of(ip, port);
    }

    static long mapped(int ipv4) {
        return MAPPED | Integer.toUnsignedLong(ipv4);
    }

    private static boolean isMapped(long high, long low) {
        return high == 0 && (low & ~0xffff_ffffL) == MAPPED;
    }

    /** Whether the address is one of IPv6. */
    public boolean isIpv6() {
        return ip.length() == IPV6_LENGTH;
    }

    /** The address alone, in the form people write: {@code 10.0.0.7}, {@code 2001:db8::1} (RFC 5952), or {@code unknown}. */
    public String host() {
        return switch (ip.length()) {
            case IPV4_LENGTH -> ip.byteAt(0) + "." + ip.byteAt(1) + "." + ip.byteAt(2) + "." + ip.byteAt(3);
            case IPV6_LENGTH -> ipv6();
            default -> "unknown";
        };
    }

    /** {@code 10.0.0.7:3306}, {@code [2001:db8::1]:3306}, or {@code unknown}. */
    @Override
    public String toString() {
        if (ip.isEmpty()) {
            return host();
        }
        return (isIpv6() ? "[" + host() + "]" : host()) + ":" + port;
    }

    /** The longest run of two or more groups of zeros is left out, the first of several. */
    private String ipv6() {
        int start = GROUPS;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && group(i + run) == 0) {
                run++;
            }
            if (run > longest) {
                longest = run;
                start = i;
            }
        }
        return start == GROUPS ? groups(0, GROUPS) : groups(0, start) + "::" + groups(start + longest, GROUPS);
    }

    private String groups(int from, int to) {
        StringJoiner text = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            text.add(HexFormat.of().toHexDigits(group(i), 4).replaceFirst("^0{1,3}", ""));
        }
        return text.toString();
    }

    private int group(int index) {
        return ip.byteAt(2 * index) << 8 | ip.byteAt(2 * index + 1);
    }
}

package io.mysqlproxy.cli.filter;

import io.mysqlproxy.protocol.wire.Bytes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike.
 *
 * @param address 4 bytes of IPv4 or 16 of IPv6
 * @param prefix how many bits count, 0 to 128
 */
record Network(Bytes address, int prefix) {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

    /** {@code 10.0.0.0/8}, or {@code 10.0.0.7} for one address only. Never asks a name server. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        return literal(slash < 0 ? text : text.substring(0, slash)).flatMap(address -> {
            int bits = address.length() * 8;
            if (slash < 0) {
                return Optional.of(new Network(address, bits));
            }
            String digits = text.substring(slash + 1);
            return PREFIX.matcher(digits).matches() && Integer.parseInt(digits) <= bits
                    ? Optional.of(new Network(address, Integer.parseInt(digits)))
                    : Optional.empty();
        });
    }

    private static Optional<Bytes> literal(String text) {
        boolean isIpv6 = IPV6.matcher(text).matches();
        if (!isIpv6 && !IPV4.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // In brackets it is taken for an address or refused, and never for a name.
            return Optional.of(Bytes.of(
                    InetAddress.getByName(isIpv6 ? "[" + text + "]" : text).getAddress()));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length()) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int counted = Math.min(8, prefix - bit);
            int difference = (bytes[bit / 8] & 0xff) ^ address.byteAt(bit / 8);
            if (difference >> (8 - counted) != 0) {
                return false;
            }
        }
        return true;
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * The PROXY protocol's header, which tells a server the client's true address. It comes before everything else and has no frame header (DET-1).
 *
 * @see <a href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
public sealed interface ProxyHeader extends ClientMessage {
    /**
     * Version 1: {@code PROXY TCP4 192.0.2.1 192.0.2.2 56324 3306} and a line end.
     *
     * @param line without the line end
     */
    record Version1(Bytes line) implements ProxyHeader {
        /** What the line begins with. */
        public static final Bytes PREFIX = Bytes.utf8("PROXY ");
        /** What ends the line. */
        public static final Bytes LINE_END = Bytes.utf8("\r\n");

        /** Longest line of the specification in bytes, line end included. */
        public static final int MOST = 107;

        @Override
        public String source() {
            String[] words = line.utf8().split(" ", -1);
            if (words.length != 6) {
                return "";
            }
            return words[1].equals("TCP6") ? "[" + words[2] + "]:" + words[4] : words[2] + ":" + words[4];
        }

        static Version1 decode(WireReader reader) {
            Bytes all = reader.rest();
            int end = all.length() - LINE_END.length();
            boolean fits = all.length() <= MOST
                    && end >= PREFIX.length()
                    && all.slice(0, PREFIX.length()).equals(PREFIX)
                    && all.slice(end, all.length()).equals(LINE_END);
            if (!fits) {
                throw new MalformedPacketException(0, "PROXY header", all.length() + " bytes of something else");
            }
            return new Version1(all.slice(0, end));
        }

        @Override
        public void encode(WireWriter writer) {
            writer.bytes(line).bytes(LINE_END);
        }
    }

    /**
     * Version 2.
     *
     * <pre>
     *   0D 0A 0D 0A 00 0D 0A 51 55 49 54 0A  version and command (1)  family and protocol (1)  length (2, big-endian)
     *   source and destination address and port, by family  additional values
     * </pre>
     *
     * @param command 20: the proxy speaks for itself, 21: for a client
     * @param family 11: TCP over IPv4, 21: over IPv6, 00: not told, and rarer ones
     * @param addresses both addresses and ports: 12 bytes for IPv4, 36 for IPv6, 216 for unix sockets
     * @param values type (1), length (2, big-endian) and value of each, as they came
     */
    record Version2(int command, int family, Bytes addresses, Bytes values, Oddities oddities) implements ProxyHeader {
        /** What the header begins with. */
        public static final Bytes SIGNATURE = Bytes.hex("0d0a0d0a000d0a515549540a");

        @Override
        public String source() {
            return switch (family >> 4) {
                case 1 -> ProxyAddress.ipv4(addresses.slice(0, 4)) + ":" + port(8);
                case 2 -> "[" + ProxyAddress.ipv6(addresses.slice(0, 16)) + "]:" + port(32);
                default -> "";
            };
        }

        private int port(int at) {
            return (addresses.byteAt(at) << 8) | addresses.byteAt(at + 1);
        }

        static Version2 decode(WireReader reader) {
            Bytes signature = reader.bytes(SIGNATURE.length(), "signature");
            if (!signature.equals(SIGNATURE)) {
                throw new MalformedPacketException(0, "PROXY signature", "something else");
            }
            int command = reader.int1("version and command");
            int family = reader.int1("family and protocol");
            int length = Integer.reverseBytes(reader.int2("length")) >>> 16;
            Version2 header = reader.within(length, "addresses", content -> {
                Bytes addresses = content.bytes(addressesLength(family), "addresses");
                return new Version2(command, family, addresses, content.rest(), Oddities.NONE);
            });
            return new Version2(command, family, header.addresses, header.values, reader.oddities());
        }

        private static int addressesLength(int family) {
            return switch (family >> 4) {
                case 1 -> 12;
                case 2 -> 36;
                case 3 -> 216;
                default -> 0;
            };
        }

        @Override
        public void encode(WireWriter writer) {
            int length = addresses.length() + values.length();
            writer.begin(oddities)
                    .bytes(SIGNATURE)
                    .int1(command)
                    .int1(family)
                    .int2((length >>> 8) | ((length & 0xff) << 8))
                    .bytes(addresses)
                    .bytes(values)
                    .end();
        }
    }

    /** The client's address and port, as in {@code 192.0.2.1:56324} or {@code [2001:db8::1]:56324}; empty when the header tells none. */
    String source();

    static ProxyHeader decode(WireReader reader) {
        return reader.peek("PROXY header") == Version2.SIGNATURE.byteAt(0)
                ? Version2.decode(reader)
                : Version1.decode(reader);
    }
}

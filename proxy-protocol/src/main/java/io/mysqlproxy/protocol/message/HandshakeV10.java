package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Locale;
import java.util.Optional;

/**
 * The server's greeting: who it is, what it offers, and the nonce for the first authentication.
 *
 * <pre>
 *   0A  version 00  thread id (4)  nonce (8)  filler (1)
 *   [ flags low (2)                                          absent in greetings of 3.21
 *   [ collation (1)  status (2)  flags high (2)  length of authentication data (1)  reserved (10)
 *     [ nonce, second part (max(13, length - 8)) ]           if SECURE_CONNECTION
 *     [ plugin 00 ]                                          if PLUGIN_AUTH
 *   ] ]
 *   reserved: MySQL 10 bytes of 00; with LONG_PASSWORD clear (MariaDB): 6 bytes of 00 and MariaDB's flags (4)
 * </pre>
 *
 * @param scrambleStart 8 bytes
 * @param filler 00
 * @param extent how far the packet goes; what it leaves out is empty or 0
 * @param capabilities what the server offers, MariaDB's extended flags included
 * @param collation the low 8 bits of the server's collation id
 * @param authDataLength as announced: both parts of the nonce with the 00 after it, normally 21; 0 without PLUGIN_AUTH
 * @param reserved 10 bytes, or the 6 before MariaDB's extended flags
 * @param scrambleRest the second part as it stands in the packet, normally 12 bytes and a 00 that is no part of the nonce
 * @param plugin the server's default plugin; says nothing about the account's (CON-5)
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html">Protocol::HandshakeV10</a>
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol/1-connecting/connection#initial-handshake-packet">MariaDB: initial handshake packet</a>
 */
public record HandshakeV10(
        Bytes serverVersion,
        long threadId,
        Secret scrambleStart,
        int filler,
        Extent extent,
        Capabilities capabilities,
        int collation,
        StatusFlags status,
        int authDataLength,
        Bytes reserved,
        Secret scrambleRest,
        Optional<Bytes> plugin,
        Oddities oddities)
        implements ServerMessage {
    /** First byte of the packet. */
    public static final int PROTOCOL = 0x0a;

    private static final int SCRAMBLE_START = 8;
    private static final int SMALLEST_SCRAMBLE_REST = 13;
    private static final int RESERVED = 10;
    private static final int EXTENDED_FLAGS = 4;

    /** How much of the layout a greeting has. */
    public enum Extent {
        /** Nothing after the filler. */
        TO_FILLER,
        /** Nothing after the lower half of the flags. */
        TO_FLAGS,
        FULL
    }

    public static HandshakeV10 decode(WireReader reader) {
        reader.header(PROTOCOL, "protocol version");
        Bytes serverVersion = reader.stringNul("server version");
        long threadId = reader.int4("thread id");
        Secret scrambleStart = Secret.of(reader.bytes(SCRAMBLE_START, "scramble part 1"));
        int filler = reader.int1("filler");
        if (!reader.hasRemaining()) {
            return brief(serverVersion, threadId, scrambleStart, filler, Extent.TO_FILLER, Capabilities.NONE);
        }
        long flags = reader.int2("flags, lower half");
        if (!reader.hasRemaining()) {
            return brief(serverVersion, threadId, scrambleStart, filler, Extent.TO_FLAGS, new Capabilities(flags));
        }
        int collation = reader.int1("collation");
        StatusFlags status = new StatusFlags(reader.int2("status"));
        flags |= (long) reader.int2("flags, upper half") << 16;
        int authDataLength = reader.int1("length of authentication data");
        Capabilities mysqlFlags = new Capabilities(flags);
        boolean extended = !mysqlFlags.has(Capability.LONG_PASSWORD);
        Bytes reserved = reader.bytes(extended ? RESERVED - EXTENDED_FLAGS : RESERVED, "reserved");
        if (extended) {
            flags |= reader.int4("MariaDB's extended flags") << 32;
        }
        // By length, never up to a 00: nonces of old and foreign servers hold 00 bytes (CON-3). Mock servers send
        // fewer.
        int rest = mysqlFlags.has(Capability.SECURE_CONNECTION)
                ? Math.min(Math.max(SMALLEST_SCRAMBLE_REST, authDataLength - SCRAMBLE_START), reader.remaining())
                : 0;
        Secret scrambleRest = Secret.of(reader.bytes(rest, "scramble part 2"));
        // 5.5.7 to 5.5.9, 5.6.0 and 5.6.1 forget the 00 (bug 59453); some proxies send two (CON-2).
        Optional<Bytes> plugin = mysqlFlags.has(Capability.PLUGIN_AUTH) && reader.hasRemaining()
                ? Optional.of(reader.stringNulOrRest("plugin"))
                : Optional.empty();
        return new HandshakeV10(
                serverVersion,
                threadId,
                scrambleStart,
                filler,
                Extent.FULL,
                new Capabilities(flags),
                collation,
                status,
                authDataLength,
                reserved,
                scrambleRest,
                plugin,
                reader.oddities());
    }

    private static HandshakeV10 brief(
            Bytes serverVersion, long threadId, Secret scramble, int filler, Extent extent, Capabilities capabilities) {
        return new HandshakeV10(
                serverVersion,
                threadId,
                scramble,
                filler,
                extent,
                capabilities,
                0,
                new StatusFlags(0),
                0,
                Bytes.EMPTY,
                Secret.EMPTY,
                Optional.empty(),
                Oddities.NONE);
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities)
                .int1(PROTOCOL)
                .stringNul(serverVersion)
                .int4(threadId)
                .secret(scrambleStart)
                .int1(filler);
        if (extent != Extent.TO_FILLER) {
            writer.int2((int) capabilities.mysqlBits());
        }
        if (extent == Extent.FULL) {
            writer.int1(collation)
                    .int2(status.bits())
                    .int2((int) (capabilities.mysqlBits() >>> 16))
                    .int1(authDataLength)
                    .bytes(reserved);
            if (!capabilities.has(Capability.LONG_PASSWORD)) {
                writer.int4(capabilities.mariaDbBits());
            }
            writer.secret(scrambleRest);
            plugin.ifPresent(writer::stringNul);
        }
        writer.end();
    }

    /** Whether the server seems to be a MariaDB; a hint, since proxies show any version they like (CON-4). */
    public boolean isMariaDb() {
        String version = serverVersion.utf8().toLowerCase(Locale.ROOT);
        return version.contains("mariadb")
                || version.startsWith("5.5.5-")
                || (extent == Extent.FULL && !capabilities.has(Capability.LONG_PASSWORD));
    }
}

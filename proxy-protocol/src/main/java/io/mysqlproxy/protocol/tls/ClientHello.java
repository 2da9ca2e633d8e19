package io.mysqlproxy.protocol.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a TLS client asks for in its first message: the proxy asks the server for the same, so that both negotiate what they would have negotiated with each
 * other.
 *
 * @param versions offered, best first, as numbers on the wire: 0x0304 is TLS 1.3
 * @param cipherSuites offered, best first, by number
 * @param serverName the host name asked for (SNI), in lower case
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2">RFC 8446, 4.1.2</a>
 */
record ClientHello(List<Integer> versions, List<Integer> cipherSuites, Optional<String> serverName) {
    /** When the message could not be read: asks for nothing in particular. TLS itself will say what is wrong with it. */
    static final ClientHello UNKNOWN = new ClientHello(List.of(), List.of(), Optional.empty());

    static final int TLS_1_2 = 0x0303;
    static final int TLS_1_3 = 0x0304;

    private static final int RECORD_OF_HANDSHAKE = 22;
    private static final int RECORD_HEADER = 5;
    private static final int CLIENT_HELLO = 1;
    private static final int MESSAGE_HEADER = 4;
    private static final int RANDOM = 32;
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int LONGEST_NAME = 255;

    ClientHello {
        versions = List.copyOf(versions);
        cipherSuites = List.copyOf(cipherSuites);
    }

    /**
     * Reads the message from the records at the beginning of a connection.
     *
     * @param bytes from position to limit; not moved
     * @return empty when more bytes are needed
     */
    static Optional<ClientHello> find(ByteBuffer bytes) {
        ByteBuffer records = bytes.duplicate();
        ByteBuffer message = ByteBuffer.allocate(records.remaining());
        while (records.remaining() >= RECORD_HEADER) {
            int type = records.get() & 0xff;
            int length = records.position(records.position() + 2).getShort() & 0xffff;
            if (type != RECORD_OF_HANDSHAKE || length == 0) {
                return Optional.of(UNKNOWN);
            }
            int there = Math.min(length, records.remaining());
            message.put(records.slice(records.position(), there));
            records.position(records.position() + there);
            ByteBuffer soFar = message.duplicate().flip();
            if (isWhole(soFar)) {
                return Optional.of(read(soFar));
            }
        }
        return Optional.empty();
    }

    private static boolean isWhole(ByteBuffer message) {
        return message.remaining() >= MESSAGE_HEADER
                && (message.get(0) != CLIENT_HELLO
                        || message.remaining() >= MESSAGE_HEADER + (message.getInt(0) & 0xffffff));
    }

    private static ClientHello read(ByteBuffer message) {
        try {
            return message.get(0) == CLIENT_HELLO ? readFields(message.position(MESSAGE_HEADER)) : UNKNOWN;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    /**
     * <pre>
     *   version (2)  random (32)  session id (1 + n)  cipher suites (2 + n)  compression (1 + n)  extensions (2 + n)
     * </pre>
     */
    private static ClientHello readFields(ByteBuffer in) {
        Set<Integer> versions = new LinkedHashSet<>();
        int version = in.getShort() & 0xffff;
        in.position(in.position() + RANDOM);
        take(in, in.get() & 0xff);
        List<Integer> suites = shorts(take(in, in.getShort() & 0xffff));
        take(in, in.get() & 0xff);
        Optional<String> name = Optional.empty();
        ByteBuffer extensions = in.hasRemaining() ? take(in, in.getShort() & 0xffff) : in;
        while (extensions.hasRemaining()) {
            int type = extensions.getShort() & 0xffff;
            ByteBuffer content = take(extensions, extensions.getShort() & 0xffff);
            if (type == SUPPORTED_VERSIONS) {
                versions.addAll(shorts(take(content, content.get() & 0xff)));
            } else if (type == SERVER_NAME && content.hasRemaining()) {
                name = hostName(take(content, content.getShort() & 0xffff));
            }
        }
        if (versions.isEmpty()) {
            // Before 1.3 it was the highest version that was named, and all below it were meant.
            for (int each = Math.min(version, TLS_1_2); each > 0x0300; each--) {
                versions.add(each);
            }
        }
        return new ClientHello(List.copyOf(versions), suites, name);
    }

    private static Optional<String> hostName(ByteBuffer names) {
        while (names.hasRemaining()) {
            int type = names.get();
            ByteBuffer name = take(names, names.getShort() & 0xffff);
            if (type == HOST_NAME && name.hasRemaining() && name.remaining() <= LONGEST_NAME) {
                return Optional.of(
                        StandardCharsets.US_ASCII.decode(name).toString().toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    private static List<Integer> shorts(ByteBuffer in) {
        List<Integer> all = new ArrayList<>(in.remaining() / 2);
        while (in.remaining() >= 2) {
            all.add(in.getShort() & 0xffff);
        }
        return all;
    }

    /** The next bytes, by themselves. */
    private static ByteBuffer take(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }
}

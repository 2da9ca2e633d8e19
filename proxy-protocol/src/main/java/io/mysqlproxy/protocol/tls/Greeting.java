package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.HandshakeV10;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.PacketFramer;
import io.mysqlproxy.protocol.wire.WireReader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The server's first packet, with all that came with it, and whether it offers TLS. */
final class Greeting {
    /** More than any greeting or refusal has; what announces more is not MySQL. */
    private static final int LONGEST = 4 * 1024 - PacketFramer.HEADER_LENGTH;

    private static final int PROTOCOL_9 = 0x09;
    private static final int PROTOCOL_10 = 0x0a;
    private static final int ERROR = 0xff;

    private final byte[] bytes;
    private final @Nullable HandshakeV10 message;

    private Greeting(byte[] bytes, @Nullable HandshakeV10 message) {
        this.bytes = bytes;
        this.message = message;
    }

    /** Whether these could be the first bytes of a MySQL server. */
    static boolean mayBegin(ByteBuffer bytes) {
        if (bytes.remaining() < 3) {
            return true;
        }
        int length = PacketFramer.lengthAt(bytes, bytes.position());
        if (length == 0 || length > LONGEST) {
            return false;
        }
        if (bytes.remaining() <= PacketFramer.HEADER_LENGTH) {
            return true;
        }
        int first = bytes.get(bytes.position() + PacketFramer.HEADER_LENGTH) & 0xff;
        return first == PROTOCOL_10 || first == PROTOCOL_9 || first == ERROR;
    }

    /** Null when the packet is not whole yet. */
    static @Nullable Greeting read(ByteBuffer bytes) {
        if (bytes.remaining() < PacketFramer.HEADER_LENGTH) {
            return null;
        }
        int length = PacketFramer.lengthAt(bytes, bytes.position());
        if (bytes.remaining() < PacketFramer.HEADER_LENGTH + length) {
            return null;
        }
        byte[] all = new byte[bytes.remaining()];
        bytes.get(bytes.position(), all);
        return new Greeting(all, decode(ByteBuffer.wrap(all, PacketFramer.HEADER_LENGTH, length)));
    }

    private static @Nullable HandshakeV10 decode(ByteBuffer payload) {
        if (payload.get(payload.position()) != PROTOCOL_10) {
            return null;
        }
        try {
            return HandshakeV10.decode(WireReader.of(payload));
        } catch (MalformedPacketException e) {
            return null;
        }
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes);
    }

    /** Whether it greets, and does not refuse. */
    boolean isHandshake() {
        return message != null;
    }

    boolean offersTls() {
        return message != null && message.capabilities().has(Capability.SSL);
    }

    Capabilities capabilities() {
        return message == null ? Capabilities.NONE : message.capabilities();
    }

    /** The plugin for the first authentication, unless the client names another. */
    String plugin() {
        return message == null ? "" : message.plugin().map(Bytes::utf8).orElse("");
    }

    /** The nonce for the first authentication, 20 bytes. */
    byte[] nonce() {
        if (message == null) {
            return new byte[0];
        }
        byte[] nonce = new byte[20];
        byte[] start = message.scrambleStart().unsafeReveal().toArray();
        byte[] rest = message.scrambleRest().unsafeReveal().toArray();
        System.arraycopy(start, 0, nonce, 0, Math.min(8, start.length));
        System.arraycopy(rest, 0, nonce, 8, Math.min(12, rest.length));
        return nonce;
    }

    /** The same greeting, offering TLS or not. It must be a handshake with flags. */
    Greeting offeringTls(boolean offered) {
        byte[] changed = bytes.clone();
        int flags = PacketFramer.HEADER_LENGTH + 1;
        while (changed[flags] != 0) {
            flags++;
        }
        // 00, thread id, nonce, filler
        flags += 1 + 4 + 8 + 1;
        int high = flags + 1;
        int ssl = (int) (Capabilities.of(Capability.SSL).bits() >> 8);
        changed[high] = (byte) (offered ? changed[high] | ssl : changed[high] & ~ssl);
        Greeting greeting = read(ByteBuffer.wrap(changed));
        return greeting == null ? this : greeting;
    }
}

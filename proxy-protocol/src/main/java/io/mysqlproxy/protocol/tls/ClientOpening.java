package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.core.Tap;
import io.mysqlproxy.protocol.ProxyHeaderDetector;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the client says up to its first packet, which tells how it wants to go on. What comes before that, a PROXY header or the words of another protocol, is
 * passed on at once.
 */
final class ClientOpening {
    /** A handshake response has 64 KiB of attributes at most, and little else. */
    private static final int LONGEST_PACKET = 72 * 1024;

    private static final int BUFFER_BYTES = 2 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Endpoint client;
    private final Endpoint server;
    private final Tap tap;
    private final BooleanSupplier greeted;
    private final ProxyHeaderDetector proxyHeader = new ProxyHeaderDetector();
    private boolean afterHeader;

    /** From position to limit what was read and not passed on. */
    private ByteBuffer unread = NOTHING;

    private boolean ended;

    /** @param greeted whether the server's greeting has passed */
    ClientOpening(Endpoint client, Endpoint server, Tap tap, BooleanSupplier greeted) {
        this.client = client;
        this.server = server;
        this.tap = tap;
        this.greeted = greeted;
    }

    /**
     * Waits for the first packet.
     *
     * @return its payload, which is still unread; null when the client has closed, or what it says is no packet
     */
    @Nullable
    ByteBuffer firstPacket() throws IOException {
        while (read()) {
            if (!greeted.getAsBoolean()) {
                pass(unread);
                continue;
            }
            skipProxyHeader();
            if (unread.remaining() < PacketFramer.HEADER_LENGTH) {
                continue;
            }
            int length = PacketFramer.lengthAt(unread, unread.position());
            if (length > LONGEST_PACKET
                    || unread.get(unread.position() + PacketFramer.HEADER_LENGTH - 1) > 1
                    || isTls(length)) {
                return null;
            }
            if (unread.remaining() >= PacketFramer.HEADER_LENGTH + length) {
                return unread.slice(unread.position() + PacketFramer.HEADER_LENGTH, length);
            }
        }
        return null;
    }

    /** A client that begins TLS without asking sends 16 03 01 or the like, which would be the length of a packet that no client sends. */
    private static boolean isTls(int length) {
        return (length & 0xffff) == 0x0316 && length >> 16 > 0;
    }

    /** Hands out what follows the first packet already, or everything when there was none. */
    ByteBuffer takeUnread() {
        ByteBuffer rest = unread;
        unread = NOTHING;
        return rest;
    }

    /** The first packet with its header; what follows it can be had from {@link #takeUnread}. */
    ByteBuffer takePacket() {
        int length = PacketFramer.HEADER_LENGTH + PacketFramer.lengthAt(unread, unread.position());
        ByteBuffer packet = unread.slice(unread.position(), length);
        unread.position(unread.position() + length);
        return packet;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Reads more behind what is there; false when the client has closed. */
    private boolean read() throws IOException {
        if (!unread.hasRemaining()) {
            // A client that is silent costs no buffer.
            unread = NOTHING;
            client.awaitReadable();
        }
        if (unread.remaining() == unread.capacity()) {
            int larger = Math.max(BUFFER_BYTES, unread.capacity() * 2);
            unread = ByteBuffer.allocate(larger).put(unread).flip();
        }
        unread.compact();
        try {
            ended = client.read(unread) < 0;
        } finally {
            unread.flip();
        }
        return !ended;
    }

    private void skipProxyHeader() throws IOException {
        if (afterHeader) {
            return;
        }
        ByteBuffer rest = unread.duplicate()
                .position(unread.position() + proxyHeader.taken().length());
        switch (proxyHeader.next(rest)) {
            case UNDECIDED -> {
                // All of it could be a header still; it is looked at again when more has come.
                return;
            }
            case HEADER -> {
                int length = rest.position() - unread.position();
                pass(unread.slice(unread.position(), length));
                unread.position(rest.position());
            }
            case NO_HEADER -> {}
        }
        afterHeader = true;
    }

    void pass(ByteBuffer bytes) throws IOException {
        pass(bytes, server);
    }

    /** @param to the server, or what stands in front of it by now */
    void pass(ByteBuffer bytes, Endpoint to) throws IOException {
        if (bytes.hasRemaining()) {
            tap.onBytes(Direction.CLIENT_TO_SERVER, bytes.duplicate());
            to.write(bytes);
        }
    }
}

package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Endpoint;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads ahead what a client asks for in TLS; the bytes are kept for the TLS that answers. */
final class ClientHelloReader {
    /** Several times the longest that clients send, with keys for quantum computers. */
    private static final int MOST_BYTES = 16 * 1024;

    /** The longest of today's clients is some 1.6 KiB. */
    private static final int USUAL_BYTES = 2 * 1024;

    private final Endpoint client;
    private ByteBuffer bytes;

    /** @param early what was read already, with what asked for TLS (TLS-5) */
    ClientHelloReader(Endpoint client, ByteBuffer early) {
        this.client = client;
        int length = Math.min(early.remaining(), MOST_BYTES);
        bytes = ByteBuffer.allocate(Math.max(USUAL_BYTES, length)).put(early.slice(early.position(), length));
    }

    ClientHello read() throws IOException {
        while (true) {
            Optional<ClientHello> hello = ClientHello.find(bytes.duplicate().flip());
            if (hello.isPresent() || bytes.position() == MOST_BYTES) {
                return hello.orElse(ClientHello.UNKNOWN);
            }
            if (!bytes.hasRemaining()) {
                bytes = ByteBuffer.allocate(Math.min(2 * bytes.capacity(), MOST_BYTES))
                        .put(bytes.flip());
            }
            if (client.read(bytes) < 0) {
                throw new EOFException("the client closed the connection instead of beginning TLS");
            }
        }
    }

    /** Hands out all bytes that were read, from position to limit, and lets go of them: a session may be long. */
    ByteBuffer takeBytes() {
        ByteBuffer taken = bytes.flip();
        bytes = ByteBuffer.allocate(0);
        return taken;
    }
}

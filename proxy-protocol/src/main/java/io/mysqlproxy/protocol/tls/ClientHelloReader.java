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

    private final Endpoint client;
    private final ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);

    /** @param early what was read already, with what asked for TLS (TLS-5) */
    ClientHelloReader(Endpoint client, ByteBuffer early) {
        this.client = client;
        bytes.put(early.slice(early.position(), Math.min(early.remaining(), MOST_BYTES)));
    }

    ClientHello read() throws IOException {
        while (true) {
            Optional<ClientHello> hello = ClientHello.find(bytes.duplicate().flip());
            if (hello.isPresent() || !bytes.hasRemaining()) {
                return hello.orElse(ClientHello.UNKNOWN);
            }
            if (client.read(bytes) < 0) {
                throw new EOFException("the client closed the connection instead of beginning TLS");
            }
        }
    }

    /** All bytes that were read, from position to limit. */
    ByteBuffer bytes() {
        return bytes.duplicate().flip();
    }
}

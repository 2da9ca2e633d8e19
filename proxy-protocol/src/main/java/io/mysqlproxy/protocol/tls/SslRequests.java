package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The request for TLS that a client would have made. */
final class SslRequests {
    private static final int LENGTH_41 = 32;
    private static final int LENGTH_320 = 5;

    private SslRequests() {}

    /**
     * The beginning of the client's handshake response, with the flag set.
     *
     * @param response with its header; not moved
     * @return a whole packet with the response's sequence id
     */
    static ByteBuffer madeFrom(ByteBuffer response) {
        byte[] payload = new byte[response.remaining() - PacketFramer.HEADER_LENGTH];
        response.get(response.position() + PacketFramer.HEADER_LENGTH, payload);
        int flags = payload.length < 2 ? 0 : (payload[0] & 0xff) | (payload[1] & 0xff) << 8;
        int length = new Capabilities(flags).has(Capability.PROTOCOL_41) ? LENGTH_41 : LENGTH_320;
        byte[] request = Arrays.copyOf(payload, length);
        request[1] = (byte) (request[1] | (int) (Capabilities.of(Capability.SSL).bits() >> 8));
        return ByteBuffer.wrap(MixedLogin.packet(request, response.get(response.position() + 3) & 0xff));
    }
}

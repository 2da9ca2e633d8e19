package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.CloseReason.TlsFailed;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.core.Tap;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.PacketFramer;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a client that waits for the answer to its log-in why there will be none, as a MySQL error, which it shows as it would show the server's own. */
final class Refusal {
    private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

    /** A server's code: a client library may hide the text of an error with a code of its own range. */
    private static final int ER_UNKNOWN_ERROR = 1105;

    private static final int ER_SECURE_TRANSPORT_REQUIRED = 3159;
    private static final String GENERAL_ERROR = "HY000";

    private static final int LONGEST_RESPONSE = 72 * 1024;

    private final Endpoint client;
    private final Tap tap;

    Refusal(Endpoint client, Tap tap) {
        this.client = client;
        this.tap = tap;
    }

    /** Waits for the client's log-in, answers it, and waits until the client has heard, all in limited time. */
    void say(TlsFailed reason, Duration limit) {
        within(limit, () -> answer(reason, readLogIn()));
    }

    /** The same, to a client that has logged in with the packet of this number. */
    void sayTo(int sequenceId, TlsFailed reason, Duration limit) {
        within(limit, () -> answer(reason, sequenceId));
    }

    private interface Words {
        void say() throws IOException;
    }

    private void within(Duration limit, Words words) {
        HandshakeLimit end = new HandshakeLimit(client, limit);
        try {
            words.say();
        } catch (IOException e) {
            LOG.debug("the client did not wait to hear why it is refused: {}", e.toString());
        } finally {
            end.close();
            client.close();
        }
    }

    private void answer(TlsFailed reason, int sequenceId) throws IOException {
        ByteBuffer packet = packet(reason, sequenceId + 1);
        tap.onBytes(Direction.SERVER_TO_CLIENT, packet.duplicate());
        client.write(packet);
        client.shutdownOutput();
        // Closing a socket with unread bytes would reset it, and the client might forget what it has not read yet.
        ByteBuffer ignored = ByteBuffer.allocate(1024);
        while (client.read(ignored.clear()) >= 0) {}
    }

    /** The number of the packet. */
    private int readLogIn() throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(LONGEST_RESPONSE);
        while (packet.position() < PacketFramer.HEADER_LENGTH
                || packet.position() < PacketFramer.HEADER_LENGTH + PacketFramer.lengthAt(packet, 0)) {
            if (!packet.hasRemaining() || client.read(packet) < 0) {
                throw new EOFException("no log-in");
            }
        }
        tap.onBytes(Direction.CLIENT_TO_SERVER, packet.duplicate().flip());
        return packet.get(3) & 0xff;
    }

    static ByteBuffer packet(TlsFailed reason, int sequenceId) {
        boolean plainClient = reason.leg() == TlsFailed.Leg.CLIENT && reason.cause() == TlsFailed.Failure.NOT_OFFERED;
        Err error = plainClient
                ? Err.of(
                        ER_SECURE_TRANSPORT_REQUIRED,
                        GENERAL_ERROR,
                        "The proxy wants TLS of its clients (--ssl-mode=REQUIRED)")
                : Err.of(ER_UNKNOWN_ERROR, GENERAL_ERROR, reason.description());
        Bytes payload = error.unsafeEncoded();
        return new WireWriter()
                .int3(payload.length())
                .int1(sequenceId & 0xff)
                .bytes(payload)
                .toBytes()
                .asByteBuffer();
    }
}

package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.OkInfo;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.PacketFramer;
import io.mysqlproxy.protocol.wire.WireReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The server of a session, everything to and from it unchanged; and whether the client has fallen silent at the server's proof.
 *
 * <p>From 11.4 on MariaDB's servers put a proof of their certificate into the OK of a log-in, whether they use TLS or not: a hash of its fingerprint, the nonce
 * and the password's hash (AUT-6). MariaDB's clients compare it with the certificate they were shown, if nobody they know has signed that. It cannot fit the proxy's, so such a client
 * leaves at this point: without COM_QUIT, drivers with a close_notify and libmariadb without (seen with Connector/J 3.5.11 and 4.0.0 and with {@code mariadb}
 * 11.4.5). Clients of other makers know nothing of the proof, and are told by CLIENT_MYSQL, which MariaDB's leave out.
 *
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol/4-server-response-packets/ok_packet">MariaDB: OK_Packet</a>
 */
final class ProofWatch extends EndpointOver {
    /** An OK with the proof and the session state; what is longer is something else. */
    private static final int KEPT_BYTES = 4 * 1024;

    private static final int ERR = 0xff;

    /** Flags, largest packet, character set, filler and MariaDB's flags. */
    private static final int SSL_REQUEST_BYTES = 32;

    private final Capabilities asked;

    /** Null when there is nothing to look for, or not any more. The reader's. */
    private @Nullable PacketFramer framer;

    private volatile boolean given;
    private volatile boolean spokenSince;

    /**
     * Watches nothing unless both are MariaDB's.
     *
     * @param greeting of the server
     * @param sslRequest of the client, with its header
     */
    ProofWatch(Endpoint server, Greeting greeting, ByteBuffer sslRequest) {
        super(server);
        boolean whole = sslRequest.remaining() >= PacketFramer.HEADER_LENGTH + SSL_REQUEST_BYTES;
        this.asked = whole
                ? new Capabilities(Integer.toUnsignedLong(
                        Integer.reverseBytes(sslRequest.getInt(sslRequest.position() + PacketFramer.HEADER_LENGTH))))
                : Capabilities.NONE;
        boolean ofMariaDb = whole
                && !asked.has(Capability.LONG_PASSWORD)
                && !greeting.capabilities().has(Capability.LONG_PASSWORD);
        this.framer = ofMariaDb ? new PacketFramer(KEPT_BYTES) : null;
    }

    /** The client was let in with a proof, and has not said a word since. */
    boolean isClientSilentSinceProof() {
        return given && !spokenSince;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        PacketFramer watching = framer;
        if (watching == null) {
            return below().read(buffer);
        }
        int before = buffer.position();
        int count = below().read(buffer);
        if (count > 0) {
            look(watching, buffer.duplicate().flip().position(before));
        }
        return count;
    }

    private void look(PacketFramer watching, ByteBuffer bytes) {
        Packet packet;
        while (framer != null && (packet = watching.next(bytes)) != null) {
            switch (packet.byteAt(0)) {
                case Ok.HEADER -> {
                    given = hasProof(packet);
                    framer = null;
                }
                case ERR -> framer = null;
                default -> {
                    // The log-in goes on.
                }
            }
        }
    }

    private boolean hasProof(Packet packet) {
        try {
            return Ok.decode(WireReader.of(packet.payload()), asked).info() instanceof OkInfo.CertificateProof;
        } catch (MalformedPacketException e) {
            return false;
        }
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        // Before the write: while that goes on, the answer to the log-in may pass on the other thread.
        if (given) {
            spokenSince = true;
        }
        super.write(buffer);
    }

    @Override
    public boolean awaitReadable() throws IOException {
        return below().awaitReadable();
    }

    @Override
    public void wakeReader() {
        below().wakeReader();
    }

    @Override
    public int available() throws IOException {
        return below().available();
    }
}

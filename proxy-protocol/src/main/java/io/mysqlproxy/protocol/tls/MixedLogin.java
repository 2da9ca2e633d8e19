package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.core.Tap;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The server of a session of which only one leg is in TLS, until the client has logged in. This is the one place where packets are changed on their way: the
 * peer in TLS counts one packet more, the SSLRequest, so sequence ids are written anew; the SSL flag of the handshake response is what the server expects; and
 * passwords are put as the leg that they travel on allows, see {@link PasswordSteps}. From the server's OK or ERR on it is the server itself.
 */
final class MixedLogin extends EndpointOver {
    private static final int OK = 0x00;
    private static final int ERR = 0xff;

    /** A handshake response has 64 KiB of attributes at most, and little else. */
    private static final int LONGEST_PACKET = 72 * 1024;

    private final Endpoint client;
    private final Tap tap;
    private final PasswordSteps steps;

    private final PacketBuffer fromClient = new PacketBuffer();
    private final PacketBuffer fromServer = new PacketBuffer();
    private @Nullable ByteBuffer forClient;

    private final AtomicInteger nextToServer;
    private final AtomicInteger nextToClient = new AtomicInteger();
    private volatile boolean over;

    /**
     * @param client for what the proxy itself tells it, while the server waits
     * @param tap that is shown it
     * @param nextToServer the sequence id of the next packet to the server
     */
    MixedLogin(Endpoint server, Endpoint client, Tap tap, PasswordSteps steps, int nextToServer) {
        super(server);
        this.client = client;
        this.tap = tap;
        this.steps = steps;
        this.nextToServer = new AtomicInteger(nextToServer);
    }

    /** Bytes of one direction, cut into packets. */
    private static final class PacketBuffer {
        private ByteBuffer bytes = ByteBuffer.allocate(2 * 1024);

        void add(ByteBuffer more) throws IOException {
            if (bytes.position() + more.remaining() > LONGEST_PACKET + PacketFramer.HEADER_LENGTH) {
                throw new IOException("a packet of a log-in that is longer than any");
            }
            if (more.remaining() > bytes.remaining()) {
                ByteBuffer larger =
                        ByteBuffer.allocate(Math.max(2 * bytes.capacity(), bytes.position() + more.remaining()));
                bytes = larger.put(bytes.flip());
            }
            bytes.put(more);
        }

        /** The next whole packet with its header, or null. */
        byte @Nullable [] next() {
            if (bytes.position() < PacketFramer.HEADER_LENGTH) {
                return null;
            }
            int length = PacketFramer.HEADER_LENGTH + PacketFramer.lengthAt(bytes, 0);
            if (bytes.position() < length) {
                return null;
            }
            byte[] packet = new byte[length];
            bytes.flip().get(packet);
            bytes.compact();
            return packet;
        }

        /** What no packet was made of. */
        ByteBuffer rest() {
            return bytes.flip();
        }
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        if (over) {
            super.write(buffer);
            return;
        }
        fromClient.add(buffer);
        byte[] packet;
        while ((packet = fromClient.next()) != null) {
            if (packet[3] == 0) {
                // A command already, of a client that does not wait until it is let in.
                below().write(ByteBuffer.wrap(packet));
                continue;
            }
            byte[] payload = payloadOf(packet);
            nextToClient.set(packet[3] + 1);
            byte[] changed = steps.onClientPacket(payload);
            if (changed != null) {
                below().write(ByteBuffer.wrap(packet(changed, nextToServer.getAndIncrement())));
            } else if (steps.hasRefused()) {
                // The server ends its side then, and the client hears why in its place: see read.
                shutdownOutput();
            }
            byte[] answer = steps.takeAnswerForClient();
            if (answer != null) {
                ByteBuffer bytes = ByteBuffer.wrap(packet(answer, nextToClient.getAndIncrement()));
                tap.onBytes(Direction.SERVER_TO_CLIENT, bytes.duplicate());
                client.write(bytes);
            }
        }
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        while (forClient == null) {
            if (over) {
                return below().read(buffer);
            }
            ByteBuffer read = ByteBuffer.allocate(4 * 1024);
            if (below().read(read) < 0) {
                byte[] refusal = steps.takeRefusal();
                if (refusal == null) {
                    return -1;
                }
                forClient = ByteBuffer.wrap(packet(refusal, nextToClient.getAndIncrement()));
                over = true;
                break;
            }
            fromServer.add(read.flip());
            translate();
        }
        ByteBuffer ready = forClient;
        int count = Math.min(ready.remaining(), buffer.remaining());
        buffer.put(ready.slice(ready.position(), count));
        ready.position(ready.position() + count);
        if (!ready.hasRemaining()) {
            forClient = null;
        }
        return count;
    }

    /** Turns whole packets from the server into what the client is to get. */
    private void translate() throws IOException {
        byte[] packet;
        while (!over && (packet = fromServer.next()) != null) {
            byte[] payload = payloadOf(packet);
            nextToServer.set(packet[3] + 1);
            byte[] changed = steps.onServerPacket(payload);
            byte[] answer = steps.takeAnswerForServer();
            if (answer != null) {
                below().write(ByteBuffer.wrap(packet(answer, nextToServer.getAndIncrement())));
            }
            if (changed != null) {
                append(ByteBuffer.wrap(packet(changed, nextToClient.getAndIncrement())));
                over = changed.length > 0 && ((changed[0] & 0xff) == OK || (changed[0] & 0xff) == ERR);
            }
        }
        if (over) {
            append(fromServer.rest());
        }
    }

    private void append(ByteBuffer bytes) {
        ByteBuffer before = forClient;
        if (!bytes.hasRemaining()) {
            return;
        }
        forClient = before == null
                ? bytes
                : ByteBuffer.allocate(before.remaining() + bytes.remaining())
                        .put(before)
                        .put(bytes)
                        .flip();
    }

    private static byte[] payloadOf(byte[] packet) {
        byte[] payload = new byte[packet.length - PacketFramer.HEADER_LENGTH];
        System.arraycopy(packet, PacketFramer.HEADER_LENGTH, payload, 0, payload.length);
        return payload;
    }

    static byte[] packet(byte[] payload, int sequenceId) {
        byte[] packet = new byte[PacketFramer.HEADER_LENGTH + payload.length];
        packet[0] = (byte) payload.length;
        packet[1] = (byte) (payload.length >> 8);
        packet[2] = (byte) (payload.length >> 16);
        packet[3] = (byte) sequenceId;
        System.arraycopy(payload, 0, packet, PacketFramer.HEADER_LENGTH, payload.length);
        return packet;
    }

    @Override
    public int available() throws IOException {
        ByteBuffer ready = forClient;
        if (ready != null) {
            return ready.remaining();
        }
        return over ? below().available() : 0;
    }
}

package io.mysqlproxy.protocol.capture;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes what decoders tell into a pcapng file that Wireshark opens as it is. Each session becomes a TCP connection to port 3306, with handshake, correct
 * numbers and checksums, and an end, whatever port, TLS or compression it had on the wire.
 *
 * <pre>{@code
 * try (PcapngWriter writer = PcapngWriter.open(Files.newOutputStream(file), "mysql-proxy", "")) {
 *     PcapngConnection connection = writer.connection(client, server, openedMicros);
 *     connection.packet(CLIENT_TO_SERVER, epochMicros, 0, payload, payload.remaining(), "COM_QUERY SELECT 1");
 *     connection.close(ConnectionEnd.CLIENT_CLOSED, epochMicros);
 * }
 * }</pre>
 *
 * <p>Thread-safe: sessions may write at the same time; a packet is written in one piece. What goes wrong with the output is an {@link
 * UncheckedIOException}.
 */
public final class PcapngWriter implements AutoCloseable {
    static final int SERVER_PORT = 3306;

    private static final byte[] MADE_UP_SERVER = {10, 0, 0, 1};
    private static final int MADE_UP_CLIENTS = 0x0a010000;
    private static final int FIRST_MADE_UP_PORT = 10_000;
    private static final int MADE_UP_PORTS = 50_000;
    private static final int INITIAL_SEQUENCE_STEP = 1_000_003;

    private final ReentrantLock lock = new ReentrantLock();
    private final PcapngBlocks blocks;
    private final TcpPacket packet = new TcpPacket();
    private final ByteBuffer scratch = ByteBuffer.allocate(TcpPacket.LARGEST_PAYLOAD);
    private final Set<Ends> open = new HashSet<>();
    private int connections;
    private int madeUpClients;

    private record Ends(TcpAddress client, TcpAddress server) {}

    private PcapngWriter(PcapngBlocks blocks) {
        this.blocks = blocks;
    }

    /**
     * Begins a file.
     *
     * @param application what wrote it, as Wireshark shows it among the capture's properties
     * @param comment about the capture as a whole; may be empty
     */
    public static PcapngWriter open(OutputStream out, String application, String comment) {
        PcapngBlocks blocks = new PcapngBlocks(out);
        blocks.sectionHeader(application, comment);
        blocks.interfaceDescription(application);
        return new PcapngWriter(blocks);
    }

    /**
     * Begins a connection with its TCP handshake.
     *
     * @param client {@link TcpAddress#UNKNOWN} is made up; when a connection with the same addresses is open, it gets another port
     * @param server as in {@code client}; its port is always 3306 in the file
     * @param epochMicros when it was opened, in microseconds since 1970
     */
    public PcapngConnection connection(TcpAddress client, TcpAddress server, long epochMicros) {
        lock.lock();
        try {
            TcpAddress to = server.ip().isEmpty()
                    ? TcpAddress.of(MADE_UP_SERVER, SERVER_PORT)
                    : new TcpAddress(server.ip(), SERVER_PORT);
            Ends ends = new Ends(client.ip().isEmpty() ? madeUp() : client, to);
            while (!open.add(ends)) {
                ends = new Ends(madeUp(), to);
            }
            int initialSequence = ++connections * INITIAL_SEQUENCE_STEP;
            PcapngConnection connection = new PcapngConnection(this, ends.client(), to, initialSequence);
            connection.open(epochMicros);
            return connection;
        } finally {
            lock.unlock();
        }
    }

    /** Another address and port each time. */
    private TcpAddress madeUp() {
        int number = madeUpClients++;
        int ip = MADE_UP_CLIENTS + number / MADE_UP_PORTS;
        return TcpAddress.of(ByteBuffer.allocate(4).putInt(ip).array(), FIRST_MADE_UP_PORT + number % MADE_UP_PORTS);
    }

    /** Hands everything that was written to the output and flushes it. */
    public void flush() {
        lock.lock();
        try {
            blocks.flush();
        } finally {
            lock.unlock();
        }
    }

    /** Flushes and closes the output. Connections that are open stay without an end. */
    @Override
    public void close() {
        lock.lock();
        try {
            blocks.close();
        } finally {
            lock.unlock();
        }
    }

    ReentrantLock lock() {
        return lock;
    }

    /** Room for the payload of one segment, empty; with the lock held. */
    ByteBuffer scratch() {
        return scratch.clear();
    }

    /** Writes one segment; with the lock held. */
    void segment(
            TcpAddress source,
            TcpAddress target,
            int sequence,
            int acknowledged,
            int flags,
            ByteBuffer known,
            int length,
            long epochMicros,
            String comment) {
        packet.build(source, target, sequence, acknowledged, flags, known, length);
        blocks.packet(epochMicros, packet.bytes(), packet.originalLength(), comment);
    }

    /** The client's port may be used again; with the lock held. */
    void closed(TcpAddress client, TcpAddress server) {
        open.remove(new Ends(client, server));
    }
}

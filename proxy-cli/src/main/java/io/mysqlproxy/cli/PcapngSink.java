package io.mysqlproxy.cli;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.capture.PcapngConnection;
import io.mysqlproxy.protocol.capture.PcapngWriter;
import io.mysqlproxy.protocol.capture.TcpAddress;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The trace as a capture that Wireshark opens. In place of what must not be seen stand as many asterisks, so that the packets keep their layout. Written on
 * the sessions' threads.
 */
final class PcapngSink implements Sink {
    private static final byte FILLER = '*';

    private final PcapngWriter writer;
    private final boolean flushAlways;
    private final Hiding hiding;
    private final MessageText messages;
    private final Consumer<IOException> onFailure;
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Map<Long, PcapngConnection> connections = new ConcurrentHashMap<>();
    private final Map<Long, String> encryptions = new ConcurrentHashMap<>();
    private final Map<Long, PlainCapture> compressed = new ConcurrentHashMap<>();

    /**
     * Begins a capture.
     *
     * @param flushAlways whether each packet is to be seen at once, as in a pipe
     * @param onFailure called when it cannot be written any more, at most once; nothing is written then
     */
    PcapngSink(OutputStream target, boolean flushAlways, Disclosure disclosure, Consumer<IOException> onFailure) {
        this.flushAlways = flushAlways;
        this.hiding = new Hiding(disclosure);
        this.messages = new MessageText(disclosure);
        this.onFailure = onFailure;
        this.writer = PcapngWriter.open(target, "mysql-proxy", "");
    }

    @Override
    public void opened(TracedSession session) {
        write(() -> connection(session));
    }

    @Override
    public void packet(TracedSession session, PacketEvent event, MySqlMessage message, Show level) {
        Bytes payload = PlainCapture.payload(event, visible(event, message));
        String meaning = messages.of(message, event.agreed().offered()).line();
        PlainCapture plain = compressed.get(session.id());
        int sequenceId = plain == null ? event.sequenceId() : plain.sequenceId(event);
        String comment = encryption(session)
                + event.kind().manualName()
                + (meaning.isEmpty() ? "" : " " + meaning)
                + PlainCapture.agreement(event)
                + (plain == null ? "" : plain.note());
        write(() -> {
            PcapngConnection connection = connection(session);
            ByteBuffer bytes = payload.asByteBuffer();
            if (event.kind() == PacketKind.PROXY_HEADER) {
                connection.bytes(event.direction(), micros(event.time()), bytes, event.length(), comment);
            } else {
                connection.packet(event.direction(), micros(event.time()), sequenceId, bytes, event.length(), comment);
            }
            if (flushAlways) {
                writer.flush();
            }
        });
    }

    @Override
    public void compressed(Instant time, TracedSession session, CompressionAlgorithm algorithm) {
        compressed.put(session.id(), new PlainCapture(algorithm));
    }

    @Override
    public void tls(Instant time, TracedSession session, TlsLegs legs) {
        encryptions.put(session.id(), legs.description());
    }

    /** What the first packet inside TLS is told with: that it was encrypted on its way, and how. */
    private String encryption(TracedSession session) {
        String encryption = encryptions.remove(session.id());
        return encryption == null ? "" : "from here on decrypted, " + encryption + ": ";
    }

    @Override
    public void gap(Instant time, TracedSession session, Direction direction, long bytes) {
        write(() -> connection(session).gap(direction, bytes));
    }

    @Override
    public void closed(Instant time, TracedSession session, Ending ending, boolean afterQuit) {
        write(() -> {
            compressed.remove(session.id());
            encryptions.remove(session.id());
            PcapngConnection connection = connections.remove(session.id());
            if (connection != null) {
                connection.close(ending.captured(), micros(time));
                writer.flush();
            }
        });
    }

    @Override
    public void finished(Instant time, Summary summary) {
        write(writer::close);
    }

    private PcapngConnection connection(TracedSession session) {
        return connections.computeIfAbsent(
                session.id(),
                id -> writer.connection(
                        address(session.clientAddress()),
                        address(session.serverAddress()),
                        micros(session.openedAt())));
    }

    private Bytes visible(PacketEvent event, MySqlMessage message) {
        if (event instanceof MaskedEvent masked) {
            return masked.content();
        }
        IntPredicate hidden = hiding.of(event, message);
        byte[] bytes = new byte[event.payload().remaining()];
        event.payload().get(bytes);
        for (int i = 0; i < bytes.length; i++) {
            if (hidden.test(i)) {
                bytes[i] = FILLER;
            }
        }
        return Bytes.of(bytes);
    }

    private void write(Runnable writing) {
        if (broken.get()) {
            return;
        }
        try {
            writing.run();
        } catch (UncheckedIOException failure) {
            if (broken.compareAndSet(false, true)) {
                onFailure.accept(failure.getCause());
            }
        }
    }

    private static TcpAddress address(@Nullable InetSocketAddress address) {
        return address == null || address.isUnresolved()
                ? TcpAddress.UNKNOWN
                : TcpAddress.of(address.getAddress().getAddress(), address.getPort());
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}

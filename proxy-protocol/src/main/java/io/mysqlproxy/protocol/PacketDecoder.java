package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.conversation.Conversation;
import io.mysqlproxy.protocol.conversation.ConversationState;
import io.mysqlproxy.protocol.conversation.DesyncReason;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one connection: given both directions' bytes in causal order, in pieces of any size, it tells a {@link PacketListener} every packet, and an
 * {@link ExchangeListener} every command with its reply. Knows no
 * sockets and no clocks, so that it serves live traffic, recordings and tests alike. Never throws by itself, whatever the bytes; what the listener
 * throws passes through. Not thread-safe: one caller at a time.
 */
public final class PacketDecoder {
    /** In bytes: 64 KiB of connection attributes, and 8 KiB for all else that a handshake response holds. */
    public static final int SMALLEST_KEEP_LIMIT = 72 * 1024;

    /** First bytes of a TLS record that holds a ClientHello: 16 03 and the minor version, read as a packet's length. */
    private static final int TLS_HANDSHAKE = 0x0316;

    private static final int TLS_MAX_MINOR_VERSION = 4;

    private final long sessionId;
    private final PacketListener listener;
    private final Conversation conversation = new Conversation();
    private final ObservedPacket event;
    private final @Nullable ExchangeTracker exchanges;
    private final PacketStream fromClient;
    private final PacketStream fromServer;

    private final FrameAnchor anchor = new FrameAnchor(conversation);

    private @Nullable ProxyHeaderDetector proxyHeader = new ProxyHeaderDetector();
    private boolean desynchronized;
    private boolean opaque;
    private boolean insideTls;
    private final CompressionStart compression;

    /** @param sessionId what the events carry, see {@link PacketEvent#sessionId} */
    public PacketDecoder(long sessionId, PacketListener packets) {
        this(sessionId, packets, null, PacketFramer.DEFAULT_KEEP_LIMIT);
    }

    /** As {@link #PacketDecoder(long, PacketListener)}, and tells exchanges too: each after the last packet of its reply. */
    public PacketDecoder(long sessionId, PacketListener packets, ExchangeListener exchanges) {
        this(sessionId, packets, exchanges, PacketFramer.DEFAULT_KEEP_LIMIT);
    }

    /**
     * As {@link #PacketDecoder(long, PacketListener, ExchangeListener)}, with a limit of one's own.
     *
     * @param keepLimit how many bytes of one packet are kept at most for decoding; at least {@link #SMALLEST_KEEP_LIMIT}, so that no packet of a log-in is cut
     */
    public PacketDecoder(long sessionId, PacketListener packets, @Nullable ExchangeListener exchanges, int keepLimit) {
        if (keepLimit < SMALLEST_KEEP_LIMIT) {
            throw new IllegalArgumentException(
                    "keepLimit must be at least " + SMALLEST_KEEP_LIMIT + " bytes, not " + keepLimit);
        }
        this.sessionId = sessionId;
        this.listener = packets;
        this.exchanges = exchanges == null ? null : new ExchangeTracker(sessionId, exchanges, conversation);
        this.event = new ObservedPacket(sessionId, conversation);
        this.fromClient = new PacketStream(keepLimit);
        this.fromServer = new PacketStream(keepLimit);
        this.compression = new CompressionStart(conversation, anchor, fromClient, fromServer);
    }

    /**
     * A decoder for a connection whose beginning was not seen, as in a capture that was started late. It begins with the first command that is followed by
     * a reply, infers the capabilities from what it sees ({@link ConversationState#confidence} says how sure that is), and does not know user and schema.
     */
    public static PacketDecoder joiningMidStream(
            long sessionId, PacketListener packets, @Nullable ExchangeListener exchanges) {
        PacketDecoder decoder = new PacketDecoder(sessionId, packets, exchanges, PacketFramer.DEFAULT_KEEP_LIMIT);
        decoder.proxyHeader = null;
        decoder.compression.mayHaveBegun();
        decoder.lose(Direction.CLIENT_TO_SERVER);
        decoder.lose(Direction.SERVER_TO_CLIENT);
        decoder.becomeDesynchronized(DesyncReason.JOINED, 0);
        return decoder;
    }

    /** What passes is live: slow exchanges are told to flight recordings. */
    void recordSlowExchanges() {
        if (exchanges != null) {
            exchanges.recordSlowOnes();
        }
    }

    /**
     * Bytes of one direction are missing here, as where a capture lost packets. What the peers are at is not known from here on; the conversation is
     * found again at a later command.
     *
     * @param missingBytes how many, 1 or more; -1 when that is not known
     * @param epochMicros when that was noticed, in microseconds since 1970
     */
    public void onGap(Direction direction, long missingBytes, long epochMicros) {
        if (opaque || missingBytes == 0) {
            return;
        }
        tellTruncated(direction, stream(direction).pendingBytes());
        lose(direction);
        if (direction == Direction.CLIENT_TO_SERVER) {
            proxyHeader = null;
        }
        becomeDesynchronized(DesyncReason.GAP, epochMicros);
    }

    /**
     * Takes the next bytes of one direction.
     *
     * @param bytes from position to limit; all of them are consumed, none is kept by reference
     * @param epochMicros when they were seen, in microseconds since 1970
     */
    public void onBytes(Direction direction, ByteBuffer bytes, long epochMicros) {
        if (opaque) {
            return;
        }
        boolean untold = true;
        try {
            observe(direction, bytes, epochMicros);
            untold = false;
        } finally {
            if (untold) {
                // The listener has thrown, and may not be called again.
                opaque = true;
                discard();
            }
        }
    }

    private void observe(Direction direction, ByteBuffer bytes, long epochMicros) {
        if (anchor.isLost(direction) && !isFoundIn(direction, bytes, epochMicros)) {
            if (direction == Direction.SERVER_TO_CLIENT) {
                conversation.onServerBytesSkipped();
            }
            bytes.position(bytes.limit());
            return;
        }
        if (direction == Direction.CLIENT_TO_SERVER && proxyHeader != null) {
            detectProxyHeader(proxyHeader, bytes, epochMicros);
        }
        decode(direction, bytes, epochMicros);
    }

    /** Whether frames begin with these bytes, plain or compressed; which of the two is not known if the log-in was not seen. */
    private boolean isFoundIn(Direction direction, ByteBuffer bytes, long epochMicros) {
        if (anchor.isFoundIn(direction, bytes)) {
            return true;
        }
        boolean compressed = compression.isFoundIn(direction, bytes);
        followCompression(epochMicros);
        return compressed && !opaque && anchor.isFoundIn(direction, bytes);
    }

    /**
     * The client's request for TLS was seen, or the proxy has made one in the client's place, and TLS ends at the proxy: from here on {@link #onBytes} gets what
     * was inside. Without this call the bytes after a request for TLS are taken for TLS.
     */
    public void onTls(TlsLegs legs) {
        insideTls = true;
        conversation.tlsBegan(legs.client() != null);
        if (!opaque) {
            listener.onTls(sessionId, legs);
        }
    }

    /**
     * The connection is over: an unfinished packet is told as truncated (UNS-4), commands without a complete reply as unanswered.
     *
     * @param epochMicros when, in microseconds since 1970
     */
    public void onClose(long epochMicros) {
        if (opaque) {
            return;
        }
        long undecided = proxyHeader == null ? 0 : proxyHeader.taken().length();
        tellTruncated(Direction.CLIENT_TO_SERVER, undecided + fromClient.pendingBytes());
        tellTruncated(Direction.SERVER_TO_CLIENT, fromServer.pendingBytes());
        if (exchanges != null) {
            exchanges.abandonAll(epochMicros);
        }
        discard();
    }

    /** What is known of the connection at this moment. */
    public ConversationState state() {
        return conversation;
    }

    /** How the connection is compressed; empty as long as it is not. */
    public Optional<Compression> compression() {
        return compression.told();
    }

    private PacketStream stream(Direction direction) {
        return direction == Direction.CLIENT_TO_SERVER ? fromClient : fromServer;
    }

    private void decode(Direction direction, ByteBuffer bytes, long epochMicros) {
        PacketStream stream = stream(direction);
        for (Packet packet = next(direction, stream, bytes, epochMicros);
                packet != null;
                packet = next(direction, stream, bytes, epochMicros)) {
            tell(direction, stream, packet, epochMicros);
        }
        if (stream.isUndecided()) {
            decideCompression(direction, bytes, epochMicros);
        }
        if (stream.isBroken() && !opaque) {
            onBrokenFrame(direction, epochMicros);
        }
        if (opaque) {
            discard();
        } else {
            stream.trim();
            conversation.trim();
        }
    }

    private @Nullable Packet next(Direction direction, PacketStream stream, ByteBuffer bytes, long epochMicros) {
        lookForTls(direction, stream, bytes, epochMicros);
        return opaque ? null : stream.next(bytes, epochMicros);
    }

    private void tell(Direction direction, PacketStream stream, Packet packet, long epochMicros) {
        boolean mayHoldSecrets = !(conversation.phase() instanceof Phase.Commands);
        if (mayHoldSecrets && isReadAsFrame(direction, packet, epochMicros)) {
            return;
        }
        conversation.clientIsSending(fromClient.pendingBytes() > 0);
        PacketKind kind = conversation.observe(direction, packet);
        if (desynchronized && conversation.phase() instanceof Phase.Commands) {
            desynchronized = false;
            listener.onResynchronized(sessionId);
        }
        if (exchanges != null) {
            exchanges.onPacket(packet, kind, fromServer.packetBegan(), epochMicros);
        }
        listener.onPacket(event.of(direction, packet, kind, epochMicros));
        if (exchanges != null) {
            exchanges.tellCompleted();
        }
        stream.release(mayHoldSecrets || kind == PacketKind.COM_CHANGE_USER || kind == PacketKind.AUTH_SWITCH_RESPONSE);
        tellChange(epochMicros);
        followCompression(epochMicros);
    }

    /** A log-in that ended without an OK shows by the first command: where that is compressed, a frame's beginning was taken for a packet (AUT-10). */
    private boolean isReadAsFrame(Direction direction, Packet packet, long epochMicros) {
        Optional<Bytes> frame = compression.frameTakenFor(direction, packet);
        followCompression(epochMicros);
        if (frame.isPresent() && !opaque) {
            decode(direction, frame.get().asByteBuffer(), epochMicros);
        }
        return frame.isPresent();
    }

    /** A frame has begun that is not stored, and it was not known before how such are compressed. */
    private void decideCompression(Direction direction, ByteBuffer bytes, long epochMicros) {
        if (!compression.isDecidedBy(bytes)) {
            // The body has not come with the frame's header. Another one will.
            bytes.position(bytes.limit());
            lose(direction);
            becomeDesynchronized(DesyncReason.MISPLACED_PACKET, epochMicros);
            return;
        }
        followCompression(epochMicros);
        if (!opaque) {
            decode(direction, bytes, epochMicros);
        }
    }

    /** Right behind the OK of the log-in, in both directions (CMP-2); or where it is found later that the peers compress. */
    private void followCompression(long epochMicros) {
        if (!opaque && compression.isToBegin()) {
            compression.begin().ifPresent(begun -> listener.onCompressed(sessionId, begun));
            tellIfOpaque(epochMicros);
        }
    }

    private void onBrokenFrame(Direction direction, long epochMicros) {
        if (desynchronized) {
            // What was taken for a frame was none.
            lose(direction);
            return;
        }
        conversation.becomeOpaque(OpaqueReason.COMPRESSION_BROKEN);
        tellIfOpaque(epochMicros);
    }

    private void discard() {
        fromClient.discard();
        fromServer.discard();
    }

    private void detectProxyHeader(ProxyHeaderDetector detector, ByteBuffer bytes, long epochMicros) {
        int from = bytes.position();
        switch (detector.next(bytes)) {
            case UNDECIDED -> {}
            case HEADER -> {
                proxyHeader = null;
                Packet header = Packet.unframed(detector.taken());
                PacketKind kind = conversation.observeProxyHeader();
                listener.onPacket(event.of(Direction.CLIENT_TO_SERVER, header, kind, epochMicros));
            }
            case NO_HEADER -> {
                proxyHeader = null;
                Bytes taken = detector.taken();
                if (taken.length() == bytes.position() - from) {
                    bytes.position(from);
                } else {
                    decode(Direction.CLIENT_TO_SERVER, taken.asByteBuffer(), epochMicros);
                }
            }
        }
    }

    /** TLS was asked for, or a client begins it without asking and sends 16 03 where the length of its handshake response should be. */
    private void lookForTls(Direction direction, PacketStream stream, ByteBuffer bytes, long epochMicros) {
        boolean begun = conversation.phase() instanceof Phase.AwaitingTls && bytes.hasRemaining();
        if (begun || isClientHello(direction, stream, bytes)) {
            conversation.becomeOpaque(OpaqueReason.TLS);
            tellIfOpaque(epochMicros);
        }
    }

    private boolean isClientHello(Direction direction, PacketStream stream, ByteBuffer bytes) {
        if (insideTls
                || direction == Direction.SERVER_TO_CLIENT
                || !(conversation.phase() instanceof Phase.AwaitingHandshakeResponse)) {
            return false;
        }
        int length = stream.isBetweenPackets() ? lengthAt(bytes) : stream.announcedLength();
        return (length & 0xffff) == TLS_HANDSHAKE && length >> 16 <= TLS_MAX_MINOR_VERSION;
    }

    /** The length in the frame header that the bytes begin with, or -1 when they do not hold it. */
    private static int lengthAt(ByteBuffer bytes) {
        return bytes.remaining() < 3 ? -1 : PacketFramer.lengthAt(bytes, bytes.position());
    }

    private void lose(Direction direction) {
        anchor.lose(direction);
        stream(direction).restart();
    }

    private void becomeDesynchronized(DesyncReason reason, long epochMicros) {
        conversation.becomeDesynchronized();
        tellDesynchronized(reason, epochMicros);
        followCompression(epochMicros);
    }

    private void tellDesynchronized(DesyncReason reason, long epochMicros) {
        if (exchanges != null) {
            exchanges.abandonAll(epochMicros);
        }
        if (!desynchronized) {
            desynchronized = true;
            listener.onDesynchronized(sessionId, reason);
        }
    }

    /** What the packet just told has changed about the whole conversation. */
    private void tellChange(long epochMicros) {
        if (conversation.phase() instanceof Phase.Commands) {
            return; // as nearly always
        }
        if (conversation.phase() instanceof Phase.Resynchronizing) {
            if (!desynchronized) {
                tellDesynchronized(DesyncReason.MISPLACED_PACKET, epochMicros);
            }
        } else {
            tellIfOpaque(epochMicros);
        }
    }

    private void tellIfOpaque(long epochMicros) {
        if (conversation.phase() instanceof Phase.Opaque end) {
            opaque = true;
            if (exchanges != null) {
                exchanges.abandonAll(epochMicros);
            }
            listener.onOpaque(sessionId, end.reason());
        }
    }

    private void tellTruncated(Direction direction, long received) {
        if (received > 0) {
            listener.onTruncated(sessionId, direction, received);
        }
    }
}

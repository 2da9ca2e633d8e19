package io.mysqlproxy.cli;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.PacketFramer;

/**
 * A compressed session in a capture where its packets stand as if it were none. So that readers take them for what they are, the client's log-in must not agree
 * on compression there, and the packets' sequence ids, which mean nothing inside compressed frames, count as they do without. The comments say so.
 */
final class PlainCapture {
    /** COMPRESS, 1 &lt;&lt; 5, in the first byte of the client's capabilities. */
    private static final int COMPRESS = 0x20;

    /** ZSTD_COMPRESSION_ALGORITHM, 1 &lt;&lt; 26, in the fourth. */
    private static final int ZSTD = 0x04;

    private final String note;
    private int next;

    /** The session is compressed from here on. */
    PlainCapture(CompressionAlgorithm algorithm) {
        this.note = " [compressed with " + algorithm.wireName() + " on the wire]";
    }

    /** What the comments of the session's packets end with. */
    String note() {
        return note;
    }

    /** The sequence id the packet would have on a plain connection. To be asked once for each packet, in their order. */
    int sequenceId(PacketEvent event) {
        boolean command = event.kind().name().startsWith("COM_");
        // At a reply's beginning, servers take the compressed frame's id over, which is 1 for a command of one frame.
        boolean reply = event.direction() == Direction.SERVER_TO_CLIENT && event.sequenceId() == 1;
        int id = command ? 0 : reply ? 1 : next;
        long frames = 1 + event.length() / PacketFramer.MAX_FRAME_LENGTH;
        next = (int) (id + frames) & 0xff;
        return id;
    }

    /** The packet's payload, without the capability if it is the log-in that agrees on compression. */
    static Bytes payload(PacketEvent event, Bytes payload) {
        if (!isAgreement(event) || payload.length() < 4) {
            return payload;
        }
        byte[] bytes = payload.toArray();
        bytes[0] = (byte) (bytes[0] & ~COMPRESS);
        if (event.kind() != PacketKind.HANDSHAKE_RESPONSE_320) {
            bytes[3] = (byte) (bytes[3] & ~ZSTD);
        }
        return Bytes.of(bytes);
    }

    /** What that packet's comment says of it; of others nothing. */
    static String agreement(PacketEvent event) {
        return isAgreement(event)
                ? " [agrees on "
                        + event.agreed().compression().orElseThrow().wireName()
                        + ": the flag is left out of this capture, in which nothing is compressed]"
                : "";
    }

    private static boolean isAgreement(PacketEvent event) {
        return switch (event.kind()) {
            case HANDSHAKE_RESPONSE_41, HANDSHAKE_RESPONSE_320, SSL_REQUEST ->
                event.agreed().compression().isPresent();
            default -> false;
        };
    }
}

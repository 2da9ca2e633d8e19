package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Eof;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.LocalInfileRequest;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.ServerStatus;
import io.mysqlproxy.protocol.wire.LenEnc;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.PacketFramer;

/**
 * Looks at the first bytes of a server's packet without making an object: what the state machine needs of OK, EOF, ERR and the column count.
 */
final class ReplyHeader {
    static final int OK = Ok.HEADER;
    static final int LOCAL_INFILE = LocalInfileRequest.HEADER;
    static final int EOF = Eof.HEADER;
    static final int ERR = Err.HEADER;

    /** Longest EOF packet of protocol 4.1; what is longer is an OK packet with the header of an EOF. */
    private static final int EOF_LENGTH = 5;
    /** A packet with header FE that is shorter ends something; from here on FE is the length of a 16 MiB value. */
    private static final int FE_VALUE_LENGTH = 9;

    private static final int PROGRESS_CODE = 0xffff;

    private static final int PREPARE_OK_LENGTH = 12;
    private static final int HIGHEST_BYTE_OF_STATEMENT_ID = 4;
    private static final int PREPARE_OK_FILLER = 9;

    private ReplyHeader() {}

    /** FF, wherever it is met in a reply (TYP-4). */
    static boolean isErr(Packet packet) {
        return packet.byteAt(0) == ERR;
    }

    static boolean isProgress(Packet packet, Layout layout) {
        return layout.progress() && isErr(packet) && int2(packet, 1) == PROGRESS_CODE;
    }

    /**
     * Whether the packet is an answer to COM_STMT_PREPARE and not an OK of the same length: its filler is 00, and no client prepares 16 million statements.
     *
     * @param hasMetadata whether a byte that tells of the metadata is at its end
     */
    static boolean isPrepareOk(Packet packet, boolean hasMetadata) {
        return packet.length() == (hasMetadata ? PREPARE_OK_LENGTH + 1 : PREPARE_OK_LENGTH)
                && packet.byteAt(0) == OK
                && packet.byteAt(HIGHEST_BYTE_OF_STATEMENT_ID) == 0
                && packet.byteAt(PREPARE_OK_FILLER) == 0;
    }

    /** Whether an ERR looks like a progress report where it is not known if that was agreed: one string follows the code (PRG-1). */
    static boolean isProgressReport(Packet packet) {
        return int2(packet, 1) == PROGRESS_CODE && packet.byteAt(3) == 1;
    }

    /** Whether the packet ends rows or definitions: EOF, or OK under an EOF's header (RES-T2, RES-T3, RES-T4). */
    static boolean isEnd(Packet packet, Layout layout) {
        return packet.byteAt(0) == EOF
                && packet.firstFrameLength() < PacketFramer.MAX_FRAME_LENGTH
                && (layout.deprecateEof() || packet.length() < FE_VALUE_LENGTH);
    }

    /** Whether the packet is an OK with the header of an EOF, which only DEPRECATE_EOF brings about. */
    static boolean isOkUnderEof(Packet packet) {
        return packet.byteAt(0) == EOF && packet.length() > EOF_LENGTH;
    }

    /** Whether a packet with header FE has the layout of an OK packet (RES-T2). */
    static boolean isOkInEofClothing(Packet packet, Layout layout) {
        return layout.deprecateEof() && packet.length() > EOF_LENGTH;
    }

    /** What a packet is that ends rows or definitions. */
    static PacketKind endKind(Packet packet, Layout layout) {
        return isOkInEofClothing(packet, layout) ? PacketKind.OK : PacketKind.EOF;
    }

    /** Whether another result follows the one that the packet ends. */
    static boolean hasMore(Packet packet, Layout layout) {
        return has(statusOf(packet, layout), ServerStatus.MORE_RESULTS_EXISTS);
    }

    static boolean has(int status, ServerStatus flag) {
        return (status & flag.mask()) != 0;
    }

    /** The status flags of an OK or EOF packet, 0 when it has none or is cut short. OK and EOF have them in different places (OK-4). */
    static int statusOf(Packet packet, Layout layout) {
        if (packet.byteAt(0) == EOF && !isOkInEofClothing(packet, layout)) {
            return Math.max(0, int2(packet, 3));
        }
        if (!layout.okHasStatus()) {
            return 0;
        }
        int affectedRows = 1;
        int insertId = affectedRows + lengthEncodedSize(packet, affectedRows);
        return Math.max(0, int2(packet, insertId + lengthEncodedSize(packet, insertId)));
    }

    /** The length-encoded integer the packet begins with, or -1 when there is none or it does not fit an int. */
    static int leadingInt(Packet packet) {
        return switch (packet.byteAt(0)) {
            case LenEnc.IN_2_BYTES -> int2(packet, 1);
            case LenEnc.IN_3_BYTES ->
                int2(packet, 1) < 0 || packet.byteAt(3) < 0 ? -1 : int2(packet, 1) | packet.byteAt(3) << 16;
            case LenEnc.NULL, LenEnc.IN_8_BYTES, ERR -> -1;
            default -> packet.byteAt(0);
        };
    }

    /** The length-encoded integer at the index, to be read as unsigned; 0 when it is none or cut short. */
    static long lengthEncoded(Packet packet, int index) {
        int size = lengthEncodedSize(packet, index);
        if (size == 1) {
            int value = packet.byteAt(index);
            return value < LenEnc.NULL ? Math.max(0, value) : 0;
        }
        if (packet.byteAt(index + size - 1) < 0) {
            return 0;
        }
        long value = 0;
        for (int i = size - 1; i > 0; i--) {
            value = value << 8 | packet.byteAt(index + i);
        }
        return value;
    }

    /** How many bytes the length-encoded integer at the index takes. */
    static int lengthEncodedSize(Packet packet, int index) {
        return LenEnc.size(packet.byteAt(index));
    }

    /** int&lt;2&gt; at the index, or -1 when the packet ends before. */
    static int int2(Packet packet, int index) {
        int low = packet.byteAt(index);
        int high = packet.byteAt(index + 1);
        return low < 0 || high < 0 ? -1 : low | high << 8;
    }

    /** int&lt;4&gt; at the index, unsigned, or -1 when the packet ends before. */
    static long int4(Packet packet, int index) {
        int low = int2(packet, index);
        int high = int2(packet, index + 2);
        return low < 0 || high < 0 ? -1 : low | (long) high << 16;
    }
}

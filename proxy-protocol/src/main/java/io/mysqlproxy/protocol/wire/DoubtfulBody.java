package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Finds out whether a body that is as long as its content is compressed (CMP-13). If it begins so, it is decompressed for no other reason than to see whether it
 * can be; meanwhile its bytes are kept, to be read in the form that was found.
 */
final class DoubtfulBody {
    /** Bytes that are kept, as many as of a packet: what can be decompressed up to here is compressed. */
    static final int MOST_KEPT = PacketFramer.DEFAULT_KEEP_LIMIT;

    /** Bytes that are waited for, unless the body is shorter: the header of a packet, and at least what the algorithms look at. */
    private static final int HEADER_LENGTH = PacketFramer.HEADER_LENGTH;

    private static final int FIRST_CAPACITY = 256;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** What the body is. */
    enum Form {
        /** More of it is needed. */
        OPEN,
        /** It does not begin as compressed. */
        STORED,
        /** It begins as compressed, and cannot be decompressed. */
        STORED_IF_AT_ALL,
        COMPRESSED
    }

    private final CompressedBody trial;

    private CompressionAlgorithm algorithm = CompressionAlgorithm.ZLIB;
    private int length;
    private int mostKept;
    private ByteBuffer kept = NOTHING;
    private boolean trying;
    private int tried;

    DoubtfulBody(Supplier<Decompressor> decompressors) {
        this.trial = new CompressedBody(decompressors);
    }

    /** @param bodyLength at least 1, and the length announced of the content as well */
    void begin(CompressionAlgorithm agreed, int bodyLength) {
        algorithm = agreed;
        length = bodyLength;
        mostKept = Math.min(bodyLength, MOST_KEPT);
        kept = ByteBuffer.allocate(Math.min(mostKept, FIRST_CAPACITY));
    }

    /** Takes as many of the bytes as belong to the body and may be kept: with the last of them the form is found, if not before. */
    Form take(ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), mostKept - kept.position());
        reserve(count);
        kept.put(kept.position(), bytes, bytes.position(), count).position(kept.position() + count);
        bytes.position(bytes.position() + count);
        Form form = form(kept.duplicate().flip());
        if (form != Form.OPEN) {
            trial.end();
            kept.flip();
        }
        return form;
    }

    /** After the form was found: the bytes that were taken, as far as they were not read. */
    ByteBuffer kept() {
        return kept;
    }

    /** The body is over, or nobody wants it: its bytes are erased (SEC-R4). */
    void end() {
        trial.end();
        trying = false;
        tried = 0;
        Arrays.fill(kept.array(), (byte) 0);
        kept = NOTHING;
    }

    private Form form(ByteBuffer taken) {
        boolean isAll = taken.limit() == mostKept;
        if (taken.limit() < HEADER_LENGTH && !isAll) {
            return Form.OPEN;
        }
        if (!trying) {
            if (!algorithm.begins(taken, 0)) {
                return Form.STORED;
            }
            trial.begin(length);
            trying = true;
        }
        return switch (decompress(taken.position(tried))) {
            case FINISHED -> Form.COMPRESSED;
            case BROKEN -> Form.STORED_IF_AT_ALL;
            case CONTENT, HUNGRY -> isAll ? formWithoutEnd() : Form.OPEN;
        };
    }

    /** As many of them as can be; what comes out is not looked at. */
    private CompressedBody.Progress decompress(ByteBuffer untried) {
        CompressedBody.Progress progress;
        do {
            progress = trial.decompress(untried, untried.remaining());
            trial.content().position(trial.content().limit());
        } while (progress == CompressedBody.Progress.CONTENT
                || (progress == CompressedBody.Progress.HUNGRY && untried.hasRemaining()));
        tried = untried.position();
        return progress;
    }

    /** Everything that may be kept can be decompressed. If that is the body, its end is missing. */
    private Form formWithoutEnd() {
        return mostKept == length ? Form.STORED_IF_AT_ALL : Form.COMPRESSED;
    }

    private void reserve(int count) {
        if (kept.remaining() < count) {
            int capacity = Math.min(mostKept, Math.max(kept.position() + count, 2 * kept.capacity()));
            ByteBuffer larger = ByteBuffer.allocate(capacity).put(kept.flip());
            Arrays.fill(kept.array(), (byte) 0);
            kept = larger;
        }
    }
}

package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** Decompresses one body after the other, each up to the length that was announced (LIM-6). Has a decompressor only while there is a body. */
final class CompressedBody {
    /** How far it has come. */
    enum Progress {
        /** There is content to be taken. */
        CONTENT,
        /** More of the body is needed. */
        HUNGRY,
        FINISHED,
        /** The body is not what the algorithm makes, or holds more than was announced. */
        BROKEN
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Supplier<Decompressor> decompressors;
    private @Nullable Decompressor decompressor;
    private ByteBuffer content = NOTHING;
    private int missing;
    private boolean overlong;

    CompressedBody(Supplier<Decompressor> decompressors) {
        this.decompressors = decompressors;
    }

    /** @param announced bytes of content, at least 1 */
    void begin(int announced) {
        decompressor = decompressors.get();
        missing = announced;
    }

    /** What has come out and was not taken. */
    ByteBuffer content() {
        return content;
    }

    /** Bytes of content that were announced and have not come out. */
    int missing() {
        return missing;
    }

    /** Whether all of it has come out and was taken. */
    boolean isSpent() {
        return decompressor != null && decompressor.isFinished() && !content.hasRemaining() && !overlong;
    }

    /** Takes at most so many of the bytes; to be called when all content was taken. */
    Progress decompress(ByteBuffer bytes, int most) {
        Decompressor open = decompressor;
        if (open == null || overlong) {
            return Progress.BROKEN;
        }
        if (open.isFinished()) {
            return Progress.FINISHED;
        }
        int limit = bytes.limit();
        int from = bytes.position();
        bytes.limit(from + Math.min(most, limit - from));
        try {
            content = open.decompress(bytes);
        } catch (DataFormatException e) {
            // What exactly is wrong with the bytes helps nobody: that it is will be told.
            return Progress.BROKEN;
        } finally {
            bytes.limit(limit);
        }
        overlong = content.remaining() > missing;
        content.limit(content.position() + Math.min(content.remaining(), missing));
        missing -= content.remaining();
        if (content.hasRemaining()) {
            return Progress.CONTENT;
        }
        if (overlong || (most > 0 && bytes.position() == from && bytes.hasRemaining() && !open.isFinished())) {
            return Progress.BROKEN;
        }
        return open.isFinished() ? Progress.FINISHED : Progress.HUNGRY;
    }

    /** The body is over, or nobody wants the rest of it. */
    void end() {
        if (decompressor != null) {
            decompressor.close();
            decompressor = null;
        }
        content = NOTHING;
        overlong = false;
    }
}

package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The JDK's zlib. */
final class ZlibDecompressor implements Decompressor {
    /** What a server collects before it compresses, unless one row is larger. */
    private static final int CONTENT_BYTES = 16 * 1024;

    /** Of every zlib stream, at most. */
    private static final int WINDOW_BYTES = 32 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Inflater inflater = new Inflater();
    private final byte[] buffer = new byte[CONTENT_BYTES];
    private final ByteBuffer content = ByteBuffer.wrap(buffer);
    private int used;
    private @Nullable DataFormatException failure;

    @Override
    public ByteBuffer decompress(ByteBuffer compressed) throws DataFormatException {
        if (failure != null) {
            throw failure;
        }
        content.clear();
        long before = inflater.getBytesWritten();
        inflater.setInput(compressed);
        try {
            inflater.inflate(content);
        } catch (DataFormatException e) {
            // What has come out up to here is good, and told first: else it would depend on how the bytes were sliced.
            failure = e;
        } finally {
            // The bytes are lent: the inflater has copied what it needs of them, and must not keep the rest.
            inflater.setInput(NOTHING);
        }
        if (inflater.needsDictionary()) {
            throw new DataFormatException("compressed with a dictionary that nobody has agreed on");
        }
        int length = (int) (inflater.getBytesWritten() - before);
        used = Math.max(used, length);
        if (failure != null && length == 0) {
            throw failure;
        }
        return content.position(0).limit(length);
    }

    @Override
    public boolean isFinished() {
        return inflater.finished();
    }

    @Override
    public int windowBytes() {
        return WINDOW_BYTES;
    }

    @Override
    public void reset() {
        inflater.reset();
        Arrays.fill(buffer, 0, used, (byte) 0);
        used = 0;
        failure = null;
        content.clear().flip();
    }

    @Override
    public void close() {
        inflater.end();
    }
}

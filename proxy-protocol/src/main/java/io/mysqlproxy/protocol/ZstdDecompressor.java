package io.mysqlproxy.protocol;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.mysqlproxy.protocol.wire.Decompressor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;

/** The zstd library, which is optional: only {@link Zstd} and the pool may name this class. */
final class ZstdDecompressor implements Decompressor {
    /**
     * 16 MiB, what no honest body exceeds: it holds less content than that. The library would take 128 MiB if a body asked for it (LIM-6). Compressors that do
     * not know the length of the content in advance ask for up to 8 MiB.
     */
    private static final int LARGEST_WINDOW_LOG = 24;

    private static final int INPUT_BYTES = 8 * 1024;
    private static final int CONTENT_BYTES = 16 * 1024;

    private final ZstdDecompressCtx context = new ZstdDecompressCtx().setLongMax(LARGEST_WINDOW_LOG);
    /** The library takes no read-only buffers. */
    private final ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES);

    private final byte[] buffer = new byte[CONTENT_BYTES];
    private final ByteBuffer content = ByteBuffer.wrap(buffer);
    private int contentBytes;
    private int inputUsed;
    private boolean begun;
    private boolean finished;

    @Override
    public ByteBuffer decompress(ByteBuffer compressed) throws DataFormatException {
        content.clear();
        if (!finished) {
            begun = true;
            int from = compressed.position();
            int count = Math.min(compressed.remaining(), INPUT_BYTES);
            inputUsed = Math.max(inputUsed, count);
            input.clear().put(0, compressed, from, count).limit(count);
            finished = decompressInput();
            compressed.position(from + input.position());
            contentBytes += content.position();
        }
        return content.flip();
    }

    private boolean decompressInput() throws DataFormatException {
        try {
            return context.decompressByteBufferStream(content, input);
        } catch (ZstdException e) {
            DataFormatException malformed = new DataFormatException(e.getMessage());
            malformed.initCause(e);
            throw malformed;
        }
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    /** The library takes what the body asks for; what it has not filled costs no memory. */
    @Override
    public int windowBytes() {
        return contentBytes;
    }

    @Override
    public void reset() {
        if (begun && !finished) {
            context.reset();
            context.setLongMax(LARGEST_WINDOW_LOG);
        }
        Arrays.fill(input.array(), 0, inputUsed, (byte) 0);
        Arrays.fill(buffer, 0, Math.min(contentBytes, CONTENT_BYTES), (byte) 0);
        inputUsed = 0;
        contentBytes = 0;
        begun = false;
        finished = false;
    }

    @Override
    public void close() {
        context.close();
    }
}

package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.wire.Decompressor;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** Measures its work, and goes back to the pool when it is closed. */
final class PooledDecompressor implements Decompressor {
    /** One that holds more is let go after use. Servers compress 16 KiB at once, and more only of a large row. */
    private static final int LARGEST_KEPT_WINDOW = 256 * 1024;

    private final DecompressorPool pool;
    private final Decompressor decompressor;
    private @Nullable Compression account;

    PooledDecompressor(DecompressorPool pool, Decompressor decompressor) {
        this.pool = pool;
        this.decompressor = decompressor;
    }

    void chargeTo(Compression charged) {
        account = charged;
    }

    @Override
    public ByteBuffer decompress(ByteBuffer compressed) throws DataFormatException {
        long began = System.nanoTime();
        try {
            return decompressor.decompress(compressed);
        } finally {
            if (account != null) {
                account.worked(System.nanoTime() - began);
            }
        }
    }

    @Override
    public boolean isFinished() {
        return decompressor.isFinished();
    }

    @Override
    public int windowBytes() {
        return decompressor.windowBytes();
    }

    @Override
    public void reset() {
        decompressor.reset();
    }

    @Override
    public void close() {
        account = null;
        if (windowBytes() > LARGEST_KEPT_WINDOW) {
            end();
        } else {
            reset();
            pool.giveBack(this);
        }
    }

    /** For good. */
    void end() {
        decompressor.reset();
        decompressor.close();
    }
}

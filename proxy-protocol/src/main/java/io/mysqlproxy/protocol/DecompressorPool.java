package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Decompressor;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The process's decompressors between their bodies. Each takes tens of kilobytes, most of them outside the heap; sessions have one only while a body is
 * passing, so that those that wait hold none. Any thread.
 */
final class DecompressorPool {
    /** As many as are at work at once on a large machine, nearly: more sessions may have one, and close it after use. */
    private static final int MOST_IDLE = 16;

    private final CompressionAlgorithm algorithm;
    private final AtomicReferenceArray<@Nullable PooledDecompressor> idle = new AtomicReferenceArray<>(MOST_IDLE);

    private DecompressorPool(CompressionAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    static DecompressorPool of(CompressionAlgorithm algorithm) {
        return switch (algorithm) {
            case ZLIB -> Shared.ZLIB;
            case ZSTD -> Shared.ZSTD;
        };
    }

    /** @param account to which its work is charged until it is closed, which gives it back */
    Decompressor borrow(Compression account) {
        PooledDecompressor decompressor = takeIdle();
        if (decompressor == null) {
            decompressor = new PooledDecompressor(this, open());
        }
        decompressor.chargeTo(account);
        return decompressor;
    }

    private @Nullable PooledDecompressor takeIdle() {
        for (int i = 0; i < MOST_IDLE; i++) {
            PooledDecompressor decompressor = idle.get(i);
            if (decompressor != null && idle.compareAndSet(i, decompressor, null)) {
                return decompressor;
            }
        }
        return null;
    }

    void giveBack(PooledDecompressor decompressor) {
        for (int i = 0; i < MOST_IDLE; i++) {
            if (idle.compareAndSet(i, null, decompressor)) {
                return;
            }
        }
        decompressor.end();
    }

    private Decompressor open() {
        return switch (algorithm) {
            case ZLIB -> Decompressor.zlib();
            case ZSTD -> new ZstdDecompressor();
        };
    }

    private static final class Shared {
        static final DecompressorPool ZLIB = new DecompressorPool(CompressionAlgorithm.ZLIB);
        static final DecompressorPool ZSTD = new DecompressorPool(CompressionAlgorithm.ZSTD);
    }
}

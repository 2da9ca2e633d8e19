package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/** Does what another one does, and tells when it is closed. */
record WatchedDecompressor(Decompressor watched, Runnable onClose) implements Decompressor {
    @Override
    public ByteBuffer decompress(ByteBuffer compressed) throws DataFormatException {
        return watched.decompress(compressed);
    }

    @Override
    public boolean isFinished() {
        return watched.isFinished();
    }

    @Override
    public int windowBytes() {
        return watched.windowBytes();
    }

    @Override
    public void reset() {
        watched.reset();
    }

    @Override
    public void close() {
        onClose.run();
        watched.close();
    }
}

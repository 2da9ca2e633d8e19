package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/** Decompresses one body, given in pieces of any size, into a buffer of its own that is used again and again. Not thread-safe. */
public interface Decompressor extends AutoCloseable {
    /**
     * Takes some of the bytes and gives some of the content.
     *
     * @param compressed from position to limit; taken as far as what comes out has room
     * @return what has come out, between position and limit, valid until the next call; empty when more bytes are needed or the body has ended
     * @throws DataFormatException if the bytes are not what the algorithm makes
     */
    ByteBuffer decompress(ByteBuffer compressed) throws DataFormatException;

    /** Whether the body has ended; what follows does not belong to it. */
    boolean isFinished();

    /** Bytes of earlier content that it remembers because the body may refer to them: the larger part of the memory that it holds. */
    int windowBytes();

    /** Forgets the body, wherever in it it was, and erases what of it lies in the buffer (SEC-R4): the next bytes begin another. */
    void reset();

    /** It is not needed any more. */
    @Override
    void close();

    /** One for zlib. Holds memory outside the heap until it is closed. */
    static Decompressor zlib() {
        return new ZlibDecompressor();
    }
}

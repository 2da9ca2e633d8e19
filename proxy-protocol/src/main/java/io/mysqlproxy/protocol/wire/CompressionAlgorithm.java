package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;

/** How the frames of a compressed connection are compressed. */
public enum CompressionAlgorithm {
    /** RFC 1950, with header and checksum. */
    ZLIB("zlib", 2),
    /** RFC 8878. */
    ZSTD("zstd", 4);

    /** First bytes of a zstd frame, read as an int&lt;4&gt;. */
    private static final int ZSTD_MAGIC = 0xfd2fb528;

    private static final int DEFLATE = 8;
    private static final int LARGEST_WINDOW = 7;
    private static final int PRESET_DICTIONARY = 0x20;

    private final String wireName;
    private final int headerLength;

    CompressionAlgorithm(String wireName, int headerLength) {
        this.wireName = wireName;
        this.headerLength = headerLength;
    }

    /** As in the server's variable {@code protocol_compression_algorithms}. */
    public String wireName() {
        return wireName;
    }

    /** Whether a compressed body may begin at the index, judged by its first bytes; false if there are too few. */
    public boolean begins(ByteBuffer bytes, int index) {
        if (bytes.limit() - index < headerLength) {
            return false;
        }
        return switch (this) {
            case ZLIB -> isZlibHeader(bytes.get(index) & 0xff, bytes.get(index + 1) & 0xff);
            case ZSTD -> (PacketFramer.lengthAt(bytes, index) | bytes.get(index + 3) << 24) == ZSTD_MAGIC;
        };
    }

    private static boolean isZlibHeader(int method, int flags) {
        return (method & 0x0f) == DEFLATE
                && method >> 4 <= LARGEST_WINDOW
                && (method << 8 | flags) % 31 == 0
                && (flags & PRESET_DICTIONARY) == 0;
    }
}

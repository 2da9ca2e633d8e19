package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.wire.CompressedFramer;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.Decompressor;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one connection is compressed, and what that has come to so far: the numbers grow as bytes pass. To be asked on the thread that is told the packets,
 * or when the session is over.
 */
public final class Compression {
    private @Nullable CompressionAlgorithm algorithm;
    private final CompressedFramer fromClient;
    private final CompressedFramer fromServer;
    private long nanos;

    /** @param algorithm null where compressed frames were found that are all stored; nobody is told of it before it is {@linkplain #decide decided} */
    Compression(@Nullable CompressionAlgorithm algorithm, PacketStream client, PacketStream server) {
        this.algorithm = algorithm;
        this.fromClient = client.decompress(algorithm, this::decompressor);
        this.fromServer = server.decompress(algorithm, this::decompressor);
    }

    boolean isDecided() {
        return algorithm != null;
    }

    void decide(CompressionAlgorithm found) {
        algorithm = found;
        fromClient.decide(found);
        fromServer.decide(found);
    }

    private Decompressor decompressor() {
        return DecompressorPool.of(algorithm()).borrow(this);
    }

    /**
     * Whether connections that are compressed so can be decoded: zstd only where {@code com.github.luben:zstd-jni} is on the class path. The first time that is
     * asked of zstd, by the first such connection at the latest, native code is loaded, which takes most of a second: a program that expects such
     * connections asks when it starts.
     */
    public static boolean isSupported(CompressionAlgorithm algorithm) {
        return hindrance(algorithm).isEmpty();
    }

    static Optional<OpaqueReason> hindrance(CompressionAlgorithm algorithm) {
        return switch (algorithm) {
            case ZLIB -> Optional.empty();
            case ZSTD -> Zstd.hindrance();
        };
    }

    public CompressionAlgorithm algorithm() {
        return Objects.requireNonNull(algorithm);
    }

    /** Bytes of one direction since compression began, as they were on the wire: compressed frames with their headers. */
    public long compressedBytes(Direction direction) {
        return framer(direction).compressedBytes();
    }

    /** The packets that were in them, in bytes with their headers: what would have been on the wire without compression. */
    public long contentBytes(Direction direction) {
        return framer(direction).contentBytes();
    }

    /** Compressed frames of one direction. */
    public long frames(Direction direction) {
        return framer(direction).frames();
    }

    /** Compressed frames of one direction whose content was shorter than they announced; servers accept them (CMP-9). */
    public long misannounced(Direction direction) {
        return framer(direction).misannounced();
    }

    /** How long it took to decompress both directions, here: what each peer pays is about the same. */
    public Duration time() {
        return Duration.ofNanos(nanos);
    }

    void worked(long forNanos) {
        nanos += forNanos;
    }

    private CompressedFramer framer(Direction direction) {
        return direction == Direction.CLIENT_TO_SERVER ? fromClient : fromServer;
    }
}

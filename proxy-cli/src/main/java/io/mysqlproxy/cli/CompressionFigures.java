package io.mysqlproxy.cli;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.Compression;
import java.time.Duration;
import java.util.Locale;

/**
 * What compression came to, of one session or of several: bytes as they were on the wire, and as they would have been.
 *
 * @param wireClient what the clients sent, in compressed frames
 * @param plainClient what was in them
 * @param wireServer what the servers sent, in compressed frames
 * @param plainServer what was in them
 * @param time how long the decompression took, here
 */
record CompressionFigures(long wireClient, long plainClient, long wireServer, long plainServer, Duration time) {
    static final CompressionFigures NONE = new CompressionFigures(0, 0, 0, 0, Duration.ZERO);

    static CompressionFigures of(Compression compression) {
        return new CompressionFigures(
                compression.compressedBytes(Direction.CLIENT_TO_SERVER),
                compression.contentBytes(Direction.CLIENT_TO_SERVER),
                compression.compressedBytes(Direction.SERVER_TO_CLIENT),
                compression.contentBytes(Direction.SERVER_TO_CLIENT),
                compression.time());
    }

    CompressionFigures plus(CompressionFigures other) {
        return new CompressionFigures(
                wireClient + other.wireClient,
                plainClient + other.plainClient,
                wireServer + other.wireServer,
                plainServer + other.plainServer,
                time.plus(other.time));
    }

    /** {@code 310 B for 420 B up (1.4:1), 9.8 kB for 44 kB down (4.5:1), decompressed in 1.2 ms}. */
    String text() {
        return ratio(wireClient, plainClient, " up") + ", " + ratio(wireServer, plainServer, " down")
                + ", decompressed in " + Quantity.micros(time.toNanos() / 1000);
    }

    /** {@code 10 kB for 45 kB (4.5:1), decompressed in 1.2 ms}. */
    String totalText() {
        return ratio(wireClient + wireServer, plainClient + plainServer, "") + ", decompressed in "
                + Quantity.micros(time.toNanos() / 1000);
    }

    private static String ratio(long wire, long plain, String way) {
        String bytes = Quantity.bytes(wire) + " for " + Quantity.bytes(plain) + way;
        return wire == 0 ? bytes : bytes + String.format(Locale.ROOT, " (%.1f:1)", (double) plain / wire);
    }
}

package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.ExchangeListener;
import io.mysqlproxy.protocol.PacketDecoder;
import io.mysqlproxy.protocol.PacketListener;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Told what a captured connection carried: both directions' bytes, each in the order in which it was sent, each once, and what is not in the capture. No
 * answer is told before its question, even if it was captured before it. Times are those of the capture and do not go back within a connection. Called
 * on the thread that reads the capture; what it throws ends the reading.
 */
public interface ConnectionListener {
    /**
     * The next bytes of one direction.
     *
     * @param bytes read-only, from position to limit; borrowed: valid until this method returns
     * @param epochMicros when they were captured, in microseconds since 1970
     */
    void onBytes(Direction direction, ByteBuffer bytes, long epochMicros);

    /**
     * Bytes of the direction were sent here that the capture does not hold. What follows is right again.
     *
     * @param missingBytes how many, at least 1; -1 when that cannot be known. When a direction's last bytes were lost together with its FIN, the two cannot
     *     be told apart and the FIN is counted as one byte.
     * @param epochMicros when it was noticed
     */
    void onGap(Direction direction, long missingBytes, long epochMicros);

    /** The last call, exactly once. */
    default void onClose(ConnectionEnd end, long epochMicros) {}

    /** Decodes the connection, from its start or from the middle; its number is the session's. */
    static ConnectionListener decoding(
            CapturedConnection connection, PacketListener packets, @Nullable ExchangeListener exchanges) {
        return decoding(
                connection.isFromStart()
                        ? new PacketDecoder(connection.number(), packets, exchanges, PacketFramer.DEFAULT_KEEP_LIMIT)
                        : PacketDecoder.joiningMidStream(connection.number(), packets, exchanges));
    }

    /** Gives everything to a decoder. */
    static ConnectionListener decoding(PacketDecoder decoder) {
        return new ConnectionListener() {
            @Override
            public void onBytes(Direction direction, ByteBuffer bytes, long epochMicros) {
                decoder.onBytes(direction, bytes, epochMicros);
            }

            @Override
            public void onGap(Direction direction, long missingBytes, long epochMicros) {
                decoder.onGap(direction, missingBytes, epochMicros);
            }

            @Override
            public void onClose(ConnectionEnd end, long epochMicros) {
                decoder.onClose(epochMicros);
            }
        };
    }
}

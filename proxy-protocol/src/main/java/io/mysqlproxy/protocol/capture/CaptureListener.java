package io.mysqlproxy.protocol.capture;

/** Told about the connections in a capture. Called on the thread that reads; what it throws ends the reading. */
@FunctionalInterface
public interface CaptureListener {
    /**
     * A connection was found: its handshake is complete, or its first bytes are about to be told.
     *
     * @return who is told what it carries
     */
    ConnectionListener onConnection(CapturedConnection connection);

    /**
     * More of the capture was read; called once for a buffer's worth of it.
     *
     * @param bytesRead bytes of all inputs of the reader so far
     */
    default void onProgress(long bytesRead) {}
}

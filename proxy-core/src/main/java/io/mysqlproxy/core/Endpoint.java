package io.mysqlproxy.core;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * One end of a session: a connected stream of bytes with blocking reads and writes. At most one thread reads and at most one writes at a time; any
 * thread may close.
 */
public interface Endpoint {
    /**
     * Waits for bytes and reads what is there.
     *
     * @param buffer with room for at least one byte
     * @return the number of bytes read, at least 1, or -1 when the peer has closed its side
     * @throws java.net.SocketException when the peer has reset the connection
     */
    int read(ByteBuffer buffer) throws IOException;

    /**
     * Waits until {@link #read} would return without waiting, if this endpoint can tell. A pump asks this in order to take a buffer only when there is
     * something to read; false is always a correct answer.
     *
     * @return true when a read would not wait; false, at once, when only a read itself can wait
     */
    default boolean awaitReadable() throws IOException {
        return false;
    }

    /**
     * Lets {@link #awaitReadable} return true once although there may be nothing to read: the call that waits now, or else the next one. For who wants
     * another thread to stop waiting; any thread may call it. Does nothing where only a read can wait.
     */
    default void wakeReader() {}

    /**
     * How many bytes {@link #read} would give without waiting, as far as is known. A pump asks this to decide whether it still needs its large buffer;
     * 0 is always a correct answer.
     */
    default int available() throws IOException {
        return 0;
    }

    /** Writes everything from position to limit; waits as long as the peer does not take it. */
    void write(ByteBuffer buffer) throws IOException;

    /** Tells the peer that nothing more will come (FIN); reading goes on. */
    void shutdownOutput() throws IOException;

    /** Closes at once so that the peer sees a reset (RST) instead of an orderly end. Never throws; does nothing when closed already. */
    void reset();

    /** Closes both ways. Never throws; does nothing when closed already. */
    void close();

    InetSocketAddress remoteAddress();

    InetSocketAddress localAddress();
}

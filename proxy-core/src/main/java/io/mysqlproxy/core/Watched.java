package io.mysqlproxy.core;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/** A channel that a carrier's loop watches for its threads. */
interface Watched {
    SelectableChannel channel();

    Carrier carrier();

    /** Told by the loop. */
    void ready(SelectionKey key);

    /** Closes the channel and wakes who waits for it. */
    void close();
}

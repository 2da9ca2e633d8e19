package io.mysqlproxy.core;

/** On which threads the sessions of a proxy run, and how these wait for their sockets. Chosen once, when the proxy starts. */
interface Scheduling {
    /** Where the next session is to live. Belongs to the acceptor's thread. */
    Place nextPlace();

    /** Ends the threads that are its own, if any; sessions that are still there go on elsewhere, with closed sockets. */
    void close();
}

package io.mysqlproxy.core;

import java.io.IOException;

/** On which threads the sessions of a proxy run, and how these wait for their sockets. Chosen once, when the proxy starts. */
interface Scheduling {
    /** How clients are accepted. */
    Acceptor.Source source(ListeningSocket listening) throws IOException;

    /** An unstarted thread for the acceptor. */
    Thread acceptorThread(String name, Runnable acceptor);

    /** Where the next session is to live. Belongs to the acceptor's thread. */
    Place nextPlace();

    /** Ends the threads that are its own, if any; sessions that are still there go on elsewhere, with closed sockets. */
    void close();
}

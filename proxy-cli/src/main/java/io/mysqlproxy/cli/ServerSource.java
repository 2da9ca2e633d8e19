package io.mysqlproxy.cli;

import java.util.List;
import java.util.function.Consumer;

/** One way to come by a real server. */
interface ServerSource {
    /** What it would be, for people: {@code embedded MySQL 8.0.12}. */
    String name();

    /**
     * Gives a server that answers; the caller closes it.
     *
     * @param arguments for the server's command line, beyond what every server here gets
     * @param progress told about everything that takes longer than a moment, a line each
     * @throws ServerUnavailableException when this way leads to no such server here
     */
    RealServer start(Flavor wanted, List<String> arguments, Consumer<String> progress);
}

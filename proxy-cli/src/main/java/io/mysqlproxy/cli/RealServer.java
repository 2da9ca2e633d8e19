package io.mysqlproxy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A MySQL or MariaDB server to try things on, found in the environment, carried by the class path, or installed on this machine. Its user may do
 * everything. Closing it stops what was started for it and leaves no trace; a server that was running already goes on.
 *
 * @param origin where it comes from, for people: {@code embedded MySQL 8.0.12}
 * @param version as its greeting tells it
 * @param running what closing stops
 */
record RealServer(
        String origin,
        Flavor flavor,
        String version,
        String host,
        int port,
        String user,
        String password,
        Running running)
        implements AutoCloseable {

    /** The process behind a server, as far as it is ours. */
    interface Running {
        /** Ends it at once, as a crash would: open connections break. Does nothing when it has ended or is not ours. */
        void kill();

        /** Ends it and removes what it left. May be called more than once. */
        void close();

        /** A server that somebody else runs. */
        Running ELSEWHERE = new Running() {
            @Override
            public void kill() {}

            @Override
            public void close() {}
        };
    }

    /** Starts a server from the first source that has one: the environment, then the class path, then this machine. */
    static RealServer start(Flavor wanted, List<String> arguments, Consumer<String> progress) {
        return start(sources(wanted), wanted, arguments, progress);
    }

    /** A MySQL server, or if there is none a MariaDB. */
    static RealServer startAny(Consumer<String> progress) {
        try {
            return start(Flavor.MYSQL, List.of(), progress);
        } catch (ServerUnavailableException noMySql) {
            try {
                return start(Flavor.MARIADB, List.of(), progress);
            } catch (ServerUnavailableException noMariaDb) {
                throw new ServerUnavailableException(noMySql.reason() + ", " + noMariaDb.reason(), noMariaDb);
            }
        }
    }

    static List<ServerSource> sources(Flavor wanted) {
        ServerSource embedded = switch (wanted) {
            case MYSQL -> new EmbeddedMySql();
            case MARIADB -> new EmbeddedMariaDb();
        };
        return List.of(new EnvironmentServer(System.getenv()), embedded, new InstalledServer());
    }

    /**
     * Tries the sources in turn and tells in one line which was taken and why others were not.
     *
     * @throws ServerUnavailableException when none has one; the reason has those of each
     */
    static RealServer start(
            List<ServerSource> sources, Flavor wanted, List<String> arguments, Consumer<String> progress) {
        List<String> reasons = new ArrayList<>();
        for (ServerSource source : sources) {
            try {
                RealServer server = source.start(wanted, arguments, progress);
                progress.accept("using " + server.origin() + " on " + server.host() + ":" + server.port()
                        + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")"));
                return server;
            } catch (ServerUnavailableException unavailable) {
                reasons.add("no " + source.name() + ": " + unavailable.reason());
            }
        }
        throw new ServerUnavailableException(
                "no " + wanted.productName() + " server found (" + String.join("; ", reasons) + ")");
    }

    /** Whether it was started here, on data that nobody will miss. */
    boolean isOurs() {
        return running != Running.ELSEWHERE;
    }

    /** Ends the process at once, as a crash would. */
    void kill() {
        running.kill();
    }

    @Override
    public void close() {
        running.close();
    }

    @Override
    public String toString() {
        return origin + " on " + host + ":" + port;
    }
}

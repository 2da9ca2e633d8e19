package io.mysqlproxy.cli;

import io.mysqlproxy.core.SessionListener;
import io.mysqlproxy.core.TcpProxy;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The life of a proxy that a command runs: start it, say where it listens, wait for the end, close it, sum up. */
final class ProxyRun {
    private final ProxyOptions options;
    private final TlsOptions tls;
    private final PrintWriter err;
    private final Tally tally;

    ProxyRun(ProxyOptions options, TlsOptions tls, PrintWriter err, Tally tally) {
        this.options = options;
        this.tls = tls;
        this.err = err;
        this.tally = tally;
    }

    /**
     * Returns when the proxy has ended and everything is told.
     *
     * @param limit null when only {@code stop} ends it
     * @param listener who is told about sessions, the tally among them
     * @param setUp what the command adds to the proxy
     * @param onStopping called before the sessions are ended
     * @param last told when all sessions have ended
     * @return the exit code
     */
    int run(
            Stop stop,
            @Nullable Duration limit,
            SessionListener listener,
            Consumer<TcpProxy.Builder> setUp,
            Runnable onStopping,
            Consumer<Summary> last) {
        TcpProxy.Builder builder = options.proxy().listener(new BackendTrouble(err, listener));
        setUp.accept(builder);
        Interrupts interrupts = new Interrupts(stop);
        try {
            Stop.Reason reason;
            long openAtEnd;
            try (TcpProxy proxy = start(builder)) {
                err.println("listening on " + HostPort.of(proxy.address()) + ", forwarding to " + options.backend());
                tls.announce(err);
                reason = stop.await(limit);
                openAtEnd = tally.open();
                onStopping.run();
            }
            last.accept(tally.summary(openAtEnd));
            return Stop.exitCode(reason);
        } finally {
            interrupts.release();
        }
    }

    /** A server that refuses connections may come up later; a name that nobody knows is a typing error. */
    private TcpProxy start(TcpProxy.Builder builder) {
        if (options.backend().resolve().isUnresolved()) {
            throw new Failure("unknown host '" + options.backend().host() + "' (check --backend)", null);
        }
        try {
            return builder.start();
        } catch (IOException failure) {
            String message = String.valueOf(failure.getMessage());
            int system = message.lastIndexOf(": ") + 1;
            String problem = message.substring(system).toLowerCase(Locale.ROOT);
            throw new Failure(message.substring(0, system) + problem + advice(problem), failure);
        }
    }

    private static String advice(String problem) {
        if (problem.contains("in use")) {
            return " (try --listen 0 for a free port)";
        }
        if (problem.contains("denied")) {
            return " (ports below 1024 are for root; try --listen 0 for a free port)";
        }
        if (problem.contains("assign") || problem.contains("unknown host")) {
            return " (the host of --listen must be an address of this machine)";
        }
        return "";
    }
}

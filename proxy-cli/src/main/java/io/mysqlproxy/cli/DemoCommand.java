package io.mysqlproxy.cli;

import io.mysqlproxy.cli.filter.Filter;
import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.MySqlFailureHandler;
import io.mysqlproxy.protocol.MySqlTap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mysql-proxy demo}: a real server, the proxy in front of it, and a real client, for people who want to see it work. */
@Command(
        name = "demo",
        description =
                "Start a real server with the proxy in front of it, let a client talk through it, show what passes.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        customSynopsis = "mysql-proxy demo [OPTIONS]",
        footer = {
            "",
            "The server is an embedded MySQL or MariaDB, or one that is installed here, on a data folder of its own.",
            "Set MYSQL_TEST_URL=HOST:PORT, MYSQL_TEST_USER and MYSQL_TEST_PASSWORD to use one that runs."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final Duration SLOW = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-x", "--hex"},
            description = "Show the bytes of each packet too, secrets as **.")
    private boolean hex;

    private final OutputStream stdout;

    DemoCommand(OutputStream stdout) {
        this.stdout = stdout;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Consumer<String> talk = line -> err.println("demo: " + line);
        DemoClient.requireDriver();
        Tally tally = new Tally();
        try (RealServer server = RealServer.startAny(talk)) {
            show(server, tally, talk);
        } catch (ServerUnavailableException none) {
            return failed(none.reason() + "; install a server, or set MYSQL_TEST_URL to one that runs", none);
        } catch (SQLException failure) {
            return failed("the demo's client failed: " + failure.getMessage(), failure);
        }
        err.println(tally.summary(0).text());
        talk.accept("done, and nothing is left; try it on your own:"
                + " mysql-proxy trace --listen 3307 --backend HOST:3306");
        return ExitCode.OK;
    }

    private void show(RealServer server, Tally tally, Consumer<String> talk)
            throws IOException, InterruptedException, SQLException {
        try (Output output = new Output(
                        stdout,
                        Streams.charset("stdout.encoding"),
                        Output.WhenFull.WAIT,
                        events -> "",
                        failure -> talk.accept("cannot write the output: " + failure.getMessage()));
                TcpProxy proxy = startProxy(server, trace(tally, output))) {
            talk.accept("the proxy listens on " + HostPort.of(proxy.address()) + " in front of it");
            new DemoClient(server, proxy, talk).visit();
        }
    }

    /** When the program is being interrupted, whatever happens is a consequence of that. */
    private static int failed(String message, Exception cause) {
        if (AtExit.isExiting()) {
            return INTERRUPTED;
        }
        throw new Failure(message, cause);
    }

    private Trace trace(Tally tally, Output output) {
        TextFormat format = new TextFormat(
                ZoneId.systemDefault(),
                Ansi.AUTO.enabled() ? Paint.COLOURED : Paint.PLAIN,
                new Look(Show.exchanges, hex, Disclosure.USUAL),
                SLOW,
                Integer.MAX_VALUE);
        return new Trace(
                tally,
                List.of(new Lines(format, Show.exchanges, output)),
                Filter.ALL,
                new Look(Show.exchanges),
                Long.MAX_VALUE,
                new Stop(),
                Clock.systemUTC());
    }

    private static TcpProxy startProxy(RealServer server, Trace trace) throws IOException {
        return TcpProxy.listenOn(0)
                .upstream(server.host(), server.port())
                .tap(MySqlTap.reportingTo(trace, trace))
                .listener(trace)
                .failureHandler(new MySqlFailureHandler())
                .start();
    }
}

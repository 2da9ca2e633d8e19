package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.MySqlFailureHandler;
import io.mysqlproxy.protocol.MySqlTap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mysql-proxy trace}: forwards, and shows what passes. */
@Command(
        name = "trace",
        description = "Forward connections to a server and show each packet that passes, unchanged.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        customSynopsis = "mysql-proxy trace --listen [HOST:]PORT --backend HOST[:PORT] [OPTIONS]",
        sortOptions = false,
        footer = {
            "",
            "Example: mysql-proxy trace --listen 3307 --backend db:3306",
            "         mysql-proxy trace -l 3307 -b db --format json | jq 'select(.kind == \"Err\").message'"
        })
final class TraceCommand implements Callable<Integer> {
    /** How long a slow reader of the output is waited for once the end has begun. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ProxyOptions options = new ProxyOptions();

    @Mixin
    private OutputOptions shown = new OutputOptions();

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "End after this time, as in 30s, 5m, 1h30m or PT30S; open sessions are ended then.")
    private @Nullable Duration duration;

    @Option(
            names = "--lossless",
            description = "Make the traffic wait when the reader of the output is too slow, instead of losing events.")
    private boolean lossless;

    private final OutputStream stdout;

    TraceCommand(OutputStream stdout) {
        this.stdout = stdout;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Stop stop = new Stop();
        Tally tally = new Tally();
        boolean text = shown.format() == OutputOptions.Format.text;
        TraceFormat format = shown.traceFormat();
        try (Output output = new Output(
                stdout,
                text ? Streams.charset("stdout.encoding") : StandardCharsets.UTF_8,
                lossless ? Output.WhenFull.WAIT : Output.WhenFull.DROP,
                events -> format.lost(Instant.now(), events),
                failure -> onOutputFailure(failure, stop, err))) {
            List<Sink> sinks = shown.sinks(format, output);
            Trace trace = new Trace(tally, sinks, shown.filter(), shown.show(), shown.limit(), stop, Clock.systemUTC());
            return new ProxyRun(options, err, tally)
                    .run(
                            stop,
                            duration,
                            trace,
                            builder -> builder.tap(MySqlTap.reportingTo(trace, trace))
                                    .failureHandler(new MySqlFailureHandler()),
                            () -> output.finishWithin(LAST_WORDS),
                            summary -> finish(trace, summary, output, err));
        }
    }

    private void finish(Trace trace, Summary summary, Output output, PrintWriter err) {
        trace.finished(summary);
        output.close();
        if (shown.format() != OutputOptions.Format.json) {
            err.println(summary.text());
        }
        if (output.dropped() > 0) {
            err.println("mysql-proxy: the reader of the output was too slow: "
                    + Quantity.count(output.dropped(), "event") + " lost");
        }
    }

    /** A reader that has enough, as {@code head} has, is no error. */
    private static void onOutputFailure(IOException failure, Stop stop, PrintWriter err) {
        String problem = String.valueOf(failure.getMessage());
        if (problem.toLowerCase(Locale.ROOT).contains("pipe")) {
            stop.request(Stop.Reason.OUTPUT_CLOSED);
        } else {
            err.println("mysql-proxy: cannot write the output: " + problem);
            stop.request(Stop.Reason.OUTPUT_FAILED);
        }
    }
}

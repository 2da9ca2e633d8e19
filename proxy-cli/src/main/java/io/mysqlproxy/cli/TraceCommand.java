package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.Compression;
import io.mysqlproxy.protocol.MySqlFailureHandler;
import io.mysqlproxy.protocol.MySqlTap;
import io.mysqlproxy.protocol.tls.ClientTlsMode;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
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
        description = "Forward connections to a server and show each command and reply that passes, unchanged.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        customSynopsis = "mysql-proxy trace --listen [HOST:]PORT --backend HOST[:PORT] [OPTIONS]",
        sortOptions = false,
        footer = {
            "",
            "Example: mysql-proxy trace --listen 3307 --backend db:3306",
            "         mysql-proxy trace -l 3307 -b db --format json | jq 'select(.event == \"exchange\" and .error) | .error'"
        })
final class TraceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ProxyOptions options = new ProxyOptions();

    @Mixin
    private TlsOptions tls = new TlsOptions();

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
        loadZstd();
        Output.WhenFull whenFull = lossless ? Output.WhenFull.WAIT : Output.WhenFull.DROP;
        try (Destinations destinations = new Destinations(shown, stdout, err, whenFull, stop)) {
            Trace trace = new Trace(
                    tally, destinations.sinks(), shown.filter(), shown.look(), shown.limit(), stop, Clock.systemUTC());
            return new ProxyRun(options, tls, err, tally)
                    .run(
                            stop,
                            duration,
                            trace,
                            builder -> {
                                tls.apply(builder, ClientTlsMode.PREFERRED, err);
                                builder.tap(MySqlTap.reportingTo(trace, trace))
                                        .failureHandler(new MySqlFailureHandler());
                            },
                            destinations::onStopping,
                            summary -> destinations.finish(trace, summary));
        }
    }

    /** Beforehand, because it takes most of a second, in which the first client to use zstd would wait. */
    private static void loadZstd() {
        Thread.ofPlatform()
                .daemon()
                .name("mysql-proxy zstd")
                .start(() -> Compression.isSupported(CompressionAlgorithm.ZSTD));
    }
}

package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.capture.ServerPorts;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mysql-proxy decode}: shows what was captured, as {@code trace} shows what passes. */
@Command(
        name = "decode",
        description = "Show what is in captures: pcap and pcapng files of tcpdump and Wireshark, and transcripts.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        customSynopsis = "mysql-proxy decode [OPTIONS] FILE...",
        sortOptions = false,
        footer = {
            "",
            "Example: mysql-proxy decode monday.pcap",
            "         tcpdump -i eth0 -U -w - port 3306 | mysql-proxy decode -"
        })
final class DecodeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "What to read, one after the other, as tcpdump cuts its files; - is stdin, read as it comes.")
    private List<String> files = List.of();

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT[,PORT...]|any",
            converter = PortsConverter.class,
            description = "The ports of the servers; any reads all connections (default: 3306, and connections to other"
                    + " ports that begin with a greeting of MySQL or MariaDB).")
    private ServerPorts ports = ServerPorts.DEFAULT;

    @Mixin
    private OutputOptions shown = new OutputOptions();

    private final OutputStream stdout;
    private final InputStream stdin;

    DecodeCommand(OutputStream stdout, InputStream stdin) {
        this.stdout = stdout;
        this.stdin = stdin;
    }

    /** Makes of it what {@code --report} does. */
    void reportOnly() {
        shown.reportOnly();
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Stop stop = new Stop();
        Tally tally = new Tally();
        CaptureClock clock = new CaptureClock();
        try (Destinations destinations = new Destinations(shown, stdout, err, Output.WhenFull.WAIT, stop)) {
            Trace trace =
                    new Trace(tally, destinations.sinks(), shown.filter(), shown.look(), shown.limit(), stop, clock);
            CaptureRun run =
                    new CaptureRun(ports, connection -> CaptureDecoding.of(connection, trace, clock), err, stop);
            if (shown.isSilent() || Terminal.columnsOfStdout().isEmpty()) {
                // Else it would stand in the middle of what is shown.
                run.showProgress(files);
            }
            Stop.Reason reason = run.run(files, stdin, tally::open, destinations::onStopping);
            destinations.finish(trace, tally.summary(run.openAtEnd()));
            run.tellCounts();
            return run.hasFailed() ? ExitCode.SOFTWARE : Stop.exitCode(reason);
        }
    }
}

package io.mysqlproxy.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a run's trace goes, as the options want it: lines on stdout, the summary on stderr. */
final class Destinations implements AutoCloseable {
    /** How long a slow reader of the output is waited for once the end has begun. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final OutputOptions options;
    private final PrintWriter err;
    private final Output output;
    private final List<Sink> sinks;

    /** @param stop asked when nobody takes the output any more */
    Destinations(OutputOptions options, OutputStream stdout, PrintWriter err, Output.WhenFull whenFull, Stop stop) {
        this.options = options;
        this.err = err;
        TraceFormat format = options.traceFormat();
        this.output = new Output(
                stdout,
                isText() ? Streams.charset("stdout.encoding") : StandardCharsets.UTF_8,
                whenFull,
                events -> format.lost(Instant.now(), events),
                failure -> onOutputFailure(failure, stop, err));
        this.sinks = new ArrayList<>(options.sinks(format, output));
        if (options.format() == OutputOptions.Format.pcapng) {
            sinks.add(capture(stdout, true, stop));
        }
        options.capture().ifPresent(file -> sinks.add(capture(create(file), false, stop)));
    }

    private PcapngSink capture(OutputStream target, boolean flushAlways, Stop stop) {
        return new PcapngSink(
                target, flushAlways, options.look().disclosure(), failure -> onOutputFailure(failure, stop, err));
    }

    private static OutputStream create(Path file) {
        try {
            return Files.newOutputStream(file);
        } catch (IOException failure) {
            throw new Failure("cannot write " + file + ": " + reason(failure), failure);
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such folder";
            case AccessDeniedException denied -> "permission denied";
            default -> String.valueOf(failure.getMessage());
        };
    }

    List<Sink> sinks() {
        return sinks;
    }

    /** The end has begun: a slow reader is not waited for much longer. */
    void onStopping() {
        output.finishWithin(LAST_WORDS);
    }

    /** Tells the summary, and waits until everything is written. */
    void finish(Trace trace, Summary summary) {
        trace.finished(summary);
        output.close();
        if (options.format() != OutputOptions.Format.json || options.isSilent()) {
            err.println(summary.text());
        }
        if (output.dropped() > 0) {
            err.println("mysql-proxy: the reader of the output was too slow: "
                    + Quantity.count(output.dropped(), "event") + " lost");
        }
    }

    @Override
    public void close() {
        output.close();
    }

    /** What is for programs is UTF-8 everywhere. */
    private boolean isText() {
        return options.format() == OutputOptions.Format.text;
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

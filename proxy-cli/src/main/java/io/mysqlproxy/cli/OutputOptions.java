package io.mysqlproxy.cli;

import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** What is shown and how: the same for live traffic and for captures. */
final class OutputOptions {
    enum Format {
        text,
        json
    }

    @Option(
            names = {"-s", "--show"},
            paramLabel = "LEVEL",
            defaultValue = "exchanges",
            description =
                    "sessions: opened, logged in, closed. exchanges: the log-in's packets, then one line per command"
                            + " with its whole reply. packets: every packet. rows: every packet, and the values of rows"
                            + " (default: ${DEFAULT-VALUE}).")
    private Show show = Show.exchanges;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: lines for people. json: JSON Lines, for programs (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            converter = CountConverter.class,
            description = "End after N packets and exchanges that are shown; open sessions are ended then.")
    private @Nullable Integer limit;

    @Option(
            names = "--slow",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "1s",
            description = "Colour exchanges that take as long as this yellow (default: ${DEFAULT-VALUE}).")
    private Duration slow = Duration.ofSeconds(1);

    @Option(names = "--wide", description = "Show statements whole, even if the terminal must break the line.")
    private boolean wide;

    @Option(
            names = {"-x", "--hex"},
            description = "Show the bytes of each packet too, secrets as **.")
    private boolean hex;

    @Option(
            names = "--unsafe-show-secrets",
            description = "Show passwords, proofs of passwords, nonces and tokens as they are.")
    private boolean unsafeShowSecrets;

    @Option(
            names = {"-q", "--quiet"},
            description = "Decode everything and show nothing but the summary at the end.")
    private boolean quiet;

    boolean quiet() {
        return quiet;
    }

    Format format() {
        return format;
    }

    Show show() {
        return show;
    }

    /** How many packets and exchanges are shown at most. */
    long limit() {
        return limit == null ? Long.MAX_VALUE : limit;
    }

    Look look() {
        return new Look(show, hex, new Disclosure(unsafeShowSecrets, true));
    }

    TraceFormat traceFormat() {
        return switch (format) {
            case json -> new JsonFormat(look());
            case text ->
                new TextFormat(
                        ZoneId.systemDefault(),
                        Ansi.AUTO.enabled() ? Paint.COLOURED : Paint.PLAIN,
                        look(),
                        slow,
                        wide ? Integer.MAX_VALUE : Terminal.columnsOfStdout().orElse(Integer.MAX_VALUE));
        };
    }
}

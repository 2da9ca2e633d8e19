package io.mysqlproxy.cli;

import io.mysqlproxy.cli.filter.Filter;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.SqlText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is shown and how: the same for live traffic and for captures. */
final class OutputOptions {
    /** Of a report's table in a pipe: what a wide terminal has. */
    private static final int PIPE_COLUMNS = 160;

    enum Format {
        text,
        json,
        slowlog,
        pcapng
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
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "text: lines for people. json: JSON Lines, for programs. slowlog: exchanges as in MySQL's slow"
                            + " query log, for pt-query-digest and mysqldumpslow. pcapng: a capture, for Wireshark"
                            + " (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(
            names = "--filter",
            paramLabel = "EXPR",
            converter = FilterConverter.class,
            description = {
                "Show only what EXPR is true of, as in 'user = app and (duration > 10ms or error)'.",
                "Fields: session, client, user, schema, command, sql, digest, digest_hash, duration, first_byte, rows,"
                        + " columns, results, affected, warnings, bytes, request_bytes, reply_bytes, row_bytes, error,"
                        + " sqlstate, message, outcome, transaction.",
                "Comparisons: = != < <= > >= ~ (regular expression) !~ contains in (A, B); a field alone asks whether"
                        + " there is any. Combine with and, or, not and parentheses. docs/filter.md tells all.",
            })
    private Filter filter = Filter.ALL;

    @Option(
            names = {"-w", "--write"},
            paramLabel = "FILE",
            description = "Write a capture, too: pcapng, with port 3306 and comments, that Wireshark opens as it is.")
    private @Nullable Path capture;

    @Option(names = "--report", description = "Show nothing until the end, and then the statements that took the most.")
    private boolean report;

    @Option(
            names = "--top",
            paramLabel = "N",
            converter = CountConverter.class,
            defaultValue = "10",
            description = "How many statements a report shows (default: ${DEFAULT-VALUE}).")
    private int top = 10;

    @Option(
            names = "--order-by",
            paramLabel = "WHAT",
            defaultValue = "total",
            description =
                    "What ranks the statements of a report: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ReportOrder orderBy = ReportOrder.total;

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
            names = "--mask",
            description =
                    "Hide what people store and ask for, everywhere, captures included: literals, parameters, rows,"
                            + " files, what errors quote.")
    private boolean mask;

    @Option(
            names = "--unsafe-show-secrets",
            description = "Show passwords, proofs of passwords, nonces and tokens as they are.")
    private boolean unsafeShowSecrets;

    @Option(
            names = {"-q", "--quiet"},
            description = "Decode everything and show nothing but the summary at the end.")
    private boolean quiet;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Where the trace goes. */
    List<Sink> sinks(TraceFormat lines, Output output) {
        if (report) {
            if (format != Format.text && format != Format.json) {
                throw new ParameterException(command.commandLine(), "a report is text or json, no " + format);
            }
            return List.of(reportSink(output));
        }
        return quiet || format == Format.pcapng ? List.of() : List.of(new Lines(lines, show, output));
    }

    /** The file that a capture is written to, if any. */
    Optional<Path> capture() {
        return Optional.ofNullable(capture);
    }

    /** As if {@code --report} were given. */
    void reportOnly() {
        report = true;
    }

    /** Whether nothing is shown before the end. */
    boolean isSilent() {
        return quiet || report || format == Format.pcapng;
    }

    Filter filter() {
        return filter;
    }

    Format format() {
        return format;
    }

    Show show() {
        return show;
    }

    /** How many packets and exchanges are shown at most. */
    long limit() {
        return limit == null ? Trace.NO_LIMIT : limit;
    }

    Look look() {
        return new Look(show, hex, new Disclosure(unsafeShowSecrets, !mask));
    }

    private Sink reportSink(Output output) {
        int width = Terminal.columnsOfStdout().orElse(PIPE_COLUMNS);
        return new ReportSink(
                new Report(Report.MOST_ROWS, this::example),
                figures -> output.write(
                        format == Format.json
                                ? ReportJson.of(figures, top, orderBy)
                                : new ReportText(ZoneId.systemDefault(), width).of(figures, top, orderBy)));
    }

    private String example(SqlText sql, CharacterSet characterSet) {
        Disclosure disclosure = look().disclosure();
        return disclosure.values() ? StatementText.raw(sql, characterSet, disclosure) : "";
    }

    TraceFormat traceFormat() {
        return switch (format) {
            case slowlog -> new SlowLogFormat(look().disclosure());
            case json -> new JsonFormat(look());
            // What is written is the capture; lines there are none.
            case pcapng -> new TraceFormat() {};
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

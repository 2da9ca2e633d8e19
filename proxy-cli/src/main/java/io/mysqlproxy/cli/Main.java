package io.mysqlproxy.cli;

import java.io.InputStream;
import java.io.OutputStream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code mysql-proxy} program: what to do is a subcommand. */
@Command(
        name = "mysql-proxy",
        description = "A MySQL and MariaDB proxy that shows what passes and changes nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        footer = {
            "",
            "Data goes to stdout, everything else to stderr.",
            "Exit codes: 0 done, 1 failure, 2 wrong usage, 130 interrupted (after an orderly end)."
        })
final class Main {
    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log what the proxy does, and show stack traces of errors.")
    private boolean verbose;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine(Streams.stdout()).setErr(Streams.stderr()).execute(args));
    }

    /**
     * The program as a value, for {@link #main} and for tests.
     *
     * @param stdout where data goes
     */
    static CommandLine commandLine(OutputStream stdout) {
        return commandLine(stdout, System.in);
    }

    /**
     * The program as a value, with another stdin.
     *
     * @param stdout where data goes
     * @param stdin what is read for {@code -}
     */
    static CommandLine commandLine(OutputStream stdout, InputStream stdin) {
        ErrorLines errors = new ErrorLines();
        CommandLine commandLine = new CommandLine(new Main())
                .addSubcommand(new TraceCommand(stdout))
                .addSubcommand(new DecodeCommand(stdout, stdin))
                .addSubcommand(ReportCommand.of(stdout, stdin))
                .addSubcommand(new ForwardCommand())
                .addSubcommand(new DemoCommand(stdout))
                .addSubcommand(CaCommand.of(stdout))
                .addSubcommand(new GenerateCompletion());
        commandLine
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setUsageHelpAutoWidth(true)
                .setExecutionStrategy(parsed -> {
                    Logging.configure(parsed.commandSpec().root().userObject() instanceof Main main && main.verbose);
                    return new CommandLine.RunLast().execute(parsed);
                });
        return commandLine;
    }

    /** Whether {@code --verbose} was given, before or after the subcommand. */
    static boolean isVerbose(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof Main main && main.verbose;
    }
}

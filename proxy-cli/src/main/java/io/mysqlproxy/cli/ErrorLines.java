package io.mysqlproxy.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Errors as one clear line on stderr: what happened, to what, and what to do. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("mysql-proxy: " + message(error));
        UnmatchedArgumentException.printSuggestions(error, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        boolean verbose = Main.isVerbose(command);
        if (error instanceof Failure) {
            err.println("mysql-proxy: " + error.getMessage());
        } else {
            err.println("mysql-proxy: unexpected: " + error + (verbose ? "" : " (--verbose shows where)"));
        }
        if (verbose) {
            error.printStackTrace(err);
        }
        err.flush();
        return ExitCode.SOFTWARE;
    }

    private static String message(ParameterException error) {
        boolean isCommand = error instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && error.getCommandLine().getParent() == null;
        if (isCommand) {
            return "unknown command '"
                    + ((UnmatchedArgumentException) error).getUnmatched().getFirst() + "'";
        }
        return lowerFirst(String.valueOf(error.getMessage()));
    }

    private static String lowerFirst(String sentence) {
        return sentence.isEmpty()
                ? sentence
                : sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }
}

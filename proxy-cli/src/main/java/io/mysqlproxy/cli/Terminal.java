package io.mysqlproxy.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an output is a terminal, and how wide. The JDK cannot tell, so the system's {@code stty} is asked, by a shell that has the same output. */
final class Terminal {
    private static final long PATIENCE_SECONDS = 2;
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d+ ([1-9]\\d{0,4})\\s*");

    private Terminal() {}

    /** How many columns stdout has; empty when it is no terminal, or when nobody can tell. */
    static OptionalInt columnsOfStdout() {
        // The answer takes the other way, because the shell's stdout must be ours.
        ProcessBuilder shell = shell("test -t 1 && stty size < /dev/tty >&2").redirectOutput(Redirect.INHERIT);
        return ask(shell, Process::getErrorStream);
    }

    /** How many columns stderr has; empty when it is no terminal, or when nobody can tell. */
    static OptionalInt columnsOfStderr() {
        ProcessBuilder shell = shell("test -t 2 && stty size < /dev/tty").redirectError(Redirect.INHERIT);
        return ask(shell, Process::getInputStream);
    }

    private static ProcessBuilder shell(String script) {
        return new ProcessBuilder("sh", "-c", script).redirectInput(Redirect.from(new File("/dev/null")));
    }

    private static OptionalInt ask(ProcessBuilder shell, Function<Process, InputStream> answer) {
        try {
            Process process = shell.start();
            String text = new String(answer.apply(process).readAllBytes(), StandardCharsets.US_ASCII);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return parse(text);
        } catch (IOException none) {
            // No sh, as on Windows: lines stay whole, and the terminal breaks them.
            return OptionalInt.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** The answer of {@code stty size}: rows and columns. */
    static OptionalInt parse(String answer) {
        Matcher matcher = ROWS_AND_COLUMNS.matcher(answer);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }
}

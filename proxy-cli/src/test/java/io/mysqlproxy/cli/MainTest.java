package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private record Result(int exitCode, String out, String err) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "|missing required subcommand|mysql-proxy",
                "trace --lisen 3307 -b db|unknown options: '--lisen', '3307' / Possible solutions: --listen, --limit|mysql-proxy trace",
                "trace -b db|missing --listen [HOST:]PORT|mysql-proxy trace",
                "forward -l 0|missing --backend HOST[:PORT]|mysql-proxy forward",
                "forward -l x -b db|invalid value for option '--listen': 'x' has no port (write [HOST:]PORT, as in 3307)|mysql-proxy forward",
                "trace -l 0 -b db --limit 0|invalid value for option '--limit': '0' is no number from 1 to 999999999|mysql-proxy trace",
                "trace -l 0 -b db --duration 0s|invalid value for option '--duration': '0s' is shorter than 1ms|mysql-proxy trace",
                "forward -l 0 -b db --connect-timeout 9d|connectTimeout must be PT0.001S to PT24H, was PT216H|mysql-proxy forward",
                "trace -l 0 -b db -d soon|invalid value for option '--duration': 'soon' is no duration (write 500ms, 30s, 5m, 1h30m, or PT30S)|mysql-proxy trace",
                "trace -l 0 -b db --max-sessions -1|invalid value for option '--max-sessions': '-1' is no number from 1 to 999999999|mysql-proxy trace"
            })
    void exitsWithTwoAndOneClearLineForWrongUsage(String args, String problem, String command) {
        assertThat(run(args))
                .isEqualTo(new Result(
                        2, "", "mysql-proxy: " + problem.replace(" / ", "\n") + "\nTry '" + command + " --help'.\n"));
    }

    @Test
    void guessesTheCommandThatWasMeant() {
        Result result = run("trce -l 0");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().lines())
                .satisfiesExactly(
                        problem -> assertThat(problem).isEqualTo("mysql-proxy: unknown command 'trce'"),
                        guess -> assertThat(guess).startsWith("Did you mean: ").endsWith("trace?"),
                        help -> assertThat(help).isEqualTo("Try 'mysql-proxy --help'."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "trace --help", "forward --help", "--version", "generate-completion"})
    void answersQuestionsOnStdout(String args) {
        Result result = run(args);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("mysql-proxy");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void tellsNameVersionAndJava() {
        assertThat(run("--version").out().lines())
                .satisfiesExactly(
                        name -> assertThat(name).startsWith("mysql-proxy "),
                        java -> assertThat(java).startsWith("Java " + Runtime.version()));
    }

    @Test
    void saysWhichPortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("forward -b 127.0.0.1 -l " + taken.getLocalPort()))
                    .isEqualTo(new Result(
                            1,
                            "",
                            "mysql-proxy: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                                    + ": address already in use (try --listen 0 for a free port)\n"));
        }
    }

    @Test
    void saysWhichHostIsUnknown() {
        assertThat(run("trace -l 0 -b no-such-host.invalid"))
                .isEqualTo(new Result(1, "", "mysql-proxy: unknown host 'no-such-host.invalid' (check --backend)\n"));
    }

    @Test
    void showsAStackTraceOnlyWhenVerbose() {
        assertThat(run("-v trace -l 0 -b no-such-host.invalid").err())
                .startsWith("mysql-proxy: unknown host 'no-such-host.invalid'")
                .contains("at io.mysqlproxy.cli.ProxyRun");
    }

    private static Result run(@org.jspecify.annotations.Nullable String args) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program =
                Main.commandLine(data).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = program.execute(args == null ? new String[0] : args.split(" "));
        return new Result(exitCode, data.toString(StandardCharsets.UTF_8) + out, err.toString());
    }
}

package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReportCommandTest {
    private static final Path FIXTURES = Path.of("../proxy-protocol/src/test/resources/fixtures");
    private static final String PREPARED =
            FIXTURES.resolve("mysql-9.7.4_raw_prepared_2026-11-22.txt").toString();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @Test
    void reportsATranscript() {
        assertThat(run("report", PREPARED, "--top", "1")).isZero();

        // But for the lines with local times.
        assertThat(shown().lines().filter(line -> !line.matches(" *(seen|slowest) .*")))
                .containsExactly(
                        "12 commands in 3 ms, 7 different, 2 errors",
                        "time      3.2 ms, p50 74 µs, p95 2.6 ms, p99 2.6 ms, max 2.6 ms",
                        "result    3 rows, 0 affected, 593 B",
                        "",
                        "  #   share    total     count  errors      p50      p95      p99      max      rows   bytes  statement",
                        "  1  89.3 %   2.9 ms         4       0    68 µs   2.6 ms   2.6 ms   2.6 ms         3   292 B  SELECT ?, ...",
                        "  … and 6 more (--top N shows more, --order-by ranks them otherwise)",
                        "",
                        "#1  bc3ac4f8277b64b3d9412d77fc4f2f6d",
                        "    SELECT ?, ...",
                        "    count     4, 0 errors",
                        "    time      89.3 % of all: 2.9 ms, p50 68 µs, p95 2.6 ms, p99 2.6 ms, max 2.6 ms",
                        "    result    3 rows, 0 affected, 292 B",
                        "    users     fx_admin",
                        "              select ?, ?");
        assertThat(err.toString())
                .startsWith("1 session, 0 open now · 40 packets, 0 undecoded · 12 exchanges, 2 errors");
    }

    @Test
    void isWhatDecodeReports() {
        assertThat(run("report", PREPARED, "--format", "json")).isZero();
        String report = shown();
        out.reset();
        assertThat(run("decode", "--report", PREPARED, "--format", "json")).isZero();

        assertThat(shown()).isEqualTo(report).contains("\"event\":\"report\"").hasLineCount(1);
    }

    @Test
    void addsUpWhatTheFilterIsTrueOf() {
        assertThat(run("report", PREPARED, "--format", "json", "--filter", "error"))
                .isZero();

        assertThat(shown()).contains("\"distinct\":2,\"count\":2,\"errors\":2,");
    }

    @Test
    void refusesWhatIsNoReport() {
        assertThat(run("report", PREPARED, "--format", "slowlog")).isEqualTo(2);
        assertThat(run("report", PREPARED, "--format", "pcapng")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("mysql-proxy: a report is text or json, no slowlog\n")
                .contains("mysql-proxy: a report is text or json, no pcapng\n");
    }

    @Test
    void decodesToASlowQueryLog() {
        assertThat(run("decode", PREPARED, "--format", "slowlog")).isZero();

        assertThat(shown().lines().filter(line -> line.startsWith("# Query_time:")))
                .hasSize(12);
        assertThat(shown()).startsWith("# Time: 2026-11-22T").endsWith("# administrator command: Quit;\n");
    }

    @Test
    void helpsWithWhatAReportKnows() {
        CommandLine report = ReportCommand.of(out, InputStream.nullInputStream());

        assertThat(report.getUsageMessage().replaceAll("\\s+", " "))
                .contains("mysql-proxy report [OPTIONS] FILE...", "--top=N", "--order-by=WHAT", "--filter=EXPR")
                .contains("total, count, errors, p99, rows, bytes")
                .doesNotContain("--show", "--hex", "--quiet");
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private int run(String... args) {
        return Main.commandLine(out, InputStream.nullInputStream())
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}

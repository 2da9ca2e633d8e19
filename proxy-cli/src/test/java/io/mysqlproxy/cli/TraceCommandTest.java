package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TraceCommandTest {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), forwarding to .*");

    private final GreetingServer server = new GreetingServer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void closeEverything() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        server.close();
    }

    @Test
    void endsAfterTheLimitWithASummaryAsTheLastEvent() throws Exception {
        CompletableFuture<Integer> exitCode = start("--format", "json", "--limit", "1");
        clients.add(connect());
        assertThat(exitCode.get(20, TimeUnit.SECONDS)).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"event\":\"opened\",\"session\":1,"),
                        line -> assertThat(line).contains("\"event\":\"packet\"", "\"kind\":\"HandshakeV10\""),
                        line -> assertThat(line).contains("\"event\":\"closed\"", "\"reason\":\"proxy_closed\""),
                        line -> assertThat(line)
                                .contains(
                                        "\"event\":\"summary\",\"sessions\":1,\"open\":1,\"packets\":1,\"undecoded\":0,\"exchanges\":0,\"errors\":0,"
                                                + "\"opaque\":{},\"bytes_client\":0,\"bytes_server\":77}"));
    }

    @Test
    void showsNothingButTheSummaryWhenQuiet() throws Exception {
        CompletableFuture<Integer> exitCode = start("--quiet", "--limit", "1");
        clients.add(connect());
        assertThat(exitCode.get(20, TimeUnit.SECONDS)).isZero();

        assertThat(out.size()).isZero();
        assertThat(err.toString()).endsWith("\n1 session, 1 open now · 1 packet, 0 undecoded · 0 B up, 77 B down\n");
    }

    @Test
    void endsAfterTheDuration() throws Exception {
        CompletableFuture<Integer> exitCode = start("--duration", "10ms");

        assertThat(exitCode.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(err.toString()).endsWith("\n0 sessions, 0 open now · 0 packets, 0 undecoded · 0 B up, 0 B down\n");
    }

    @Test
    void reportsAtTheEnd() throws Exception {
        CompletableFuture<Integer> exitCode = start("--report", "--duration", "10ms");

        assertThat(exitCode.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("no commands\n");
    }

    @Test
    void saysOnceThatTheServerRefusesAndTellsEachClient() throws Exception {
        server.close();
        CompletableFuture<Integer> exitCode = start("--limit", "1", "--duration", "5s");
        for (int i = 0; i < 2; i++) {
            try (Socket client = connect()) {
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .contains("Can't connect to MySQL server on '" + server.address() + "'");
            }
        }

        assertThat(exitCode.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(err.toString().lines())
                .filteredOn(line -> line.contains("cannot connect"))
                .containsExactly("mysql-proxy: cannot connect to " + server.address()
                        + ": Connection refused (each client is told; the next client makes the next attempt)");
    }

    private CompletableFuture<Integer> start(String... options) {
        String[] args = Stream.concat(
                        Stream.of("trace", "--listen", "0", "--backend", server.address()), Stream.of(options))
                .toArray(String[]::new);
        return CompletableFuture.supplyAsync(
                () -> Main.commandLine(out).setErr(new PrintWriter(err, true)).execute(args));
    }

    private Socket connect() throws IOException {
        Matcher listening = await().until(() -> LISTENING.matcher(err.toString()), Matcher::find);
        return new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(listening.group(1)));
    }
}

package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The program as a process of its own: signals, pipes and exit codes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals")
@Timeout(60)
class ProgramTest {
    private final GreetingServer server = new GreetingServer();
    private final List<Process> processes = new ArrayList<>();

    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void stopEverything() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        processes.forEach(Process::destroyForcibly);
        server.close();
    }

    @Test
    void endsInOrderWhenInterrupted() throws Exception {
        Process program = trace();
        try (BufferedReader err = program.errorReader(StandardCharsets.UTF_8);
                BufferedReader out = program.inputReader(StandardCharsets.UTF_8)) {
            connect(err);
            assertThat(out.readLine()).contains("opened");
            assertThat(out.readLine()).contains("HandshakeV10");

            interrupt(program);

            assertThat(out.lines()).singleElement().asString().contains("closed    by the proxy");
            assertThat(err.lines())
                    .containsExactly("1 session, 1 open now · 1 packet, 0 undecoded · 0 B up, 77 B down");
            assertThat(program.waitFor()).isEqualTo(130);
        }
    }

    @Test
    void forwardsUntilInterrupted() throws Exception {
        Process program = start("forward", "--listen", "0", "--backend", server.address());
        try (BufferedReader err = program.errorReader(StandardCharsets.UTF_8)) {
            Socket client = connect(err);
            assertThat(client.getInputStream().readNBytes(77)).hasSize(77);

            interrupt(program);

            assertThat(err.lines()).containsExactly("1 session, 1 open now · 0 B up, 77 B down");
            assertThat(program.waitFor()).isEqualTo(130);
        }
    }

    @Test
    void endsQuietlyWhenNobodyReadsItsOutput() throws Exception {
        Process program = trace();
        try (BufferedReader err = program.errorReader(StandardCharsets.UTF_8)) {
            program.getInputStream().close();
            connect(err);
            assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(err.lines().collect(Collectors.toList()))
                    .singleElement()
                    .asString()
                    .startsWith("1 session, ");
            assertThat(program.exitValue()).isZero();
        }
    }

    /** Without what it says about TLS at its start. */
    private Process trace() throws IOException {
        return start("trace", "--listen", "0", "--backend", server.address(), "--client-ssl-mode=PASSTHROUGH");
    }

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(withDefaultSignals());
        command.addAll(ProgramCommand.of(List.of(args)));
        Process program = new ProcessBuilder(command).start();
        processes.add(program);
        return program;
    }

    /** A build that runs in the background of a script ignores interrupts, and so would everything it starts. */
    private static List<String> withDefaultSignals() throws IOException {
        List<String> prefix = List.of("env", "--default-signal=INT");
        List<String> probe = new ArrayList<>(prefix);
        probe.add("true");
        try {
            return new ProcessBuilder(probe).start().waitFor() == 0 ? prefix : List.of();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    /** The shell's own kill: a minimal system has no other. */
    private static void interrupt(Process program) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", "kill -INT " + program.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    private Socket connect(BufferedReader err) throws IOException {
        String line = err.readLine();
        assertThat(line).matches("listening on 127\\.0\\.0\\.1:\\d+, forwarding to 127\\.0\\.0\\.1:\\d+");
        String port = line.replaceAll("listening on 127\\.0\\.0\\.1:(\\d+),.*", "$1");
        Socket client = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        clients.add(client);
        return client;
    }
}

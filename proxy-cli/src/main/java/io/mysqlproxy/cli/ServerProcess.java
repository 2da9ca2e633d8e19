package io.mysqlproxy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that runs on a copy of a data folder, on a port of its own, for as long as somebody needs it. */
final class ServerProcess implements RealServer.Running {
    private static final String HOST = "127.0.0.1";
    private static final int PORT_ATTEMPTS = 5;
    private static final Duration MOST_TO_START = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final long MOST_SECONDS_TO_DIE = 5;
    /** A path of a Unix socket has at most 107 bytes; the names below the folder for temporary files need some 40. */
    private static final int LONGEST_TEMPORARY_FOLDER = 60;

    private final Path folder;
    private final Thread atExit = new Thread(this::end, "mysql-proxy stops a server");
    private final Process process;

    private ServerProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts the program on a copy of the template and waits until it answers.
     *
     * @throws ServerUnavailableException when it does not start; nothing is left then
     */
    static RealServer start(ServerProgram program, Path template, List<String> arguments, String origin) {
        try {
            for (int attempt = 1; ; attempt++) {
                Path folder = Files.createTempDirectory(temporaryFolder(), "mysql-proxy-");
                int port = freePort();
                ServerProcess started = launch(program, template, arguments, folder, port);
                try {
                    String version = started.awaitGreeting();
                    return new RealServer(origin, program.flavor(), version, HOST, port, "root", "", started);
                } catch (ServerUnavailableException failed) {
                    boolean again = attempt < PORT_ATTEMPTS && started.portWasTaken();
                    started.close();
                    if (!again) {
                        throw failed;
                    }
                }
            }
        } catch (IOException e) {
            throw new ServerUnavailableException("it cannot be started: " + e.getMessage(), e);
        }
    }

    private static ServerProcess launch(
            ServerProgram program, Path template, List<String> arguments, Path folder, int port) throws IOException {
        Path data = folder.resolve("data");
        FileTree.copy(template, data);
        List<String> command = new ArrayList<>(program.command(data));
        command.addAll(List.of(
                "--bind-address=" + HOST,
                "--port=" + port,
                "--socket=" + socket(folder),
                "--pid-file=" + folder.resolve("pid"),
                "--skip-name-resolve"));
        if (program.flavor() == Flavor.MARIADB && arguments.stream().noneMatch(each -> each.startsWith("--ssl"))) {
            // Otherwise it makes a key at each start, which takes seconds.
            command.add("--skip-ssl");
        }
        command.addAll(arguments);
        Process process = program.start(
                command, ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()), log(folder));
        ServerProcess started = new ServerProcess(folder, process);
        Runtime.getRuntime().addShutdownHook(started.atExit);
        return started;
    }

    private static Path temporaryFolder() {
        Path usual = Path.of(System.getProperty("java.io.tmpdir"));
        return usual.toString().length() > LONGEST_TEMPORARY_FOLDER ? Path.of("/tmp") : usual;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static Path socket(Path folder) {
        return folder.resolve("s");
    }

    private static Path log(Path folder) {
        return folder.resolve("log");
    }

    /**
     * Asked through the Unix socket, which is certainly this server's: on the port somebody else could answer who was faster. A server that could not
     * have its port ends before it answers.
     */
    private String awaitGreeting() throws IOException {
        long deadline = System.nanoTime() + MOST_TO_START.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new ServerUnavailableException("it ended while starting, exit code " + process.exitValue() + ": "
                        + ServerProgram.complaint(log(folder)));
            }
            try {
                return Greeting.over(socket(folder)).version();
            } catch (IOException notYet) {
                pause();
            }
        }
        throw new ServerUnavailableException("it did not answer within " + MOST_TO_START.toSeconds() + " seconds: "
                + ServerProgram.complaint(log(folder)));
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("interrupted while it started", interrupted);
        }
    }

    private boolean portWasTaken() throws IOException {
        try (Stream<String> lines = Files.lines(log(folder), StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(
                    line -> line.contains("Address already in use") || line.contains("Bind on TCP/IP port"));
        }
    }

    /** Without asking: what it would write now is thrown away anyway. */
    @Override
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(MOST_SECONDS_TO_DIE, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // The hook runs now or has run; ending twice is harmless.
        }
    }

    private void end() {
        kill();
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}

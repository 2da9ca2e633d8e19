package io.mysqlproxy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server that runs on a copy of a data folder, on a port of its own, for as long as somebody needs it. */
final class ServerProcess implements RealServer.Running {
    private static final String HOST = "127.0.0.1";
    private static final int PORT_ATTEMPTS = 5;
    private static final Duration MOST_TO_START = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final long MOST_SECONDS_TO_DIE = 5;
    /** A path of a Unix socket has at most 107 bytes; the names below the folder for temporary files need 51. */
    private static final int LONGEST_TEMPORARY_FOLDER = 50;

    private static final FileAttribute<Set<PosixFilePermission>> ONLY_FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final AtExit atExit = new AtExit("mysql-proxy stops a server", this::end);
    private volatile @Nullable Process process;

    private ServerProcess(Path folder) {
        this.folder = folder;
    }

    /**
     * Starts the program on a copy of the template and waits until it answers.
     *
     * @throws ServerUnavailableException when it does not start; nothing is left then
     */
    static RealServer start(ServerProgram program, Path template, List<String> arguments, String origin) {
        for (int attempt = 1; ; attempt++) {
            ServerProcess started = new ServerProcess(temporaryFolder().resolve("mysql-proxy-" + UUID.randomUUID()));
            try {
                int port = freePort();
                Process process = started.launch(program, template, arguments, port);
                String version = started.awaitGreeting(process);
                return new RealServer(origin, program.flavor(), version, HOST, port, "root", "", started);
            } catch (ServerUnavailableException failed) {
                boolean again = attempt < PORT_ATTEMPTS && started.portWasTaken();
                started.close();
                if (!again) {
                    throw failed;
                }
            } catch (IOException e) {
                started.close();
                throw new ServerUnavailableException("it cannot be started: " + e.getMessage(), e);
            }
        }
    }

    private Process launch(ServerProgram program, Path template, List<String> arguments, int port) throws IOException {
        List<String> command = new ArrayList<>(program.command(data()));
        command.addAll(List.of(
                "--bind-address=" + HOST,
                "--port=" + port,
                "--socket=" + socket(),
                "--pid-file=" + folder.resolve("pid"),
                "--skip-name-resolve"));
        if (program.flavor() == Flavor.MARIADB && arguments.stream().noneMatch(each -> each.startsWith("--ssl"))) {
            // Otherwise it makes a key at each start, which takes seconds.
            command.add("--skip-ssl");
        }
        command.addAll(arguments);
        return atExit.unlessCleaned(() -> {
            Files.createDirectory(folder, ONLY_FOR_OWNER);
            FileTree.copy(template, data());
            Process launched = program.start(command, ServerProgram.NO_INPUT, log());
            process = launched;
            return launched;
        });
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

    private Path data() {
        return folder.resolve("data");
    }

    private Path socket() {
        return folder.resolve("s");
    }

    private Path log() {
        return folder.resolve("log");
    }

    /**
     * Asked through the Unix socket, which is certainly this server's: on the port somebody else could answer who was faster. A server that could not
     * have its port ends before it answers.
     */
    private String awaitGreeting(Process process) throws IOException {
        long deadline = System.nanoTime() + MOST_TO_START.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new ServerUnavailableException("it ended while starting, exit code " + process.exitValue() + ": "
                        + ServerProgram.complaint(log()));
            }
            try {
                return Greeting.over(socket()).version();
            } catch (IOException notYet) {
                pause();
            }
        }
        throw new ServerUnavailableException("it did not answer within " + MOST_TO_START.toSeconds() + " seconds: "
                + ServerProgram.complaint(log()));
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("interrupted while it started", interrupted);
        }
    }

    private boolean portWasTaken() {
        try (Stream<String> lines = Files.lines(log(), StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(
                    line -> line.contains("Address already in use") || line.contains("Bind on TCP/IP port"));
        } catch (IOException noLog) {
            return false;
        }
    }

    /** Without asking: what it would write now is thrown away anyway. */
    @Override
    public void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        try {
            running.waitFor(MOST_SECONDS_TO_DIE, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        atExit.close();
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

package io.mysqlproxy.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server's program on disk and how it is called.
 *
 * @param base the folder it is installed in
 * @param share the folder with {@code charsets}, the messages of {@code english} and the SQL for a fresh data folder; given, because the programs look
 *     where their makers' machines had it
 * @param environment added to this process's own
 */
record ServerProgram(
        Flavor flavor, String version, Path program, Path base, Path share, Map<String, String> environment) {
    static final ProcessBuilder.Redirect NO_INPUT =
            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile());
    private static final long MOST_SECONDS_TO_INITIALISE = 120;

    /** A few megabytes instead of a hundred, and no waiting for disks: the data lives as long as a test. The same at initialisation and start. */
    private static final List<String> SMALL_AND_FORGETFUL = List.of(
            "--loose-innodb-log-file-size=4M",
            "--loose-innodb-flush-log-at-trx-commit=0",
            "--loose-innodb-doublewrite=0",
            "--loose-innodb-use-native-aio=0");

    /** The beginning of every call; its data folder must exist. */
    List<String> command(Path data) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--no-defaults",
                "--basedir=" + base,
                "--datadir=" + data,
                "--lc-messages-dir=" + share,
                "--character-sets-dir=" + share.resolve("charsets")));
        command.addAll(SMALL_AND_FORGETFUL);
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        command.addAll(
                switch (flavor) {
                    case MYSQL -> List.of("--innodb-flush-method=nosync", "--loose-mysqlx=0");
                    case MARIADB -> List.of("--loose-innodb-undo-tablespaces=0");
                });
        return command;
    }

    /** Starts the command with standard error and output in the log. */
    Process start(List<String> command, ProcessBuilder.Redirect input, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /**
     * Fills an empty data folder. Afterwards {@code root} may do everything from 127.0.0.1, without a password.
     *
     * @param scratch an existing folder for what is needed meanwhile
     */
    void initialise(Path data, Path scratch) throws IOException {
        Path sql = scratch.resolve("initialise.sql");
        Path log = scratch.resolve("initialise.log");
        List<String> command = new ArrayList<>(command(data));
        ProcessBuilder.Redirect input;
        if (flavor == Flavor.MYSQL) {
            Files.writeString(sql, """
                    CREATE USER 'root'@'127.0.0.1' IDENTIFIED BY '';
                    GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
                    """);
            command.addAll(List.of("--initialize-insecure", "--init-file=" + sql));
            input = NO_INPUT;
        } else {
            Files.writeString(sql, bootstrap());
            command.add("--bootstrap");
            input = ProcessBuilder.Redirect.from(sql.toFile());
        }
        finish(start(command, input, log), log);
    }

    /** What MariaDB's own installation script feeds to the server; the administrators it makes may log in from 127.0.0.1 without a password. */
    private String bootstrap() throws IOException {
        StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
        for (String file : List.of("system_tables", "performance_tables", "system_tables_data")) {
            sql.append(Files.readString(sqlFile(file), StandardCharsets.UTF_8)).append('\n');
        }
        return sql.toString();
    }

    private Path sqlFile(String name) {
        return Stream.of("mariadb_", "mysql_")
                .map(prefix -> share.resolve(prefix + name + ".sql"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new ServerUnavailableException(share + " lacks mariadb_" + name + ".sql"));
    }

    private void finish(Process process, Path log) throws IOException {
        AtExit stopping = new AtExit("mysql-proxy stops an initialisation", process::destroyForcibly);
        try {
            if (!process.waitFor(MOST_SECONDS_TO_INITIALISE, TimeUnit.SECONDS)) {
                throw new ServerUnavailableException(
                        "its data folder was not ready within " + MOST_SECONDS_TO_INITIALISE + " seconds");
            }
            if (process.exitValue() != 0) {
                throw new ServerUnavailableException(
                        "its data folder cannot be made, exit code " + process.exitValue() + ": " + complaint(log));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("interrupted", interrupted);
        } finally {
            stopping.close();
        }
    }

    /** The line of the log that says best what went wrong. */
    static String complaint(Path log) throws IOException {
        List<String> lines;
        try (Stream<String> all = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            lines = all.filter(line -> !line.isBlank()).toList();
        }
        return lines.stream()
                .filter(line -> line.contains("ERROR") || line.contains("error while loading"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
    }
}

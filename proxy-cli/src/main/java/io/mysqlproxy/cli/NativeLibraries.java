package io.mysqlproxy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a program for Linux on x86-64 needs beside itself. A small system, a fresh Debian for one, lacks two libraries that MySQL is linked with and
 * can do without; {@code absent-libraries.c} stands in for them, and only when they are missing.
 */
final class NativeLibraries {
    private static final Path LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");
    private static final String SEARCH_PATH = "LD_LIBRARY_PATH";
    private static final String STAND_IN = "linux-x86_64/absent-libraries.so";
    private static final String MISSING = " => not found";
    /** The libraries the stand-in stands in for, and the folder each gets for itself. */
    private static final Map<String, String> DISPENSABLE = Map.of("libaio.so.1", "libaio", "libnuma.so.1", "libnuma");

    private NativeLibraries() {}

    /** @throws ServerUnavailableException when programs for Linux on x86-64 with glibc do not run here */
    static void requirePlatform() {
        String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!system.equals("Linux on amd64")) {
            throw new ServerUnavailableException("it runs on Linux on amd64, and this is " + system);
        }
        if (!Files.exists(LOADER)) {
            throw new ServerUnavailableException("it needs the GNU C library, and " + LOADER + " is not there");
        }
    }

    /** Writes the stand-ins where {@link #environmentFor} expects them. */
    static void installStandIns(Path folder) throws IOException {
        for (Map.Entry<String, String> library : DISPENSABLE.entrySet()) {
            Path own = Files.createDirectories(folder.resolve(library.getValue()));
            try (InputStream standIn =
                    Objects.requireNonNull(NativeLibraries.class.getResourceAsStream(STAND_IN), STAND_IN)) {
                Files.copy(standIn, own.resolve(library.getKey()));
            }
        }
    }

    /**
     * The environment in which the program finds all its libraries.
     *
     * @param standIns filled by {@link #installStandIns}
     * @throws ServerUnavailableException when a library is missing that it cannot do without
     */
    static Map<String, String> environmentFor(Path program, Path standIns) throws IOException {
        List<String> folders = new ArrayList<>();
        for (String library : missing(program)) {
            String folder = DISPENSABLE.get(library);
            if (folder == null) {
                throw new ServerUnavailableException("this system lacks " + library + ", which " + program.getFileName()
                        + " needs; install the package that has it (apt-get install " + packageOf(library) + ")");
            }
            folders.add(standIns.resolve(folder).toString());
        }
        if (folders.isEmpty()) {
            return Map.of();
        }
        String inherited = System.getenv(SEARCH_PATH);
        if (inherited != null) {
            folders.add(inherited);
        }
        return Map.of(SEARCH_PATH, String.join(":", folders));
    }

    /** As ldd does it, which is a script that not every system has. */
    private static List<String> missing(Path program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(LOADER.toString(), program.toString()).redirectErrorStream(true);
        builder.environment().put("LD_TRACE_LOADED_OBJECTS", "1");
        Process loader = builder.start();
        try (InputStream output = loader.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.endsWith(MISSING))
                    .map(line -> line.strip().replace(MISSING, ""))
                    .toList();
        }
    }

    /** Debian's name, by its rule: {@code libcrypt.so.1} is in {@code libcrypt1}. */
    private static String packageOf(String library) {
        return library.replaceFirst("\\.so\\.?", "");
    }
}

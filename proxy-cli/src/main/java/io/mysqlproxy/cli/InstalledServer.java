package io.mysqlproxy.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The {@code mysqld} or {@code mariadbd} that is installed on this machine, started on data of our own; its service is left alone. */
final class InstalledServer implements ServerSource {
    private static final Pattern VERSION = Pattern.compile("Ver (\\S+)");
    private static final int DATA_RECIPE = 1;

    @Override
    public String name() {
        return "installed server";
    }

    @Override
    public RealServer start(Flavor wanted, List<String> arguments, Consumer<String> progress) {
        try {
            ServerProgram program = find(wanted);
            String title = wanted.productName() + " " + program.version();
            Path home = ServerCache.ofUser()
                    .folder(
                            "installed-" + wanted.productName() + "-" + program.version() + "-data" + DATA_RECIPE,
                            folder -> {
                                progress.accept("making a data folder for " + title + ", once");
                                program.initialise(Files.createDirectory(folder.resolve("data")), folder);
                            });
            progress.accept("starting " + title + " (" + program.program() + ")");
            return ServerProcess.start(program, home.resolve("data"), arguments, "installed " + title);
        } catch (IOException | UncheckedIOException e) {
            throw new ServerUnavailableException("it cannot be used: " + e.getMessage(), e);
        }
    }

    private static ServerProgram find(Flavor wanted) throws IOException {
        List<String> others = new ArrayList<>();
        for (Path program : candidates()) {
            String version = versionOf(program);
            if (Flavor.ofVersion(version) == wanted) {
                Path base = program.resolve("../..").normalize();
                return new ServerProgram(wanted, version, program, base, shareOf(base), Map.of());
            }
            others.add(program + " is " + version);
        }
        throw new ServerUnavailableException(
                others.isEmpty() ? "no mysqld or mariadbd on the PATH" : String.join(", ", others));
    }

    /** Servers are for administrators, whose folders are not always on a user's PATH. */
    private static List<Path> candidates() throws IOException {
        String path = System.getenv().getOrDefault("PATH", "");
        Set<Path> programs = new LinkedHashSet<>();
        for (Path program : Stream.concat(
                        Stream.of(path.split(File.pathSeparator, -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> Stream.of(Path.of(folder, "mysqld"), Path.of(folder, "mariadbd")))
                .filter(Files::isExecutable)
                .toList()) {
            programs.add(program.toRealPath());
        }
        return new ArrayList<>(programs);
    }

    private static String versionOf(Path program) throws IOException {
        Process process = new ProcessBuilder(program.toString(), "--no-defaults", "--version")
                .redirectErrorStream(true)
                .start();
        try (InputStream output = process.getInputStream()) {
            String answer = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = VERSION.matcher(answer);
            if (!matcher.find()) {
                throw new ServerUnavailableException(program + " does not tell its version: " + answer.strip());
            }
            return matcher.group(1);
        }
    }

    private static Path shareOf(Path base) throws IOException {
        List<Path> folders = new ArrayList<>(List.of(base.resolve("share")));
        try (DirectoryStream<Path> named = Files.newDirectoryStream(base.resolve("share"), "{mysql,mariadb}*")) {
            named.forEach(folders::add);
        }
        return folders.stream()
                .filter(folder -> Files.exists(folder.resolve("charsets/Index.xml")))
                .findFirst()
                .orElseThrow(() -> new ServerUnavailableException("no character sets below " + base.resolve("share")));
    }
}

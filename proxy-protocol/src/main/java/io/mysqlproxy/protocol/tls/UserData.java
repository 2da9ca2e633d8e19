package io.mysqlproxy.protocol.tls;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the system wants programs to keep what belongs to a user and should last.
 *
 * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base Directory Specification</a>
 */
final class UserData {
    private static final String PROGRAM = "mysql-proxy";

    private UserData() {}

    /** The program's folder; need not exist. */
    static Path folder() {
        return folder(System.getenv(), System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", "")));
    }

    static Path folder(Map<String, String> environment, String system, Path home) {
        Path xdg = absolute(environment.get("XDG_DATA_HOME"));
        if (xdg != null) {
            return xdg.resolve(PROGRAM);
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            Path local = absolute(environment.get("LOCALAPPDATA"));
            return (local == null ? home.resolve("AppData").resolve("Local") : local).resolve(PROGRAM);
        }
        if (name.startsWith("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve(PROGRAM);
        }
        return home.resolve(".local").resolve("share").resolve(PROGRAM);
    }

    /** The specification says to ignore relative paths. */
    private static @Nullable Path absolute(@Nullable String path) {
        return path == null || !Path.of(path).isAbsolute() ? null : Path.of(path);
    }
}

package io.mysqlproxy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The password of PKCS#12 files. There is no option for the password itself: every user of a machine can read command lines. */
final class KeyPassword {
    static final String VARIABLE = "MYSQL_PROXY_KEY_PASSWORD";

    @Option(
            names = "--key-password-file",
            paramLabel = "FILE",
            description = "The first line is the password of PKCS#12 files (default: what " + VARIABLE
                    + " in the environment says).")
    private @Nullable Path file;

    char[] read() throws IOException {
        if (file == null) {
            String variable = System.getenv(VARIABLE);
            return variable == null ? new char[0] : variable.toCharArray();
        }
        return Files.readString(file).lines().findFirst().orElse("").toCharArray();
    }
}

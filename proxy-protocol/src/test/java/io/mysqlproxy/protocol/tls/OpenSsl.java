package io.mysqlproxy.protocol.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** The {@code openssl} program, another reader of what we write. Where it is not installed its tests are skipped; in CI they fail. */
final class OpenSsl {
    private static final boolean MUST_NOT_SKIP = Boolean.parseBoolean(System.getenv("CI"));

    private OpenSsl() {}

    /** Runs it and gives all it says. */
    static String run(Path folder, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said : "exit code " + process.exitValue() + ": " + said;
        } catch (IOException e) {
            String reason = "no openssl on the PATH, so nothing else reads our certificates: " + e.getMessage();
            if (MUST_NOT_SKIP) {
                throw new AssertionError("must not be skipped in CI: " + reason, e);
            }
            System.err.println(reason);
            throw new TestAbortedException(reason);
        }
    }
}

package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.tls.CaDirectory;
import io.mysqlproxy.protocol.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which CA the subcommands of {@code ca} are about. */
final class CaOptions {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Where the CA is kept (default: mysql-proxy in $$XDG_DATA_HOME or in the system's place for such data,"
                            + " such as ~/.local/share).")
    private @Nullable Path directory;

    CaDirectory directory() {
        return directory == null ? CaDirectory.ofUser() : new CaDirectory(directory);
    }

    /** The one that is there. */
    CertificateAuthority existing() {
        try {
            return directory()
                    .open()
                    .orElseThrow(() -> new Failure(
                            "there is no CA in " + directory().directory() + " ('mysql-proxy ca init' makes one)",
                            null));
        } catch (IOException | GeneralSecurityException e) {
            throw KeyFiles.failure("cannot use the CA in " + directory().directory(), e);
        }
    }
}

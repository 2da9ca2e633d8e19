package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.tls.CaDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mysql-proxy ca export}: what clients need, without the key. */
@Command(
        name = "export",
        description = "Write the CA's certificate, for clients: to stdout, or as ca.pem and ca.p12 into a folder.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Example: mysql-proxy ca export --to /shared/certificates",
            "         mysql-proxy ca export | ssh client 'cat > ca.pem'"
        })
final class CaExportCommand implements Callable<Integer> {
    /** What stdout gets. */
    enum Format {
        pem,
        p12
    }

    @Mixin
    private CaOptions options = new CaOptions();

    @Option(names = "--to", paramLabel = "FOLDER", description = "Where ca.pem and ca.p12 go; made if it is not there.")
    private @Nullable Path folder;

    @Option(
            names = "--format",
            paramLabel = "pem|p12",
            defaultValue = "pem",
            description = "What stdout gets: PEM, or a trust store for Java (PKCS#12, its password is mysql-proxy)"
                    + " (default: ${DEFAULT-VALUE}).")
    private Format format = Format.pem;

    @Option(names = "--force", description = "Overwrite other files of these names in the folder.")
    private boolean force;

    private final OutputStream stdout;

    CaExportCommand(OutputStream stdout) {
        this.stdout = stdout;
    }

    @Override
    public Integer call() {
        options.existing();
        CaDirectory directory = options.directory();
        try {
            if (folder == null) {
                Files.copy(format == Format.pem ? directory.certificateFile() : directory.trustStoreFile(), stdout);
                stdout.flush();
            } else {
                export(List.of(directory.certificateFile(), directory.trustStoreFile()), folder);
            }
            return 0;
        } catch (IOException e) {
            throw KeyFiles.failure("cannot write the certificate" + (folder == null ? "" : " to " + folder), e);
        }
    }

    private void export(List<Path> files, Path target) throws IOException {
        Files.createDirectories(target);
        for (Path file : files) {
            Path copy = target.resolve(file.getFileName());
            if (Files.exists(copy) && !force && !isSame(file, copy)) {
                throw new FileAlreadyExistsException(
                        copy.toString(), null, "there is another file of this name (--force overwrites it)");
            }
        }
        for (Path file : files) {
            Path copy = target.resolve(file.getFileName());
            if (!Files.exists(copy) || !isSame(file, copy)) {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        return Files.isRegularFile(other) && Arrays.equals(Files.readAllBytes(one), Files.readAllBytes(other));
    }
}

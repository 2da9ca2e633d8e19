package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.tls.CaDirectory;
import io.mysqlproxy.protocol.tls.KeyType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mysql-proxy ca init}: makes a CA, and never loses one. */
@Command(
        name = "init",
        description = "Make a CA.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class CaInitCommand implements Callable<Integer> {
    /** As users write them. */
    enum Keys {
        ec(KeyType.EC),
        rsa(KeyType.RSA);

        private final KeyType type;

        Keys(KeyType type) {
            this.type = type;
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CaOptions options = new CaOptions();

    @Option(
            names = "--key-type",
            paramLabel = "ec|rsa",
            defaultValue = "ec",
            description = "EC (P-256), or RSA (2048 bits) for old clients that know nothing else (default:"
                    + " ${DEFAULT-VALUE}).")
    private Keys keys = Keys.ec;

    @Option(
            names = "--force",
            description =
                    "Make a new one also when there is one. The old one's files are moved into a folder beside it;"
                            + " clients have to be given the new certificate.")
    private boolean force;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        CaDirectory directory = options.directory();
        try {
            if (force) {
                Optional<Path> old = directory.replace(keys.type);
                old.ifPresent(folder -> err.println("mysql-proxy: the old CA is in " + folder
                        + "; clients that trust it do not trust the new one, and proxies that run still use it"));
            } else if (directory.open().isPresent()) {
                throw new Failure(
                        "there is a CA in " + directory.directory()
                                + " already ('mysql-proxy ca show' shows it, --force puts a new one in its place)",
                        null);
            }
            CaText.print(
                    directory,
                    directory.openOrCreate(keys.type).certificate(),
                    spec.commandLine().getOut());
            return 0;
        } catch (IOException | GeneralSecurityException e) {
            throw KeyFiles.failure("cannot make a CA in " + directory.directory(), e);
        }
    }
}

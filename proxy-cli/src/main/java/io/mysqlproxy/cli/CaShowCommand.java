package io.mysqlproxy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mysql-proxy ca show}. */
@Command(
        name = "show",
        description = "Show the CA: name, validity, fingerprint, files, and the options with which clients trust it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class CaShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CaOptions options = new CaOptions();

    @Override
    public Integer call() {
        CaText.print(
                options.directory(),
                options.existing().certificate(),
                spec.commandLine().getOut());
        return 0;
    }
}

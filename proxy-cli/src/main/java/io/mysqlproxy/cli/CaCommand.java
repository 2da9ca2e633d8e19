package io.mysqlproxy.cli;

import java.io.OutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code mysql-proxy ca}: the authority whose certificates the proxy shows to clients that use TLS. */
@Command(
        name = "ca",
        description = "Make, show and hand out the CA with which the proxy looks inside TLS.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "init|show|export",
        sortOptions = false,
        footer = {
            "",
            "Nobody needs to run these: a proxy that looks inside TLS makes its CA when it first starts.",
            "Whoever has ca.key can be any server to every client that trusts ca.pem. Give clients ca.pem or ca.p12 only."
        })
final class CaCommand {
    private CaCommand() {}

    /** With its subcommands. */
    static CommandLine of(OutputStream stdout) {
        return new CommandLine(new CaCommand())
                .addSubcommand(new CaInitCommand())
                .addSubcommand(new CaShowCommand())
                .addSubcommand(new CaExportCommand(stdout));
    }
}

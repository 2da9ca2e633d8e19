package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.tls.ClientTlsMode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mysql-proxy forward}: moves bytes and looks at none. */
@Command(
        name = "forward",
        description = "Forward connections to a server without looking inside.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        customSynopsis = "mysql-proxy forward --listen [HOST:]PORT --backend HOST[:PORT] [OPTIONS]",
        sortOptions = false,
        footer = {"", "Example: mysql-proxy forward --listen 3307 --backend db:3306"})
final class ForwardCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ProxyOptions options = new ProxyOptions();

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Tally tally = new Tally();
        return new ProxyRun(options, tls, err, tally)
                .run(
                        new Stop(),
                        null,
                        tally,
                        builder -> tls.apply(builder, ClientTlsMode.PASSTHROUGH, err),
                        () -> {},
                        summary -> err.println(summary.forwardText()));
    }
}

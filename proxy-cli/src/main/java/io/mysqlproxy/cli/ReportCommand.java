package io.mysqlproxy.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code mysql-proxy report}: {@code decode --report} by a name of its own, without the options that mean nothing to a report. */
final class ReportCommand {
    private static final List<String> FOR_LINES =
            List.of("--show", "--limit", "--slow", "--wide", "--hex", "--quiet", "--report");

    private ReportCommand() {}

    static CommandLine of(OutputStream stdout, InputStream stdin) {
        DecodeCommand decode = new DecodeCommand(stdout, stdin);
        decode.reportOnly();
        CommandLine command = new CommandLine(decode);
        CommandSpec spec = command.getCommandSpec();
        spec.name("report");
        spec.usageMessage()
                .description(
                        "Show which statements in captures took the most time: pcap and pcapng files, and transcripts.")
                .customSynopsis("mysql-proxy report [OPTIONS] FILE...")
                .footer(
                        "",
                        "Example: mysql-proxy report monday.pcap --filter 'user = app' --order-by p99",
                        "         tcpdump -i eth0 -U -w - port 3306 | mysql-proxy report -");
        FOR_LINES.forEach(option -> spec.remove(spec.findOption(option)));
        return command;
    }
}

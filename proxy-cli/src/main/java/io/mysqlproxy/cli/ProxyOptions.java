package io.mysqlproxy.cli;

import io.mysqlproxy.core.TcpProxy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What every command that proxies needs to know. That both addresses must be given is checked here and not by picocli, which would complain about a missing
 * {@code --listen} before a mistyped one.
 */
final class ProxyOptions {
    @Option(
            names = {"-l", "--listen"},
            paramLabel = "[HOST:]PORT",
            converter = HostPort.Listen.class,
            description =
                    "Where clients connect. HOST is 127.0.0.1 unless given; 0.0.0.0 or [::] is every address of this"
                            + " machine. PORT 0 takes a free port and says which.")
    private @Nullable HostPort listen;

    @Option(
            names = {"-b", "--backend"},
            paramLabel = "HOST[:PORT]",
            converter = HostPort.Backend.class,
            description = "The server behind the proxy. PORT is 3306 unless given. IPv6 addresses in brackets.")
    private @Nullable HostPort backend;

    @Option(
            names = "--connect-timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "10s",
            description = "How long to wait for the server to accept a connection (default: ${DEFAULT-VALUE}).")
    private Duration connectTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--idle-timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "End sessions in which nothing passed either way for this long (default: never).")
    private @Nullable Duration idleTimeout;

    @Option(
            names = "--max-sessions",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "Turn clients away while N sessions are open (default: no limit).")
    private @Nullable Integer maxSessions;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** A proxy as the options want it. */
    TcpProxy.Builder proxy() {
        try {
            TcpProxy.Builder builder = TcpProxy.listenOn(listen().host(), listen().port())
                    .upstream(backend().host(), backend().port())
                    .connectTimeout(connectTimeout);
            if (idleTimeout != null) {
                builder.idleTimeout(idleTimeout);
            }
            if (maxSessions != null) {
                builder.maxSessions(maxSessions);
            }
            return builder;
        } catch (IllegalArgumentException outOfRange) {
            throw new ParameterException(command.commandLine(), String.valueOf(outOfRange.getMessage()), outOfRange);
        }
    }

    HostPort backend() {
        return given(backend, "--backend HOST[:PORT]");
    }

    private HostPort listen() {
        return given(listen, "--listen [HOST:]PORT");
    }

    private HostPort given(@Nullable HostPort address, String option) {
        if (address == null) {
            throw new ParameterException(command.commandLine(), "missing " + option);
        }
        return address;
    }
}

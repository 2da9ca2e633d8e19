package io.mysqlproxy.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * The real servers of a test run: one of each family, started when the first test asks for it and stopped after the last. Tests share them, and so leave
 * alone what others made. As a test's parameter through {@link Resolver}.
 *
 * <p>Where a server cannot be had its tests are skipped, with the reason; in CI ({@code CI=true}) they fail.
 */
final class Servers implements AutoCloseable {
    private static final boolean MUST_NOT_SKIP = Boolean.parseBoolean(System.getenv("CI"));

    private final Map<Flavor, RealServer> running = new EnumMap<>(Flavor.class);
    private final Map<Flavor, String> missing = new EnumMap<>(Flavor.class);

    /** The shared server of this family. */
    RealServer get(Flavor flavor) {
        RealServer server = running.get(flavor);
        if (server == null) {
            server = start(flavor);
            running.put(flavor, server);
        }
        return server;
    }

    /** A server for the caller alone, who closes it. */
    RealServer startOwn(Flavor flavor, String... arguments) {
        try {
            return RealServer.start(flavor, List.of(arguments), Servers::tell);
        } catch (ServerUnavailableException unavailable) {
            throw skip(unavailable.reason());
        }
    }

    private RealServer start(Flavor flavor) {
        String known = missing.get(flavor);
        if (known != null) {
            throw skip(known);
        }
        try {
            return RealServer.start(flavor, List.of(), Servers::tell);
        } catch (ServerUnavailableException unavailable) {
            missing.put(flavor, unavailable.reason());
            throw skip(unavailable.reason());
        }
    }

    private static RuntimeException skip(String reason) {
        if (MUST_NOT_SKIP) {
            throw new AssertionError("must not be skipped in CI: " + reason);
        }
        return new TestAbortedException(reason);
    }

    private static void tell(String line) {
        System.err.println("test servers: " + line);
    }

    @Override
    public void close() {
        running.values().forEach(RealServer::close);
    }

    /** Keeps the servers in the store of the whole run, which closes them. */
    static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Servers.class;
        }

        @Override
        public Servers resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Store store = context.getRoot().getStore(Namespace.create(Servers.class));
            return store.computeIfAbsent(Servers.class, key -> new Servers(), Servers.class);
        }
    }
}

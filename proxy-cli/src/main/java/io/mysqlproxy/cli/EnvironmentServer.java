package io.mysqlproxy.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that runs already: {@code MYSQL_TEST_URL} is {@code host:port}, alone or inside a URL; {@code MYSQL_TEST_USER} (root if unset) and
 * {@code MYSQL_TEST_PASSWORD} (empty if unset) log in there.
 */
final class EnvironmentServer implements ServerSource {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:[a-z:]+//)?(?<host>[^/:?]+|\\[[^]]+])(?::(?<port>\\d{1,5}))?(?:[/?].*)?");
    private static final String DEFAULT_PORT = "3306";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Map<String, String> environment;

    EnvironmentServer(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "server from the environment";
    }

    @Override
    public RealServer start(Flavor wanted, List<String> arguments, Consumer<String> progress) {
        String url = environment.get("MYSQL_TEST_URL");
        if (url == null) {
            throw new ServerUnavailableException("MYSQL_TEST_URL is not set");
        }
        if (!arguments.isEmpty()) {
            throw new ServerUnavailableException("it runs already and cannot be given " + String.join(" ", arguments));
        }
        Matcher matcher = ADDRESS.matcher(url);
        if (!matcher.matches()) {
            throw new ServerUnavailableException("MYSQL_TEST_URL is not host:port: " + url);
        }
        String port = matcher.group("port");
        return at(matcher.group("host"), Integer.parseInt(port == null ? DEFAULT_PORT : port), wanted);
    }

    private RealServer at(String host, int port, Flavor wanted) {
        String version;
        try {
            version = Greeting.over(new InetSocketAddress(host, port), TIMEOUT).version();
        } catch (IOException | IllegalArgumentException e) {
            throw new ServerUnavailableException(
                    "MYSQL_TEST_URL names " + host + ":" + port + ", which does not answer: " + e.getMessage(), e);
        }
        if (Flavor.ofVersion(version) != wanted) {
            throw new ServerUnavailableException("MYSQL_TEST_URL names a server " + version);
        }
        return new RealServer(
                wanted.productName() + " " + version + " from MYSQL_TEST_URL",
                wanted,
                version,
                host,
                port,
                environment.getOrDefault("MYSQL_TEST_USER", "root"),
                environment.getOrDefault("MYSQL_TEST_PASSWORD", ""),
                RealServer.Running.ELSEWHERE);
    }
}

package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Servers.Resolver.class)
class EnvironmentServerTest {
    @Test
    void usesTheServerThatTheUrlNames(Servers servers) {
        RealServer running = servers.get(Flavor.MARIADB);
        String url = "jdbc:mariadb://127.0.0.1:" + running.port() + "/mysql?user=x";

        try (RealServer found = start(Map.of("MYSQL_TEST_URL", url, "MYSQL_TEST_USER", "me"), Flavor.MARIADB)) {
            assertThat(found)
                    .isEqualTo(new RealServer(
                            "MariaDB " + running.version() + " from MYSQL_TEST_URL",
                            Flavor.MARIADB,
                            running.version(),
                            "127.0.0.1",
                            running.port(),
                            "me",
                            "",
                            RealServer.Running.ELSEWHERE));
        }
    }

    @Test
    void saysThatTheServerIsOfTheOtherFamily(Servers servers) {
        RealServer running = servers.get(Flavor.MARIADB);
        assertRefusal(
                Map.of("MYSQL_TEST_URL", "127.0.0.1:" + running.port()),
                "MYSQL_TEST_URL names a server " + running.version());
    }

    @Test
    void saysWhatIsMissing() {
        assertRefusal(Map.of(), "MYSQL_TEST_URL is not set");
        assertRefusal(Map.of("MYSQL_TEST_URL", "//"), "MYSQL_TEST_URL is not host:port: //");
    }

    @Test
    void cannotGiveOptionsToAServerThatRuns() {
        assertThatThrownBy(() -> new EnvironmentServer(Map.of("MYSQL_TEST_URL", "db"))
                        .start(Flavor.MYSQL, List.of("--max-connections=3"), line -> {}))
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessage("it runs already and cannot be given --max-connections=3");
    }

    private static void assertRefusal(Map<String, String> environment, String reason) {
        assertThatThrownBy(() -> start(environment, Flavor.MYSQL))
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessage(reason);
    }

    private static RealServer start(Map<String, String> environment, Flavor wanted) {
        return new EnvironmentServer(environment).start(wanted, List.of(), line -> {});
    }
}

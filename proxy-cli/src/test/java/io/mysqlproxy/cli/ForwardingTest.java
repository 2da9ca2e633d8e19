package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.TcpProxy;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every driver sees every server through the plain proxy as it sees it directly, byte for byte. */
@ExtendWith(Servers.Resolver.class)
class ForwardingTest {
    static Stream<Arguments> driversAndServers() {
        return Arrays.stream(Flavor.values())
                .flatMap(flavor -> Arrays.stream(Driver.values()).map(driver -> Arguments.of(driver, flavor)));
    }

    @ParameterizedTest
    @MethodSource("driversAndServers")
    void clientSeesTheServerAsIfItWereNotThere(Driver driver, Flavor flavor, Servers servers) throws IOException {
        RealServer server = servers.get(flavor);
        try (TcpProxy proxy =
                TcpProxy.listenOn(0).upstream(server.host(), server.port()).start()) {
            List<String> direct = visit(driver, server, server.port());

            assertThat(visit(driver, server, proxy.port())).isEqualTo(direct);
            assertThat(direct).hasSizeGreaterThan(8);
        }
    }

    private static List<String> visit(Driver driver, RealServer server, int port) {
        return Visit.report(() -> driver.connect(port, server.user(), server.password(), "mysql"));
    }

    @ParameterizedTest
    @MethodSource("driversAndServers")
    void everyByteArrivesAsItWasSent(Driver driver, Flavor flavor, Servers servers)
            throws IOException, InterruptedException {
        RealServer server = servers.get(flavor);
        try (RecordingRelay atServer = new RecordingRelay(server.port());
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream("127.0.0.1", atServer.port())
                        .start();
                RecordingRelay atClient = new RecordingRelay(proxy.port())) {
            visit(driver, server, atClient.port());

            assertThat(atServer.recordings()).isEqualTo(atClient.recordings()).isNotEmpty();
        }
    }
}

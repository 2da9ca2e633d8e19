package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.Compression;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a driver does with a server over a compressed connection, every packet is understood and counted as over a plain one. */
@ExtendWith(Servers.Resolver.class)
class CompressedWorkloadsTest {
    private static final String SCHEMA = "compressed_workloads";
    private static final Map<String, String> COMPRESSED = Map.of("useCompression", "true");
    private static final int BLOB = 20 << 20;

    static Stream<Arguments> driversAndServers() {
        return Stream.of(Driver.CONNECTOR_J_9_7, Driver.MARIADB_3_5)
                .flatMap(driver -> Arrays.stream(Flavor.values()).map(flavor -> Arguments.of(driver, flavor)));
    }

    @ParameterizedTest
    @MethodSource("driversAndServers")
    void understandsEveryPacketOfEveryWorkload(Driver driver, Flavor flavor, Servers servers)
            throws SQLException, IOException {
        RealServer server = servers.get(flavor);
        Works.prepare(driver, server, SCHEMA);
        for (Workload workload : Workload.values()) {
            if (workload == Workload.LOCAL_INFILE && !driver.isOracle()) {
                // Servers refuse the driver's compressed files as packets out of order, without the proxy as well.
                continue;
            }
            Seen direct = workload.run(driver, server, server.port(), SCHEMA);
            Watch watch = new Watch();
            Seen seen;
            try (TcpProxy proxy = Works.proxy(server, watch)) {
                seen = workload.run(driver, server, proxy.port(), SCHEMA, COMPRESSED);
            }

            assertThat(seen)
                    .as("seen by " + workload)
                    .usingRecursiveComparison()
                    .isEqualTo(direct);
            watch.assertAllUnderstood();
            assertThat(watch.countedRows()).as("rows of " + workload).isEqualTo(seen.rows());
            assertThat(watch.countedAffected()).as("affected by " + workload).isEqualTo(seen.affected());
            assertAllCompressed(watch);
        }
    }

    /** A packet of more than 16 MiB in each direction, over many compressed frames. */
    @ParameterizedTest
    @MethodSource("driversAndServers")
    void understandsPacketsOfMoreThanSixteenMebibytes(Driver driver, Flavor flavor, Servers servers)
            throws SQLException, IOException {
        RealServer server = servers.get(flavor);
        Works.prepare(driver, server, SCHEMA);
        Watch watch = new Watch();
        try (TcpProxy proxy = Works.proxy(server, watch);
                Connection connection =
                        driver.connect(proxy.port(), server.user(), server.password(), SCHEMA, COMPRESSED)) {
            assertThat(LargeValues.sentAndReadBack(connection, BLOB)).isEqualTo(BLOB);
        }
        watch.assertAllUnderstood();
        assertThat(watch.longest()).isGreaterThan(BLOB);
        assertAllCompressed(watch);
    }

    private static void assertAllCompressed(Watch watch) {
        assertThat(watch.compressions()).isNotEmpty();
        for (Compression compression : watch.compressions()) {
            assertThat(compression.algorithm()).isEqualTo(CompressionAlgorithm.ZLIB);
            for (Direction direction : Direction.values()) {
                assertThat(compression.frames(direction)).isPositive();
                assertThat(compression.contentBytes(direction)).isPositive();
                assertThat(compression.misannounced(direction)).isZero();
            }
        }
    }
}

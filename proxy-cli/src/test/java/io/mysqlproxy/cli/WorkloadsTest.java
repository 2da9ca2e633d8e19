package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.conversation.PacketKind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a driver does with a server, every packet is understood, in its place, and can be written again; a single one that is not fails the test. */
@ExtendWith(Servers.Resolver.class)
class WorkloadsTest {
    private static final String SCHEMA = "workloads";
    private static final int BLOB = 64 << 20;

    /** What every driver can be brought to do. */
    private static final Set<PacketKind> EXPECTED = EnumSet.of(
            PacketKind.COM_QUERY,
            PacketKind.COM_PING,
            PacketKind.COM_STMT_PREPARE,
            PacketKind.COM_STMT_EXECUTE,
            PacketKind.COM_STMT_SEND_LONG_DATA,
            PacketKind.COM_STMT_CLOSE,
            PacketKind.COM_QUIT,
            PacketKind.PREPARE_OK,
            PacketKind.TEXT_ROW,
            PacketKind.BINARY_ROW,
            PacketKind.LOCAL_INFILE_REQUEST,
            PacketKind.LOCAL_INFILE_DATA,
            PacketKind.ERR);

    static Stream<Arguments> newestDriversAndServers() {
        return Stream.of(Driver.CONNECTOR_J_9_7, Driver.MARIADB_3_5)
                .flatMap(driver -> Arrays.stream(Flavor.values()).map(flavor -> Arguments.of(driver, flavor)));
    }

    @ParameterizedTest
    @MethodSource("newestDriversAndServers")
    void understandsEveryPacketOfEveryWorkload(Driver driver, Flavor flavor, Servers servers)
            throws SQLException, IOException {
        RealServer server = servers.get(flavor);
        Works.prepare(driver, server, SCHEMA);
        EnumSet<PacketKind> kinds = EnumSet.noneOf(PacketKind.class);
        for (Workload workload : Workload.values()) {
            Counters before = Counters.of(driver, server);
            Seen direct = workload.run(driver, server, server.port(), SCHEMA);
            Watch watch = new Watch();
            Seen seen;
            try (TcpProxy proxy = Works.proxy(server, watch)) {
                seen = workload.run(driver, server, proxy.port(), SCHEMA);
            }

            assertThat(seen)
                    .as("seen by " + workload)
                    .usingRecursiveComparison()
                    .isEqualTo(direct);
            watch.assertAllUnderstood();
            assertThat(watch.countedRows()).as("rows of " + workload).isEqualTo(seen.rows());
            assertThat(watch.countedAffected()).as("affected by " + workload).isEqualTo(seen.affected());
            assertThat(watch.countedErrors()).as("errors of " + workload).isGreaterThanOrEqualTo(seen.errors());
            if (workload != Workload.REFUSED_PREPARE) {
                // Servers do not count what is asked of a statement that does not exist.
                before.assertGrownByTwice(watch, workload, driver, server);
            }
            kinds.addAll(watch.kinds());
        }
        assertThat(kinds).containsAll(EXPECTED);
        if (driver.isOracle()) {
            assertThat(kinds).contains(PacketKind.COM_STMT_FETCH);
        } else if (flavor == Flavor.MARIADB) {
            assertThat(kinds).contains(PacketKind.COM_STMT_BULK_EXECUTE);
        }
    }

    @ParameterizedTest
    @MethodSource("newestDriversAndServers")
    void keepsLittleOfLargeValuesInBothDirections(Driver driver, Flavor flavor, Servers servers)
            throws SQLException, IOException {
        RealServer server = servers.get(flavor);
        Works.prepare(driver, server, SCHEMA);
        Watch watch = new Watch();
        try (TcpProxy proxy = Works.proxy(server, watch);
                Connection connection =
                        driver.connect(proxy.port(), server.user(), server.password(), SCHEMA, Map.of())) {
            assertThat(LargeValues.sentAndReadBack(connection, BLOB)).isEqualTo(BLOB);
        }
        watch.assertAllUnderstood();
        assertThat(watch.longest()).isGreaterThan(BLOB);
        assertThat(watch.count(PacketKind.TEXT_ROW, PacketKind.BINARY_ROW)).isPositive();
    }
}

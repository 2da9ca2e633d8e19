package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every driver's whole visit to every server is understood packet by packet, and the driver does not notice. */
@ExtendWith(Servers.Resolver.class)
class DecodingTest {
    static Stream<Arguments> driversAndServers() {
        return Arrays.stream(Flavor.values())
                .flatMap(flavor -> Arrays.stream(Driver.values()).map(driver -> Arguments.of(driver, flavor)));
    }

    @ParameterizedTest
    @MethodSource("driversAndServers")
    void understandsEveryPacketOfAVisit(Driver driver, Flavor flavor, Servers servers)
            throws IOException, InterruptedException {
        RealServer server = servers.get(flavor);
        try (Rig rig = new Rig(server)) {
            List<String> direct = visit(driver, server, server.port(), Driver.Option.SERVER_SIDE_PREPARE);

            assertThat(visit(driver, server, rig.port(), Driver.Option.SERVER_SIDE_PREPARE))
                    .isEqualTo(direct);
            rig.assertTransparent();
            rig.log().assertNothingOdd();
            assertThat(rig.log().opaque()).isEmpty();
            assertThat(rig.log().kinds(1))
                    .startsWith(PacketKind.HANDSHAKE_V10, PacketKind.HANDSHAKE_RESPONSE_41)
                    .containsSubsequence(PacketKind.OK, PacketKind.COM_QUERY)
                    .containsSubsequence(PacketKind.COM_STMT_PREPARE, PacketKind.PREPARE_OK, PacketKind.BINARY_ROW)
                    .containsSubsequence(PacketKind.COM_STMT_EXECUTE, PacketKind.BINARY_ROW)
                    .contains(PacketKind.ERR)
                    .endsWith(PacketKind.COM_QUIT);
        }
    }

    @ParameterizedTest
    @MethodSource("driversAndServers")
    void understandsEveryPacketOfACompressedVisit(Driver driver, Flavor flavor, Servers servers)
            throws IOException, InterruptedException {
        RealServer server = servers.get(flavor);
        try (Rig rig = new Rig(server)) {
            List<String> direct = visit(driver, server, server.port(), Driver.Option.COMPRESSION);

            assertThat(visit(driver, server, rig.port(), Driver.Option.COMPRESSION))
                    .isEqualTo(direct)
                    .hasSizeGreaterThan(8);
            rig.assertTransparent();
            rig.log().assertNothingOdd();
            assertThat(rig.log().opaque()).isEmpty();
            assertThat(rig.log().compressed()).containsExactly(CompressionAlgorithm.ZLIB);
            assertThat(rig.log().kinds(1))
                    .containsSubsequence(PacketKind.OK, PacketKind.COM_QUERY, PacketKind.TEXT_ROW)
                    .contains(PacketKind.ERR)
                    .endsWith(PacketKind.COM_QUIT);
        }
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void passesTlsUnread(Driver driver, Servers servers) throws IOException, InterruptedException {
        RealServer server = servers.get(Flavor.MYSQL);
        try (Rig rig = new Rig(server)) {
            List<String> direct = visit(driver, server, server.port(), Driver.Option.TLS);

            assertThat(visit(driver, server, rig.port(), Driver.Option.TLS))
                    .isEqualTo(direct)
                    .hasSizeGreaterThan(8);
            rig.assertTransparent();
            rig.log().assertNothingOdd();
            assertThat(rig.log().opaque()).isEqualTo(Map.of(1L, OpaqueReason.TLS));
            assertThat(rig.log().kinds(1)).containsExactly(PacketKind.HANDSHAKE_V10, PacketKind.SSL_REQUEST);
        }
    }

    static Stream<Driver> drivers() {
        return Arrays.stream(Driver.values());
    }

    private static List<String> visit(Driver driver, RealServer server, int port, Driver.Option option) {
        return Visit.report(() -> driver.connect(port, server.user(), server.password(), "mysql", option));
    }
}

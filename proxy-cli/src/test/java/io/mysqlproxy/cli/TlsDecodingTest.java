package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.MySqlTap;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.tls.CertificateAuthority;
import io.mysqlproxy.protocol.tls.ClientTlsMode;
import io.mysqlproxy.protocol.tls.KeyType;
import io.mysqlproxy.protocol.tls.ServerTlsMode;
import io.mysqlproxy.protocol.tls.TlsInterception;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every driver's whole visit in TLS is understood packet by packet, and the driver does not notice. MySQL's TLS is that of 2018: 1.2, RSA; MariaDB's is 1.3, EC. */
@ExtendWith(Servers.Resolver.class)
class TlsDecodingTest {
    @TempDir
    private static Path folder;

    private static final List<TlsMariaDb> STARTED = new ArrayList<>();

    @BeforeAll
    static void startServer(Servers servers) throws Exception {
        STARTED.add(TlsMariaDb.start(servers, folder, TlsMariaDb.client().certificate()));
    }

    @AfterAll
    static void stopServer() {
        STARTED.forEach(TlsMariaDb::close);
        STARTED.clear();
    }

    @ParameterizedTest
    @EnumSource
    void looksInsideTheTlsOfBothLegs(Driver driver, Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MYSQL);
        PacketLog log = visit(driver, server, ServerTlsMode.AS_CLIENT, Driver.Option.TLS);

        assertThat(log.kinds(1))
                .startsWith(PacketKind.HANDSHAKE_V10, PacketKind.SSL_REQUEST, PacketKind.HANDSHAKE_RESPONSE_41)
                .containsSubsequence(PacketKind.OK, PacketKind.COM_QUERY)
                .contains(PacketKind.ERR)
                .endsWith(PacketKind.COM_QUIT);
    }

    @ParameterizedTest
    @EnumSource
    void looksInsideTheTlsOfMariaDb(Driver driver) throws Exception {
        PacketLog log = visit(driver, STARTED.getFirst().server(), ServerTlsMode.AS_CLIENT, Driver.Option.TLS);

        assertThat(log.kinds(1))
                .startsWith(PacketKind.HANDSHAKE_V10, PacketKind.SSL_REQUEST, PacketKind.HANDSHAKE_RESPONSE_41)
                .containsSubsequence(PacketKind.OK, PacketKind.COM_QUERY)
                .endsWith(PacketKind.COM_QUIT);
    }

    @ParameterizedTest
    @EnumSource
    void beginsTlsWithMariaDbForAClientWithout(Driver driver) throws Exception {
        visit(driver, STARTED.getFirst().server(), ServerTlsMode.REQUIRED);
    }

    /** The client's TLS ends at the proxy; the server gets the log-in as a client without TLS would have sent it. */
    @ParameterizedTest
    @EnumSource
    void endsTheClientsTls(Driver driver, Servers servers) throws Exception {
        visit(driver, servers.get(Flavor.MYSQL), ServerTlsMode.DISABLED, Driver.Option.TLS);
    }

    /** MariaDB runs without TLS here, and the client has it all the same. */
    @ParameterizedTest
    @EnumSource
    void endsTheClientsTlsInFrontOfAServerThatHasNone(Driver driver, Servers servers) throws Exception {
        visit(driver, servers.get(Flavor.MARIADB), ServerTlsMode.PREFERRED, Driver.Option.TLS);
    }

    @ParameterizedTest
    @EnumSource
    void beginsTlsForAClientWithout(Driver driver, Servers servers) throws Exception {
        visit(driver, servers.get(Flavor.MYSQL), ServerTlsMode.REQUIRED);
    }

    /** The visit through the proxy reports what the visit without TLS and without proxy reports. */
    private static PacketLog visit(Driver driver, RealServer server, ServerTlsMode serverMode, Driver.Option... options)
            throws IOException, GeneralSecurityException {
        PacketLog log = new PacketLog();
        CertificateAuthority authority = CertificateAuthority.create(KeyType.EC);
        try (TcpProxy proxy = TcpProxy.listenOn(0)
                .upstream("127.0.0.1", server.port())
                .handler(TlsInterception.with(authority)
                        .clientMode(ClientTlsMode.PREFERRED)
                        .serverMode(serverMode)
                        .build())
                .tap(MySqlTap.reportingTo(log))
                .start()) {
            List<String> direct = report(driver, server, server.port());

            assertThat(report(driver, server, proxy.port(), options))
                    .isEqualTo(direct)
                    .hasSizeGreaterThan(8);
        }
        log.assertNothingOdd();
        assertThat(log.opaque()).isEmpty();
        return log;
    }

    private static List<String> report(Driver driver, RealServer server, int port, Driver.Option... options) {
        return Visit.report(() -> driver.connect(port, server.user(), server.password(), "mysql", options));
    }
}

package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.SslRequest.Form;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import org.junit.jupiter.api.Test;

class SslRequestTest {
    private static final Capabilities MYSQL = new Capabilities(0xdfff_ffffL);
    private static final Capabilities MARIADB = new Capabilities(0x0000_003d_81ff_fffeL);

    /** MySQL 9.7.4, mysql client 9.7.4, 2026-11-22. */
    @Test
    @Rule("TLS-1")
    void readsTheRequestOfProtocol41() {
        Bytes packet = Bytes.hex("85aabf19 00000001 ff 0000000000000000000000000000000000000000000000");

        SslRequest request = SslRequest.decode(WireReader.of(packet), MYSQL);

        assertThat(request)
                .isEqualTo(new SslRequest(
                        Form.PROTOCOL_41,
                        new Capabilities(0x19bf_aa85L),
                        1 << 24,
                        255,
                        Bytes.of(new byte[23]),
                        Oddities.NONE));
        assertThat(request.unsafeEncoded()).isEqualTo(packet);
    }

    /** MariaDB 11.8.9, mariadb client 11.8.9, 2026-11-22. */
    @Test
    void readsMariaDbsExtendedFlags() {
        Bytes packet = Bytes.hex("84aabf00 00000010 2d 00000000000000000000000000000000000000 1d000000");

        SslRequest request = SslRequest.decode(WireReader.of(packet), MARIADB);

        assertThat(request)
                .isEqualTo(new SslRequest(
                        Form.PROTOCOL_41,
                        new Capabilities(0x0000_001d_00bf_aa84L),
                        1 << 28,
                        45,
                        Bytes.of(new byte[19]),
                        Oddities.NONE));
        assertThat(request.unsafeEncoded()).isEqualTo(packet);
    }

    /** By the sources of the server, which takes the form of clients before 4.1. */
    @Test
    @Rule("TLS-2")
    void readsTheRequestOfProtocol320() {
        Bytes packet = Bytes.hex("0508 ffffff");

        SslRequest request = SslRequest.decode(WireReader.of(packet), MYSQL);

        assertThat(request)
                .isEqualTo(new SslRequest(
                        Form.PROTOCOL_320, new Capabilities(0x0805), 0xff_ffff, 0, Bytes.EMPTY, Oddities.NONE));
        assertThat(request.unsafeEncoded()).isEqualTo(packet);
    }

    /** By the sources of the server, which tells of an old Connector/J. */
    @Test
    @Rule("TLS-2")
    void readsARequestOfNothingButFlags() {
        Bytes packet = Bytes.hex("85aa0f00");

        SslRequest request = SslRequest.decode(WireReader.of(packet), MYSQL);

        assertThat(request)
                .isEqualTo(new SslRequest(
                        Form.CAPABILITIES_ONLY, new Capabilities(0x000f_aa85L), 0, 0, Bytes.EMPTY, Oddities.NONE));
        assertThat(request.unsafeEncoded()).isEqualTo(packet);
    }

    /** MySQL 9.7.4, raw client, 2026-11-22: the server begins TLS after it. */
    @Test
    @Rule("CON-7")
    void keepsWhatALongerRequestHasBeyondItsLayout() {
        Bytes packet = Bytes.hex("07aa2f00 00000001 2d 0000000000000000000000000000000000000000000000 737572706c7573");

        SslRequest request = SslRequest.decode(WireReader.of(packet), MYSQL);

        assertThat(request.oddities()).isEqualTo(Oddities.surplus(Bytes.utf8("surplus")));
        assertThat(request.unsafeEncoded()).isEqualTo(packet);
    }
}

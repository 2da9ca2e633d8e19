package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.DialogData.Question;
import io.mysqlproxy.protocol.message.OpaqueAuthData.Nothing;
import io.mysqlproxy.protocol.message.PasswordData.FastAuthenticationSucceeded;
import io.mysqlproxy.protocol.message.PasswordData.Nonce;
import io.mysqlproxy.protocol.message.PasswordData.Scramble;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packets that carry the plugins' data. */
class AuthPacketsTest {
    private static final AuthContext SHA2 = AuthContext.start("caching_sha2_password", false);

    /** MySQL 9.7.4, raw client, 2026-11-22: in the middle of a COM_CHANGE_USER. */
    @Test
    void readsASwitch() {
        Bytes packet = Bytes.hex(
                "fe 63616368696e675f736861325f70617373776f726400" + "55515e0751515a2003067e136a216c582d2a3d70 00");

        AuthSwitchRequest request = AuthSwitchRequest.decode(WireReader.of(packet));

        assertThat(request)
                .isEqualTo(new AuthSwitchRequest(
                        Bytes.utf8("caching_sha2_password"),
                        new Nonce(Secret.of(Bytes.hex("55515e0751515a2003067e136a216c582d2a3d70 00"))),
                        Oddities.NONE));
        assertThat(request.unsafeEncoded()).isEqualTo(packet);
    }

    /** MariaDB 10.11.19, mariadb client 10.11.19 with PAM, 2026-11-22. */
    @Test
    void readsASwitchWithoutData() {
        Bytes packet = Bytes.hex("fe 6469616c6f67 00");

        AuthSwitchRequest request = AuthSwitchRequest.decode(WireReader.of(packet));

        assertThat(request).isEqualTo(new AuthSwitchRequest(Bytes.utf8("dialog"), new Nothing(), Oddities.NONE));
        assertThat(request.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsASwitchWhosePluginHasNoNul() {
        Bytes packet = Bytes.hex("fe 6469616c6f67");

        AuthSwitchRequest request = AuthSwitchRequest.decode(WireReader.of(packet));

        assertThat(request)
                .isEqualTo(new AuthSwitchRequest(
                        Bytes.utf8("dialog"), new Nothing(), new Oddities(List.of(), true, 0, Secret.EMPTY)));
        assertThat(request.unsafeEncoded()).isEqualTo(packet);
    }

    /** MariaDB 10.11.19, raw client, 2026-11-22, with {@code secure_auth} off. */
    @Test
    void readsTheOldSwitch() {
        Bytes packet = Bytes.hex("fe");

        OldAuthSwitchRequest request = OldAuthSwitchRequest.decode(WireReader.of(packet));

        assertThat(request.unsafeEncoded()).isEqualTo(packet);
        assertThatThrownBy(() -> OldAuthSwitchRequest.decode(WireReader.of(Bytes.hex("fe 61"))))
                .isInstanceOf(MalformedPacketException.class);
    }

    /** By the server's sources. */
    @Test
    void readsTheNextFactor() {
        Bytes packet = Bytes.hex("02 6469616c6f67 00 0441");

        AuthNextFactor factor = AuthNextFactor.decode(WireReader.of(packet));

        assertThat(factor)
                .isEqualTo(new AuthNextFactor(Bytes.utf8("dialog"), new Question(4, Bytes.utf8("A")), Oddities.NONE));
        assertThat(factor.unsafeEncoded()).isEqualTo(packet);
    }

    /** MySQL 9.7.4, mysql client 9.7.4, 2026-11-22. */
    @Test
    void readsMoreData() {
        Bytes packet = Bytes.hex("01 03");

        AuthMoreData more = AuthMoreData.decode(WireReader.of(packet), SHA2);

        assertThat(more).isEqualTo(new AuthMoreData(new FastAuthenticationSucceeded()));
        assertThat(more.unsafeEncoded()).isEqualTo(packet);
    }

    /** MariaDB 10.11.19, mariadb client 10.11.19 with PAM, 2026-11-22. */
    @Test
    @Rule({"AUT-2", "AUT-3"})
    void readsDataThatHasNoHeader() {
        Bytes packet = Bytes.hex("04 50617373776f72643a20");

        RawAuthData raw = RawAuthData.decode(WireReader.of(packet), AuthContext.start("dialog", false));

        assertThat(raw).isEqualTo(new RawAuthData(new Question(4, Bytes.utf8("Password: "))));
        assertThat(raw.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsAnAnswer() {
        Bytes packet = Bytes.hex("66".repeat(32));

        AuthSwitchResponse response = AuthSwitchResponse.decode(WireReader.of(packet), SHA2);

        assertThat(response).isEqualTo(new AuthSwitchResponse(new Scramble(Secret.of(packet))));
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }
}

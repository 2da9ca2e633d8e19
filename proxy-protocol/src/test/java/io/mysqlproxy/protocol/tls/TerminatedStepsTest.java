package io.mysqlproxy.protocol.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Talk;
import io.mysqlproxy.protocol.wire.Bytes;
import org.junit.jupiter.api.Test;

/** The client is in TLS, the server plain. */
class TerminatedStepsTest {
    private static final Bytes PASSWORD = Bytes.utf8("s3cret\0");
    private static final Bytes KEY_REQUEST = Bytes.hex("01");
    /** Of the proxy, which here plays the server. */
    private static final Bytes KEY =
            Bytes.hex("01" + Bytes.of(PasswordCipher.ownPublicKey()).toHex());

    private final Greeting greeting = requireNonNull(
            Greeting.read(Bytes.of(TlsPeers.frame(0, Talk.MYSQL_9_7_GREETING)).asByteBuffer()));
    private final TerminatedSteps steps = new TerminatedSteps(greeting, TlsPeers.SSL_REQUEST.toArray());

    private static byte[] response(long capabilities, String plugin, Bytes answer) {
        return Talk.response(capabilities, plugin, answer).toArray();
    }

    @Test
    void asksForTheKeyInTheLogInItselfWhereThePasswordIsInIt() throws Exception {
        assertThat(steps.onClientPacket(response(Talk.BASE | TlsPeers.SSL, "sha256_password", PASSWORD)))
                .isEqualTo(response(Talk.BASE, "sha256_password", KEY_REQUEST));

        assertThat(steps.onServerPacket(KEY.toArray())).isNull();
        byte[] block = requireNonNull(steps.takeAnswerForServer());
        assertThat(PasswordCipher.decrypt(block, greeting.nonce())).isEqualTo(PASSWORD.toArray());
    }

    /** The account has another plugin than the one that the client began with. */
    @Test
    void takesASwitchForNoKey() {
        steps.onClientPacket(response(Talk.BASE | TlsPeers.SSL, "sha256_password", PASSWORD));
        byte[] toCachingSha2 = Bytes.hex(
                        "fe" + Bytes.utf8("caching_sha2_password").toHex() + "00"
                                + Bytes.of(greeting.nonce()).toHex() + "00")
                .toArray();

        assertThat(steps.onServerPacket(toCachingSha2)).isEqualTo(toCachingSha2);
        byte[] full = Bytes.hex("0104").toArray();
        assertThat(steps.onServerPacket(full)).isEqualTo(full);
        assertThat(steps.takeAnswerForServer()).isNull();
        assertThat(steps.onClientPacket(PASSWORD.toArray()))
                .isEqualTo(Bytes.hex("02").toArray());
    }

    @Test
    void refusesPasswordsThatKnowNoOtherWayThanClear() {
        assertThat(steps.onClientPacket(response(Talk.BASE | TlsPeers.SSL, "mysql_clear_password", PASSWORD)))
                .isNull();

        assertThat(new String(requireNonNull(steps.takeRefusal()), UTF_8))
                .contains("28000The proxy does not send a password of mysql_clear_password");
    }
}

package io.mysqlproxy.protocol.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Talk;
import io.mysqlproxy.protocol.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The client is plain, the server in TLS. */
class OriginatedStepsTest {
    private static final byte[] PASSWORD = "s3cret\0".getBytes(UTF_8);
    private static final Bytes KEY_REQUEST = Bytes.hex("01");

    private final Greeting greeting = requireNonNull(
            Greeting.read(Bytes.of(TlsPeers.frame(0, Talk.MYSQL_9_7_GREETING)).asByteBuffer()));
    private final OriginatedSteps steps = new OriginatedSteps(greeting);

    private static byte[] response(long capabilities, String plugin, Bytes answer) {
        return Talk.response(capabilities, plugin, answer).toArray();
    }

    /** What the client sends when it was given the proxy's key. */
    private byte[] encrypted(byte[] keyPacket) throws GeneralSecurityException {
        return PasswordCipher.encrypt(PASSWORD, greeting.nonce(), Arrays.copyOfRange(keyPacket, 1, keyPacket.length));
    }

    @Test
    void keepsALogInBackUntilThePasswordIsThereWhereTheKeyIsAskedForInIt() throws Exception {
        assertThat(steps.onClientPacket(response(Talk.BASE, "sha256_password", KEY_REQUEST)))
                .isNull();
        byte[] key = requireNonNull(steps.takeAnswerForClient());

        assertThat(steps.onClientPacket(encrypted(key)))
                .isEqualTo(response(Talk.BASE | TlsPeers.SSL, "sha256_password", Bytes.of(PASSWORD)));
        assertThat(steps.hasRefused()).isFalse();
    }

    @Test
    void givesItsKeyAfterASwitch() throws Exception {
        assertThat(steps.onClientPacket(response(Talk.BASE, "caching_sha2_password", Bytes.EMPTY)))
                .isEqualTo(response(Talk.BASE | TlsPeers.SSL, "caching_sha2_password", Bytes.EMPTY));
        byte[] nonce = greeting.nonce();
        byte[] toSha256 = Bytes.hex("fe" + Bytes.utf8("sha256_password").toHex() + "00"
                        + Bytes.of(nonce).toHex() + "00")
                .toArray();
        assertThat(steps.onServerPacket(toSha256)).isEqualTo(toSha256);

        assertThat(steps.onClientPacket(KEY_REQUEST.toArray())).isNull();
        byte[] key = requireNonNull(steps.takeAnswerForClient());
        assertThat(steps.onClientPacket(encrypted(key))).isEqualTo(PASSWORD);
    }

    @Test
    void refusesAPasswordThatOnlyTheServerCouldRead() {
        assertThat(steps.onClientPacket(response(Talk.BASE, "sha256_password", Bytes.hex("ab".repeat(128)))))
                .isNull();

        assertThat(steps.hasRefused()).isTrue();
        assertThat(new String(requireNonNull(steps.takeRefusal()), UTF_8))
                .contains("28000The proxy cannot read a password that is encrypted with the server's public key");
    }

    @Test
    void refusesItAlsoWhereFullAuthenticationAsksForIt() {
        steps.onClientPacket(response(Talk.BASE, "caching_sha2_password", Bytes.hex("cd".repeat(32))));
        steps.onServerPacket(Bytes.hex("0104").toArray());

        assertThat(steps.onClientPacket(Bytes.hex("ab".repeat(256)).toArray())).isNull();
        assertThat(steps.hasRefused()).isTrue();
    }

    @Test
    void leavesAClientWithoutAPasswordAlone() {
        Bytes none = Bytes.hex("00");
        assertThat(steps.onClientPacket(response(Talk.BASE, "sha256_password", none)))
                .isEqualTo(response(Talk.BASE | TlsPeers.SSL, "sha256_password", none));
    }
}

package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.AuthDataTest.Dialogue;
import io.mysqlproxy.protocol.message.DialogData.Answer;
import io.mysqlproxy.protocol.message.DialogData.Question;
import io.mysqlproxy.protocol.message.OpaqueAuthData.Nothing;
import io.mysqlproxy.protocol.message.OpaqueAuthData.Unfitting;
import io.mysqlproxy.protocol.message.PasswordData.Nonce;
import io.mysqlproxy.protocol.message.SignatureData.NonceAndSignature;
import io.mysqlproxy.protocol.message.SignatureData.Salt;
import io.mysqlproxy.protocol.message.SignatureData.SaltRequest;
import io.mysqlproxy.protocol.message.SignatureData.Signature;
import io.mysqlproxy.protocol.message.TokenData.GssapiTarget;
import io.mysqlproxy.protocol.message.TokenData.IdentityToken;
import io.mysqlproxy.protocol.message.TokenData.KerberosTarget;
import io.mysqlproxy.protocol.message.TokenData.SaslMechanism;
import io.mysqlproxy.protocol.message.TokenData.Token;
import io.mysqlproxy.protocol.message.WebauthnData.Assertion;
import io.mysqlproxy.protocol.message.WebauthnData.Assertions;
import io.mysqlproxy.protocol.message.WebauthnData.Challenge;
import io.mysqlproxy.protocol.message.WebauthnData.CredentialId;
import io.mysqlproxy.protocol.message.WebauthnData.CredentialIdRequest;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The plugins that are rarely met. Bytes are built by hand after the sources of the servers' plugins, except where a test names a capture; dialog,
 * client_ed25519 and parsec are among the captured sessions too.
 */
class OtherPluginsFromSourcesTest {
    /** The prompt: MariaDB 10.11.19, mariadb client 10.11.19 with PAM, 2026-11-22. */
    @Test
    @Rule("SEC-5")
    void tellsTheQuestionsOfDialogAndHidesTheAnswers() {
        Dialogue dialogue = new Dialogue("dialog", false);

        assertThat(dialogue.server(Bytes.hex("0450617373776f72643a20")))
                .isEqualTo(new Question(4, Bytes.utf8("Password: ")));
        assertThat(dialogue.client(Bytes.hex("707700"))).isEqualTo(new Answer(secret("707700")));
        assertThat(dialogue.server(Bytes.utf8("\u0003Code?"))).isEqualTo(new Question(3, Bytes.utf8("Code?")));
        assertThat(dialogue.descriptions)
                .containsExactly("question for a password: Password: ", "answer of the user", "last question: Code?");
    }

    @ParameterizedTest
    @CsvSource({"2, false, false", "3, false, true", "4, true, false", "5, true, true"})
    void tellsTheKindsOfQuestions(int kind, boolean password, boolean last) {
        Question question = new Question(kind, Bytes.EMPTY);

        assertThat(question.asksForPassword()).isEqualTo(password);
        assertThat(question.isLast()).isEqualTo(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "06", "61"})
    void tellsAQuestionOfNoKind(String data) {
        assertThat(new Dialogue("dialog", false).server(Bytes.hex(data)))
                .isEqualTo(new Unfitting("dialog", secret(data)));
    }

    /** MariaDB 10.11.19, mariadb client 10.11.19, 2026-11-22. */
    @Test
    void tellsTheStepsOfEd25519() {
        String nonce = "a856c1477ebbbcfe67f8e2be963177c166f46f2a34e9626acae3ce9e5af63c3b";
        String signature = "424875e7cb2a8a4c90ae2a8ab4515bc3377b98269593629b7be8dded4ff27665"
                + "339df3b734eae75ecdf89d26c24b3a3aa9b622681b2bef84491543652f36500d";
        Dialogue dialogue = new Dialogue("client_ed25519", false);

        assertThat(dialogue.server(Bytes.hex(nonce))).isEqualTo(new Nonce(secret(nonce)));
        assertThat(dialogue.client(Bytes.hex(signature))).isEqualTo(new Signature(secret(signature)));
        assertThat(dialogue.descriptions).containsExactly("nonce", "signature");
    }

    /** MariaDB 11.8.9, mariadb client 11.8.9, 2026-11-22. */
    @Test
    void tellsTheStepsOfParsec() {
        String nonce = "05fc1e1054144058e35e2faf93e79a5215c8335a601a6908a94f24148d5cf170";
        String clientNonce = "fadca20d851db399716f101620974fb2328d47cffe41df213f8bc826ccd4bb7c";
        String signature = "b606f55cf51d5ed92e6963241e94f241efef1ca9adb5a6cc3e9c58d2585b67fb"
                + "604ba3b9ecc4041f3dc96994eb0d6ce50b47ae560d2f8f6cee6f486dfb503508";
        Dialogue dialogue = new Dialogue("parsec", false);

        assertThat(dialogue.server(Bytes.hex(nonce))).isEqualTo(new Nonce(secret(nonce)));
        assertThat(dialogue.client(Bytes.EMPTY)).isEqualTo(new SaltRequest());
        assertThat(dialogue.server(Bytes.hex("500047fd405c00cf0ada879ddb50655d4a3e334e")))
                .isEqualTo(new Salt(0, secret("47fd405c00cf0ada879ddb50655d4a3e334e")));
        assertThat(dialogue.client(Bytes.hex(clientNonce + signature)))
                .isEqualTo(new NonceAndSignature(secret(clientNonce), secret(signature)));
        assertThat(dialogue.descriptions)
                .containsExactly("nonce", "asks for the salt", "salt", "the client's nonce and signature");
    }

    @Test
    @Rule("SEC-6")
    void tellsTheStepsOfGssapi() {
        Dialogue dialogue = new Dialogue("auth_gssapi_client", false);

        assertThat(dialogue.server(Bytes.utf8("mysql/host@REALM\0Kerberos\0")))
                .isEqualTo(new GssapiTarget(Bytes.utf8("mysql/host@REALM"), Bytes.utf8("Kerberos")));
        assertThat(dialogue.client(Bytes.hex("6082"))).isEqualTo(new Token("GSSAPI", secret("6082")));
        assertThat(dialogue.server(Bytes.hex("610000"))).isEqualTo(new Token("GSSAPI", secret("610000")));
        assertThat(dialogue.descriptions)
                .containsExactly(
                        "service principal mysql/host@REALM, mechanisms Kerberos", "GSSAPI token", "GSSAPI token");
    }

    @Test
    void tellsTheStepsOfSasl() {
        Dialogue dialogue = new Dialogue("authentication_ldap_sasl_client", false);

        assertThat(dialogue.server(Bytes.utf8("SCRAM-SHA-256")))
                .isEqualTo(new SaslMechanism(Bytes.utf8("SCRAM-SHA-256")));
        assertThat(dialogue.client(Bytes.utf8("n,,n=u,r=x"))).isEqualTo(new Token("SASL", text("n,,n=u,r=x")));
        assertThat(dialogue.server(Bytes.utf8("GSSAPI"))).isEqualTo(new Token("SASL", text("GSSAPI")));
        assertThat(dialogue.descriptions).containsExactly("SASL mechanism SCRAM-SHA-256", "SASL token", "SASL token");
    }

    @Test
    @Rule("FRM-5")
    void tellsTheEmptyPacketOfASaslServer() {
        assertThat(new Dialogue("authentication_ldap_sasl_client", false).server(Bytes.EMPTY))
                .isEqualTo(new Nothing());
    }

    @Test
    void tellsTheStepsOfKerberos() {
        Dialogue dialogue = new Dialogue("authentication_kerberos_client", false);

        assertThat(dialogue.server(Bytes.hex("0500 6d7973716c 0300 4f5247")))
                .isEqualTo(new KerberosTarget(Bytes.utf8("mysql"), Bytes.utf8("ORG")));
        assertThat(dialogue.client(Bytes.hex("6082"))).isEqualTo(new Token("Kerberos", secret("6082")));
        assertThat(dialogue.descriptions).containsExactly("service principal mysql, realm ORG", "Kerberos token");
    }

    /** A length that goes beyond the data. */
    @Test
    void tellsDataOfKerberosThatDoesNotFit() {
        assertThat(new Dialogue("authentication_kerberos_client", false).server(Bytes.hex("0600 6d7973716c")))
                .isEqualTo(new Unfitting("authentication_kerberos_client", secret("06006d7973716c")));
    }

    @Test
    void tellsTheStepsOfOci() {
        Dialogue dialogue = new Dialogue("authentication_oci_client", false);

        assertThat(dialogue.server(Bytes.hex("55".repeat(32)))).isEqualTo(new Nonce(secret("55".repeat(32))));
        assertThat(dialogue.client(Bytes.utf8("{\"fingerprint\":\"f\"}")))
                .isEqualTo(new Token("OCI", text("{\"fingerprint\":\"f\"}")));
    }

    @Test
    void tellsTheTokenOfOpenIdConnect() {
        Dialogue dialogue = new Dialogue("authentication_openid_connect_client", true);

        assertThat(dialogue.server(Bytes.EMPTY)).isEqualTo(new Nothing());
        assertThat(dialogue.client(Bytes.hex("01 03 657930"))).isEqualTo(new IdentityToken(1, secret("657930")));
        assertThat(dialogue.descriptions).containsExactly("nothing", "OpenID Connect identity token");
    }

    /** Longer than needed: readable, but not written again by the value, so that it is told as it came. */
    @Test
    void tellsATokenWhoseLengthIsWrittenInAnOddWayAsItCame() {
        assertThat(new Dialogue("authentication_openid_connect_client", true).client(Bytes.hex("01 fc0300 657930")))
                .isEqualTo(new Unfitting("authentication_openid_connect_client", secret("01fc0300657930")));
    }

    @Test
    void tellsTheStepsOfWindows() {
        Dialogue dialogue = new Dialogue("authentication_windows_client", false);

        assertThat(dialogue.client(Bytes.hex("4e54"))).isEqualTo(new Token("Windows", secret("4e54")));
        assertThat(dialogue.server(Bytes.hex("4e55"))).isEqualTo(new Token("Windows", secret("4e55")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"authentication_webauthn_client", "authentication_fido_client"})
    @Rule("SEC-7")
    void tellsTheStepsOfWebauthn(String plugin) {
        Dialogue dialogue = new Dialogue(plugin, false);

        assertThat(dialogue.server(Bytes.hex("01 20" + "55".repeat(32) + "05 6d7973716c")))
                .isEqualTo(new Challenge(1, secret("55".repeat(32)), Bytes.utf8("mysql")));
        assertThat(dialogue.client(Bytes.hex("01"))).isEqualTo(new CredentialIdRequest());
        assertThat(dialogue.server(Bytes.hex("04 01020304"))).isEqualTo(new CredentialId(secret("01020304")));
        assertThat(dialogue.client(Bytes.hex("02 02 01aa 02bbbb 01cc 02dddd 02 7b7d")))
                .isEqualTo(new Assertions(
                        List.of(
                                new Assertion(secret("aa"), secret("bbbb")),
                                new Assertion(secret("cc"), secret("dddd"))),
                        secret("7b7d")));
        assertThat(dialogue.descriptions)
                .containsExactly(
                        "challenge for the security key of mysql",
                        "asks for the credential id",
                        "credential id",
                        "2 signatures of security keys");
    }

    @Test
    @Rule("LIM-2")
    void stopsAtThePacketsEndHoweverManySignaturesAreAnnounced() {
        Bytes data = Bytes.hex("02 feffffffffffffffff 0000 0000 0000");

        assertThat(new Dialogue("authentication_webauthn_client", false).client(data))
                .isEqualTo(new Unfitting("authentication_webauthn_client", Secret.of(data)));
    }

    private static Secret secret(String hex) {
        return Secret.of(Bytes.hex(hex));
    }

    private static Secret text(String text) {
        return Secret.of(Bytes.utf8(text));
    }
}

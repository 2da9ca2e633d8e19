package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.OpaqueAuthData.Ignored;
import io.mysqlproxy.protocol.message.OpaqueAuthData.Nothing;
import io.mysqlproxy.protocol.message.OpaqueAuthData.Unfitting;
import io.mysqlproxy.protocol.message.OpaqueAuthData.Unknown;
import io.mysqlproxy.protocol.message.PasswordData.ClearPassword;
import io.mysqlproxy.protocol.message.PasswordData.EncryptedPassword;
import io.mysqlproxy.protocol.message.PasswordData.FastAuthenticationSucceeded;
import io.mysqlproxy.protocol.message.PasswordData.FullAuthenticationRequired;
import io.mysqlproxy.protocol.message.PasswordData.NoPassword;
import io.mysqlproxy.protocol.message.PasswordData.Nonce;
import io.mysqlproxy.protocol.message.PasswordData.PublicKey;
import io.mysqlproxy.protocol.message.PasswordData.PublicKeyRequest;
import io.mysqlproxy.protocol.message.PasswordData.Scramble;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugins that prove a password or send it, and whatever is no plugin we know. */
class AuthDataTest {
    private static final Bytes PEM = Bytes.utf8("-----BEGIN PUBLIC KEY-----\nMIIBIjANBg\n-----END PUBLIC KEY-----\n");
    private static final Bytes RSA_BLOCK = Bytes.hex("5a".repeat(256));

    @Test
    void tellsTheStepsOfCachingSha2WithFastAuthentication() {
        Dialogue dialogue = new Dialogue("caching_sha2_password", false);

        assertThat(dialogue.server(Bytes.hex("55".repeat(20) + "00")))
                .isEqualTo(new Nonce(secret("55".repeat(20) + "00")));
        assertThat(dialogue.client(Bytes.hex("66".repeat(32)))).isEqualTo(new Scramble(secret("66".repeat(32))));
        assertThat(dialogue.server(Bytes.hex("03"))).isEqualTo(new FastAuthenticationSucceeded());
        assertThat(dialogue.descriptions).containsExactly("nonce", "scramble", "fast authentication succeeded");
    }

    @Test
    @Rule({"AUT-14", "SEC-4"})
    void tellsTheStepsOfCachingSha2WithThePublicKey() {
        Dialogue dialogue = new Dialogue("caching_sha2_password", false);
        dialogue.client(Bytes.hex("66".repeat(32)));

        assertThat(dialogue.server(Bytes.hex("04"))).isEqualTo(new FullAuthenticationRequired());
        assertThat(dialogue.client(Bytes.hex("02"))).isEqualTo(new PublicKeyRequest(2));
        assertThat(dialogue.server(PEM)).isEqualTo(new PublicKey(PEM));
        assertThat(dialogue.client(RSA_BLOCK)).isEqualTo(new EncryptedPassword(Secret.of(RSA_BLOCK)));
        assertThat(dialogue.descriptions)
                .containsExactly(
                        "scramble",
                        "full authentication required",
                        "asks for the server's public key",
                        "the server's public key (RSA, 63 bytes PEM)",
                        "password encrypted with the server's public key");
    }

    @Test
    @Rule("AUT-14")
    void tellsTheBlockOfAClientThatHasTheKeyAlready() {
        Dialogue dialogue = new Dialogue("caching_sha2_password", false);
        dialogue.client(Bytes.hex("66".repeat(32)));
        dialogue.server(Bytes.hex("04"));

        assertThat(dialogue.client(Bytes.hex("5a".repeat(384))))
                .isEqualTo(new EncryptedPassword(secret("5a".repeat(384))));
    }

    /** Through a unix socket or inside TLS, and also where that is not known. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rule("SEC-3")
    void tellsAPasswordInClearTextAfterFullAuthenticationWasRequired(boolean secure) {
        Dialogue dialogue = new Dialogue("caching_sha2_password", secure);
        dialogue.client(Bytes.hex("66".repeat(32)));
        dialogue.server(Bytes.hex("04"));

        assertThat(dialogue.client(Bytes.hex("707700"))).isEqualTo(new ClearPassword(secret("707700")));
        assertThat(dialogue.descriptions).last().isEqualTo("password in clear text");
    }

    @Test
    void takesALongPasswordOverASecureTransportForAPassword() {
        Dialogue dialogue = new Dialogue("caching_sha2_password", true);
        dialogue.client(Bytes.hex("66".repeat(32)));
        dialogue.server(Bytes.hex("04"));

        assertThat(dialogue.client(Bytes.hex("61".repeat(100) + "00")))
                .isEqualTo(new ClearPassword(secret("61".repeat(100) + "00")));
    }

    /** A nonce may begin with 04, the code that asks for the password. */
    @Test
    void takesTheFirstAnswerForTheScrambleWhateverTheNonceBeginsWith() {
        Dialogue dialogue = new Dialogue("caching_sha2_password", false);
        dialogue.server(Bytes.hex("04" + "55".repeat(19) + "00"));

        assertThat(dialogue.client(Bytes.hex("66".repeat(32)))).isEqualTo(new Scramble(secret("66".repeat(32))));
    }

    @Test
    void tellsTheStepsOfSha256() {
        Dialogue dialogue = new Dialogue("sha256_password", false);

        assertThat(dialogue.server(Bytes.hex("55".repeat(20) + "00")))
                .isEqualTo(new Nonce(secret("55".repeat(20) + "00")));
        assertThat(dialogue.client(Bytes.hex("01"))).isEqualTo(new PublicKeyRequest(1));
        assertThat(dialogue.server(PEM)).isEqualTo(new PublicKey(PEM));
        assertThat(dialogue.client(RSA_BLOCK)).isEqualTo(new EncryptedPassword(Secret.of(RSA_BLOCK)));
    }

    @Test
    void tellsThePasswordOfSha256OverASecureTransport() {
        assertThat(new Dialogue("sha256_password", true).client(Bytes.hex("707700")))
                .isEqualTo(new ClearPassword(secret("707700")));
    }

    /** One asks with 02, the other with 01; the other's code fits neither. */
    @ParameterizedTest
    @CsvSource({"caching_sha2_password, 01", "sha256_password, 02"})
    void doesNotConfuseTheCodesOfTheTwoPlugins(String plugin, String code) {
        Dialogue dialogue = new Dialogue(plugin, false);
        dialogue.client(Bytes.hex("00"));

        assertThat(dialogue.client(Bytes.hex(code))).isEqualTo(new Unfitting(plugin, secret(code)));
    }

    @Test
    void tellsTheStepsOfTheNativeAndTheOldPlugin() {
        Dialogue nativePlugin = new Dialogue("mysql_native_password", false);
        Dialogue oldPlugin = new Dialogue("mysql_old_password", false);

        assertThat(nativePlugin.server(Bytes.hex("55".repeat(20) + "00")))
                .isEqualTo(new Nonce(secret("55".repeat(20) + "00")));
        assertThat(nativePlugin.client(Bytes.hex("66".repeat(20)))).isEqualTo(new Scramble(secret("66".repeat(20))));
        assertThat(oldPlugin.server(Bytes.hex("55".repeat(8)))).isEqualTo(new Nonce(secret("55".repeat(8))));
        assertThat(oldPlugin.client(Bytes.hex("66".repeat(8) + "00")))
                .isEqualTo(new Scramble(secret("66".repeat(8) + "00")));
    }

    @ParameterizedTest
    @EnumSource(
            value = AuthPlugin.class,
            names = {"NATIVE_PASSWORD", "OLD_PASSWORD", "CACHING_SHA2_PASSWORD", "SHA256_PASSWORD", "CLEAR_PASSWORD"})
    void tellsAnEmptyAnswerAndALoneNulForNoPassword(AuthPlugin plugin) {
        Dialogue dialogue = new Dialogue(plugin.pluginName(), false);

        assertThat(dialogue.client(Bytes.EMPTY)).isEqualTo(new NoPassword(Bytes.EMPTY));
        assertThat(dialogue.client(Bytes.hex("00"))).isEqualTo(new NoPassword(Bytes.hex("00")));
        assertThat(dialogue.descriptions).containsOnly("no password");
    }

    @Test
    @Rule("SEC-2")
    void tellsAPasswordInClearText() {
        Dialogue dialogue = new Dialogue("mysql_clear_password", false);

        assertThat(dialogue.server(Bytes.EMPTY)).isEqualTo(new Nothing());
        assertThat(dialogue.client(Bytes.hex("707700"))).isEqualTo(new ClearPassword(secret("707700")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth_socket", "unix_socket", "auth_pipe"})
    void tellsThatNobodyLooksAtTheAnswerWhereTheOperatingSystemIsAsked(String plugin) {
        Dialogue dialogue = new Dialogue(plugin, false);

        assertThat(dialogue.server(Bytes.EMPTY)).isEqualTo(new Nothing());
        assertThat(dialogue.client(Bytes.EMPTY)).isEqualTo(new Ignored(Secret.EMPTY));
        assertThat(dialogue.client(Bytes.hex("61"))).isEqualTo(new Ignored(secret("61")));
        assertThat(dialogue.descriptions)
                .containsExactly("nothing", "nothing", "an answer that the plugin does not look at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "03", "04", "2d2d2d2d2d424547494e205055424c4943", "6162636465666768"})
    @Rule({"AUT-12", "SEC-R2"})
    void neverParsesTheDataOfAnUnknownPlugin(String data) {
        Dialogue dialogue = new Dialogue("my_plugin", false);

        assertThat(dialogue.server(Bytes.hex(data))).isEqualTo(new Unknown("my_plugin", secret(data)));
        assertThat(dialogue.client(Bytes.hex(data))).isEqualTo(new Unknown("my_plugin", secret(data)));
        assertThat(dialogue.descriptions).containsOnly(data.length() / 2 + " bytes for the plugin my_plugin");
    }

    @Test
    void tellsDataThatDoesNotFitItsPlugin() {
        Dialogue dialogue = new Dialogue("caching_sha2_password", false);

        assertThat(dialogue.server(Bytes.hex("05"))).isEqualTo(new Unfitting("caching_sha2_password", secret("05")));
        assertThat(dialogue.client(Bytes.hex("616263")))
                .isEqualTo(new Unfitting("caching_sha2_password", secret("616263")));
        assertThat(dialogue.descriptions)
                .containsExactly(
                        "1 bytes that do not fit the plugin caching_sha2_password",
                        "3 bytes that do not fit the plugin caching_sha2_password");
    }

    @ParameterizedTest
    @EnumSource(AuthPlugin.class)
    @Rule({"SEC-1", "SEC-6", "SEC-7", "SEC-R3"})
    void showsNoAnswerOfAnyPlugin(AuthPlugin plugin) {
        for (int length = 2; length < 300; length++) {
            Bytes answer = Bytes.utf8("hunter2 ".repeat(40)).slice(0, length);
            AuthData data = AuthData.fromClient(AuthContext.start(plugin.pluginName(), true), WireReader.of(answer));

            assertThat(data.toString()).doesNotContain("hunter2", "68756e746572");
            assertThat(data.description()).doesNotContain("hunter2");
        }
    }

    @Test
    void keepsCountOfAnExchange() {
        AuthContext start = AuthContext.start("caching_sha2_password", true);

        AuthContext later = start.afterClient().afterServer(new FullAuthenticationRequired());

        assertThat(later).isEqualTo(new AuthContext("caching_sha2_password", 1, 1, 4, true));
        assertThat(later.switchedTo("dialog")).isEqualTo(AuthContext.start("dialog", true));
        assertThat(start.afterServer(new Nothing()).lastFirstByteFromServer()).isEqualTo(-1);
    }

    /** An exchange that keeps its own context, and checks that all data is written as it was read. */
    static final class Dialogue {
        final List<String> descriptions = new ArrayList<>();
        private AuthContext context;

        Dialogue(String plugin, boolean secure) {
            context = AuthContext.start(plugin, secure);
        }

        AuthData server(Bytes bytes) {
            AuthData data = AuthData.fromServer(context, WireReader.of(bytes));
            context = context.afterServer(data);
            return told(data, new RawAuthData(data), bytes);
        }

        AuthData client(Bytes bytes) {
            AuthData data = AuthData.fromClient(context, WireReader.of(bytes));
            context = context.afterClient();
            return told(data, new AuthSwitchResponse(data), bytes);
        }

        private AuthData told(AuthData data, MySqlMessage message, Bytes bytes) {
            assertThat(message.unsafeEncoded()).isEqualTo(bytes);
            assertThat(data.length()).isEqualTo(bytes.length());
            descriptions.add(data.description());
            return data;
        }
    }

    private static Secret secret(String hex) {
        return Secret.of(Bytes.hex(hex));
    }
}

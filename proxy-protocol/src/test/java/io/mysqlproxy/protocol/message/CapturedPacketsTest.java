package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.CapturedPackets.Captured;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real servers and clients sent. */
class CapturedPacketsTest {
    @ParameterizedTest
    @MethodSource("io.mysqlproxy.protocol.message.CapturedPackets#sessions")
    void areWrittenAgainAsTheyWereRead(String session) {
        for (Captured packet : CapturedPackets.of(session)) {
            assertThat(packet.message().unsafeEncoded()).as("%s", packet).isEqualTo(packet.payload());
        }
    }

    @Test
    @Rule("LIM-14")
    void areAllUnderstoodButThoseThatAreBrokenOnPurpose() {
        List<String> notUnderstood = CapturedPackets.all().stream()
                .filter(packet -> packet.message() instanceof Undecodable)
                .map(Captured::session)
                .toList();

        assertThat(notUnderstood)
                .isNotEmpty()
                .allMatch(session -> session.matches(
                        ".*_raw_(empty|short|garbage|malformed|unknown-commands|attributes-of-every-type"
                                + "|parameters-of-every-type|bulk_).*"));
    }

    @Test
    void holdNoPluginDataThatDoesNotFitItsPlugin() {
        assertThat(CapturedPackets.all())
                .extracting(packet -> packet.message().toString())
                .noneMatch(text -> text.contains("Unfitting["));
    }

    @Test
    @Rule("CON-5")
    void showTheAccountsPluginInTheExchangeAndNotInTheGreeting() {
        List<MySqlMessage> messages = messages("mysql-8.0.12_mysql-client-9.7.4_native_2026-11-22.txt");

        assertThat(messages.get(0))
                .isInstanceOfSatisfying(
                        HandshakeV10.class,
                        greeting -> assertThat(greeting.plugin()).contains(Bytes.utf8("caching_sha2_password")));
        assertThat(messages.get(2))
                .isInstanceOfSatisfying(
                        AuthSwitchRequest.class,
                        request -> assertThat(request.plugin()).isEqualTo(Bytes.utf8("mysql_native_password")));
    }

    @Test
    @Rule("AUT-11")
    void showAnExpiredPasswordAsARefusalOrAsErrorsBehindTheOk() {
        assertThat(errors("mysql-9.7.4_mysql-client-9.7.4_expired-password_2026-11-22.txt"))
                .containsExactly(1862);
        assertThat(errors("mysql-9.7.4_mysql-client-9.7.4_expired-password-sandbox_2026-11-22.txt"))
                .startsWith(1820);
        assertThat(errors("mariadb-10.11.19_mariadb-client-10.11.19_expired-password_2026-11-22.txt"))
                .containsExactly(1820);
    }

    /** Every account of the captures has a password that begins like this. */
    @Test
    @Rule({"SEC-2", "SEC-3", "SEC-R3", "CON-11"})
    void showNoPasswordOfAnyAccount() {
        List<Captured> revealing = CapturedPackets.all().stream()
                .filter(packet ->
                        packet.payload().text(StandardCharsets.ISO_8859_1).contains("pw-"))
                .toList();

        assertThat(revealing).isNotEmpty().allSatisfy(packet -> {
            assertThat(packet.message().toString()).doesNotContain("pw-");
            assertThat(visible(packet.message())).doesNotContain("pw-");
        });
    }

    private static List<MySqlMessage> messages(String session) {
        return CapturedPackets.of(session).stream().map(Captured::message).toList();
    }

    private static List<Integer> errors(String session) {
        return messages(session).stream()
                .filter(Err.class::isInstance)
                .map(message -> ((Err) message).code())
                .toList();
    }

    private static String visible(MySqlMessage message) {
        WireWriter writer = new WireWriter();
        message.encode(writer);
        StringBuilder visible = new StringBuilder();
        for (int i = 0; i < writer.length(); i++) {
            visible.append(writer.isHidden(i) ? '*' : (char) writer.toBytes().byteAt(i));
        }
        return visible.toString();
    }
}

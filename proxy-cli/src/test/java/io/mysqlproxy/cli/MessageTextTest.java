package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.message.AdministrationCommand;
import io.mysqlproxy.protocol.message.AuthMoreData;
import io.mysqlproxy.protocol.message.AuthNextFactor;
import io.mysqlproxy.protocol.message.AuthSwitchRequest;
import io.mysqlproxy.protocol.message.AuthSwitchResponse;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.DialogData;
import io.mysqlproxy.protocol.message.Eof;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.ErrorText;
import io.mysqlproxy.protocol.message.HandshakeResponse320;
import io.mysqlproxy.protocol.message.HandshakeV9;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.OkInfo;
import io.mysqlproxy.protocol.message.OldAuthSwitchRequest;
import io.mysqlproxy.protocol.message.PasswordData;
import io.mysqlproxy.protocol.message.Progress;
import io.mysqlproxy.protocol.message.ProxyHeader;
import io.mysqlproxy.protocol.message.RawAuthData;
import io.mysqlproxy.protocol.message.ServerStatus;
import io.mysqlproxy.protocol.message.SessionState;
import io.mysqlproxy.protocol.message.SessionStateChange;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.message.SslRequest;
import io.mysqlproxy.protocol.message.StatementCommand;
import io.mysqlproxy.protocol.message.StatusFlags;
import io.mysqlproxy.protocol.message.SystemVariable;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.message.Undecoded;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MessageTextTest {
    private static final StatusFlags AUTOCOMMIT = StatusFlags.of(ServerStatus.AUTOCOMMIT);

    @Test
    void tellsWhoGreets() {
        assertThat(line(Messages.greeting("9.7.4")))
                .isEqualTo("MySQL 9.7.4, connection 8, caching_sha2_password, utf8mb4_0900_ai_ci, autocommit");
    }

    @Test
    void callsMariaDbByItsOwnVersion() {
        assertThat(line(Messages.greeting("5.5.5-10.11.19-MariaDB-0+deb12u1"))).startsWith("MariaDB 10.11.19, ");
        assertThat(line(Messages.greeting("11.4.5-MariaDB"))).startsWith("MariaDB 11.4.5, ");
    }

    @Test
    void tellsTheOldGreeting() {
        HandshakeV9 greeting = new HandshakeV9(Bytes.utf8("3.20.32"), 7, Messages.NONCE_START, Oddities.NONE);

        assertThat(line(greeting)).isEqualTo("MySQL 3.20.32, connection 7");
    }

    @Test
    void tellsWhoLogsInAndWhatIsLeftOfTheOffer() {
        assertThat(meaning(Messages.response(), Messages.OFFERED))
                .isEqualTo(new Meaning(
                        "user app, schema shop, mysql_native_password: scramble, utf8mb4_general_ci,"
                                + " attributes program_name=orders _client_name=MySQL Connector/J",
                        List.of(
                                "capabilities: LONG_PASSWORD CONNECT_WITH_DB PROTOCOL_41 SECURE_CONNECTION PLUGIN_AUTH CONNECT_ATTRS",
                                "offered but not taken: LOCAL_FILES"),
                        false));
    }

    @Test
    void tellsWhatIsTakenWithoutAnOffer() {
        Capabilities offered =
                Messages.OFFERED.without(Capability.CONNECT_ATTRS).without(Capability.LONG_PASSWORD);

        assertThat(meaning(Messages.response(), offered).more())
                .containsExactly(
                        "capabilities: CONNECT_WITH_DB PROTOCOL_41 SECURE_CONNECTION PLUGIN_AUTH",
                        "offered but not taken: LOCAL_FILES",
                        "taken but not offered: CONNECT_ATTRS");
    }

    @Test
    void breaksLongListsOfCapabilities() {
        List<String> lines = CapabilityText.lines(new Capabilities(0xffff_ffffL), Capabilities.NONE);

        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isBetween(20, 110));
        assertThat(String.join(" ", lines).split(" +")).hasSize(1 + 32);
    }

    @Test
    void tellsTheOldResponse() {
        HandshakeResponse320 response = new HandshakeResponse320(
                Capabilities.NONE,
                0,
                Bytes.utf8("app"),
                new PasswordData.Scramble(Messages.NONCE_START),
                Optional.of(Bytes.utf8("shop")),
                Oddities.NONE);

        assertThat(line(response)).isEqualTo("user app, scramble, schema shop");
    }

    @Test
    void tellsARequestForTls() {
        SslRequest request = new SslRequest(
                SslRequest.Form.CAPABILITIES_ONLY, Capabilities.of(Capability.SSL), 0, 0, Bytes.EMPTY, Oddities.NONE);

        assertThat(meaning(request, Capabilities.NONE))
                .isEqualTo(new Meaning("asks for TLS", List.of("capabilities: SSL"), false));
    }

    @Test
    void tellsEachStepOfAnAuthentication() {
        PasswordData.Nonce nonce = new PasswordData.Nonce(Messages.SCRAMBLE);
        Bytes plugin = Bytes.utf8("client_ed25519");

        assertThat(List.of(
                        line(new AuthSwitchRequest(plugin, nonce, Oddities.NONE)),
                        line(new OldAuthSwitchRequest()),
                        line(new AuthNextFactor(plugin, nonce, Oddities.NONE)),
                        line(new AuthSwitchResponse(new PasswordData.ClearPassword(Messages.SCRAMBLE))),
                        line(new AuthMoreData(new PasswordData.FastAuthenticationSucceeded())),
                        line(new AuthMoreData(new PasswordData.PublicKey(Bytes.utf8("-----BEGIN")))),
                        line(new RawAuthData(new DialogData.Question(4, Bytes.utf8("Password: "))))))
                .containsExactly(
                        "client_ed25519: nonce",
                        "mysql_old_password",
                        "client_ed25519: nonce",
                        "password in clear text",
                        "caching_sha2_password: fast authentication succeeded",
                        "the server's public key (RSA, 10 bytes PEM)",
                        "question for a password: Password: ");
    }

    @Test
    void tellsWhatAnOkSays() {
        Ok ok = new Ok(
                0,
                3,
                1007,
                Optional.of(StatusFlags.of(ServerStatus.IN_TRANS, ServerStatus.SESSION_STATE_CHANGED)),
                OptionalInt.of(1),
                new OkInfo.Text(Bytes.utf8("Rows matched: 3")),
                Optional.of(SessionState.of(
                        new SessionStateChange.Schema(Bytes.utf8("shop")),
                        new SessionStateChange.SystemVariables(List.of(SystemVariable.of("autocommit", "OFF"))))),
                Oddities.NONE);

        assertThat(line(ok))
                .isEqualTo("3 rows affected, id 1007, 1 warning, in transaction, info: Rows matched: 3,"
                        + " session state: schema=shop autocommit=OFF");
        assertThat(line(Ok.of(1, 0, AUTOCOMMIT))).isEqualTo("1 row affected, autocommit");
        assertThat(line(Ok.of(-1, 0, AUTOCOMMIT))).isEqualTo("18446744073709551615 rows affected, autocommit");
    }

    @Test
    void tellsAnEndOfRows() {
        assertThat(line(Eof.of(2, AUTOCOMMIT))).isEqualTo("2 warnings, autocommit");
    }

    @Test
    void hidesWhatAnErrorQuotesOfAStatementWithAPassword() {
        assertThat(line(Err.of(1064, "42000", "near 'USR u IDENTIFIED BY 'hunter2'' at line 1")))
                .isEqualTo("ERROR 1064 42000 near '<hidden>' at line 1");
    }

    @Test
    void tellsAnError() {
        assertThat(meaning(Err.of(1045, "28000", "Access denied for user 'app'@'localhost'"), Capabilities.NONE))
                .isEqualTo(Meaning.error("ERROR 1045 28000 Access denied for user 'app'@'localhost'"));
        assertThat(line(new Err(1040, Optional.empty(), ErrorText.of("Too many connections"))))
                .isEqualTo("ERROR 1040 Too many connections");
    }

    @Test
    void tellsProgress() {
        assertThat(line(new Progress(1, 1, 2, 45_120, Bytes.utf8("copy to tmp table"), Oddities.NONE)))
                .isEqualTo("stage 1 of 2, 45.1 %, copy to tmp table");
    }

    @Test
    void tellsTheTrueClientOfAProxyHeader() {
        assertThat(line(new ProxyHeader.Version1(Bytes.utf8("PROXY TCP4 192.0.2.1 192.0.2.2 56324 3306"))))
                .isEqualTo("client 192.0.2.1:56324");
    }

    @Test
    void tellsWhyAPacketCannotBeDecoded() {
        assertThat(meaning(
                        new Undecodable(5, "user (nulstr)", "the end of the packet", Messages.SCRAMBLE),
                        Capabilities.NONE))
                .isEqualTo(Meaning.error(
                        "cannot be decoded: at byte 5 expected user (nulstr), found the end of the packet"));
    }

    @Test
    void saysNothingAboutWhatIsNamedOnly() {
        assertThat(line(new Undecoded(Messages.SCRAMBLE))).isEmpty();
    }

    @Test
    void tellsStatementsOnOneLineWithoutTheirPasswords() {
        assertThat(line(query("SELECT a,\n\t b\r\n  FROM t  \n"))).isEqualTo("SELECT a, b FROM t");
        assertThat(line(query("ALTER USER u IDENTIFIED BY 'pw'"))).isEqualTo("ALTER USER u IDENTIFIED BY '<hidden>'");
    }

    @Test
    void tellsSimpleCommands() {
        assertThat(List.of(
                        line(new Command.InitDb(Bytes.utf8("shop"))),
                        line(new AdministrationCommand.ProcessKill(8, Oddities.NONE)),
                        line(new StatementCommand.StmtClose(3, Oddities.NONE)),
                        line(new Command.Ping(Oddities.NONE))))
                .containsExactly("schema shop", "connection 8", "statement 3", "");
    }

    private static Command.Query query(String sql) {
        return new Command.Query(Optional.empty(), SqlText.of(sql), Oddities.NONE);
    }

    @Test
    void escapesWhateverComesOffTheWire() {
        assertThat(line(Err.of(1064, "42000", "near '\u001b[2J\r\nforged line\u202e'")))
                .isEqualTo("ERROR 1064 42000 near '\\x1b[2J\\r\\nforged line\\u202e'");
        assertThat(line(Messages.greeting("9.7\u0007"))).startsWith("MySQL 9.7\\x07, ");
    }

    @Test
    void cutsLongValuesWithAMark() {
        assertThat(line(Err.of(1064, "42000", "x".repeat(10_000))))
                .isEqualTo("ERROR 1064 42000 " + "x".repeat(500) + "…");
    }

    @Test
    void hidesVariablesThatMayHoldPasswords() {
        Ok ok = new Ok(
                0,
                0,
                0,
                Optional.of(AUTOCOMMIT),
                OptionalInt.of(0),
                new OkInfo.CertificateProof(Secret.of(Bytes.utf8("\u0001proof"))),
                Optional.of(SessionState.of(new SessionStateChange.SystemVariables(
                        List.of(SystemVariable.of("redirect_url", "mysql://u:p@h"))))),
                Oddities.NONE);

        assertThat(line(ok))
                .isEqualTo("autocommit, proof of the TLS certificate,"
                        + " session state: redirect_url=<hidden, 13 bytes>");
    }

    private static String line(MySqlMessage message) {
        return meaning(message, Capabilities.NONE).line();
    }

    private static Meaning meaning(MySqlMessage message, Capabilities offered) {
        return new MessageText(Disclosure.USUAL).of(message, offered);
    }
}

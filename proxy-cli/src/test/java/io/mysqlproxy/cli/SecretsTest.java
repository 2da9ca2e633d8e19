package io.mysqlproxy.cli;

import static io.mysqlproxy.cli.Formats.json;
import static io.mysqlproxy.cli.Formats.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.AuthSwitchRequest;
import io.mysqlproxy.protocol.message.AuthSwitchResponse;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.DialogData;
import io.mysqlproxy.protocol.message.OpaqueAuthData;
import io.mysqlproxy.protocol.message.PasswordData;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.message.StatementCommand;
import io.mysqlproxy.protocol.message.TokenData;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.message.Undecoded;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No format shows a secret, in whatever spelling, unless it was asked for. */
class SecretsTest {
    private static final String PASSWORD = "Tr0ub4dor&3";
    private static final Secret SECRET = Secret.of(Bytes.utf8(PASSWORD));

    /** A login in which every packet that can carries a secret, and all of them the same. */
    private static final List<FakeEvent> LOGIN = List.of(
            FakeEvent.of(PacketKind.HANDSHAKE_V10, Messages.greeting("9.7.4")),
            FakeEvent.of(PacketKind.HANDSHAKE_RESPONSE_41, Messages.response(new PasswordData.ClearPassword(SECRET))),
            FakeEvent.of(
                    PacketKind.AUTH_SWITCH_REQUEST,
                    new AuthSwitchRequest(Bytes.utf8("dialog"), new PasswordData.Nonce(SECRET), Oddities.NONE)),
            answer(new PasswordData.Scramble(SECRET)),
            answer(new PasswordData.ClearPassword(SECRET)),
            answer(new PasswordData.EncryptedPassword(SECRET)),
            answer(new DialogData.Answer(SECRET)),
            answer(new TokenData.IdentityToken(1, SECRET)),
            answer(new OpaqueAuthData.Unknown("my_plugin", SECRET)),
            FakeEvent.of(PacketKind.ERR, new Undecodable(3, "code", "the end", SECRET)),
            FakeEvent.of(PacketKind.AUTH_DATA, new Undecoded(SECRET)),
            FakeEvent.of(PacketKind.COM_BINLOG_DUMP, new Command.Other(0x12, SECRET)),
            FakeEvent.of(
                    PacketKind.COM_QUERY,
                    new Command.Query(
                            Optional.empty(),
                            SqlText.of("CREATE USER app IDENTIFIED BY '" + PASSWORD + "'"),
                            Oddities.NONE)),
            FakeEvent.of(
                    PacketKind.COM_STMT_PREPARE,
                    new StatementCommand.StmtPrepare(SqlText.of("SET PASSWORD = '" + PASSWORD + "'"))));

    static Stream<TraceFormat> formats() {
        return Stream.of(
                text(Paint.PLAIN, false, Disclosure.USUAL),
                text(Paint.COLOURED, true, Disclosure.USUAL),
                json(false, Disclosure.USUAL),
                json(true, Disclosure.USUAL));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void areNowhereInTheOutput(TraceFormat format) {
        String output = show(format, LOGIN);

        assertThat(spellings(PASSWORD))
                .allSatisfy(spelling -> assertThat(output).doesNotContain(spelling));
        assertThat(spellings("zQ8#kT1!"))
                .allSatisfy(spelling -> assertThat(output).doesNotContain(spelling));
        assertThat(spellings("pW5%uY7^mL2&"))
                .allSatisfy(spelling -> assertThat(output).doesNotContain(spelling));
    }

    /** That the search above can find something. */
    @Test
    void areShownWhenAsked() {
        String plain = show(text(Paint.PLAIN, false, Disclosure.EVERYTHING), LOGIN);
        String hex = show(text(Paint.PLAIN, true, Disclosure.EVERYTHING), List.of(LOGIN.get(9)));
        String json = show(json(true, Disclosure.EVERYTHING), LOGIN);

        assertThat(plain).contains("password in clear text [" + PASSWORD + "]").contains("nonce 0x");
        assertThat(hex).contains("54 72 30 75 62 34 64 6f  72 26 33");
        assertThat(json).contains("\"password\":\"" + PASSWORD + "\"").contains(hex(PASSWORD));
    }

    private static FakeEvent answer(io.mysqlproxy.protocol.message.AuthData data) {
        return FakeEvent.of(PacketKind.AUTH_SWITCH_RESPONSE, new AuthSwitchResponse(data));
    }

    private static String show(TraceFormat format, List<FakeEvent> events) {
        StringBuilder output = new StringBuilder();
        events.forEach(event -> output.append(format.packet(event, event.message())));
        return output.toString();
    }

    /** Text, digits with and without spaces, Base64; of the first half as well, since a dump breaks lines. */
    private static List<String> spellings(String secret) {
        return Stream.of(secret, secret.substring(0, secret.length() / 2))
                .flatMap(part -> Stream.of(
                        part,
                        hex(part),
                        HexFormat.ofDelimiter(" ").formatHex(part.getBytes(StandardCharsets.UTF_8)),
                        Base64.getEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8))))
                .toList();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}

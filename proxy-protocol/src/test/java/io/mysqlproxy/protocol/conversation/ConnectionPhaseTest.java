package io.mysqlproxy.protocol.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TlsLeg;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.Talk;
import io.mysqlproxy.protocol.message.AuthSwitchRequest;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.ErrorText;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way from the first byte to the command phase, or to its end. */
class ConnectionPhaseTest {
    private static final TlsLegs BOTH = new TlsLegs(
            new TlsLeg("TLSv1.3", "TLS_AES_256_GCM_SHA384", "", ""),
            new TlsLeg("TLSv1.3", "TLS_AES_256_GCM_SHA384", "db", "CN=db"));

    private static final long SSL = 0x0800;
    private static final long COMPRESS = 0x20;
    private static final long ZSTD = 0x0400_0000;
    private static final long MULTI_FACTOR = 0x1000_0000;
    private static final String OK = "00 00 00 02 00 00 00";
    private static final String ACCESS_DENIED = "ff 15 04 23 32 38 30 30 30 6e 6f";

    @Test
    void namesALoginThatNeedsNothingButTheFirstAnswer() {
        Talk talk = new Talk().greeted(Talk.MYSQL_9_7_GREETING).login(Talk.BASE);

        assertThat(talk.told()).containsExactly("<< 0 HandshakeV10", ">> 1 HandshakeResponse41", "<< 2 Ok");
        assertThat(talk.phase()).isEqualTo(new Phase.Commands());
    }

    @Test
    @Rule({"AUT-1", "FRM-4"})
    void followsASwitchOfThePluginAndFurtherRounds() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .client(1, Talk.response(Talk.BASE, "mysql_native_password"))
                .server(2, authSwitch("caching_sha2_password"))
                .client(3, Bytes.of(new byte[32]))
                .server(4, "01 04")
                .client(5, "02")
                .server(6, "01 2d 2d 2d 2d 2d 42 45 47 49 4e")
                .client(7, Bytes.of(new byte[256]))
                .server(8, OK);

        assertThat(talk.told())
                .containsExactly(
                        "<< 0 HandshakeV10",
                        ">> 1 HandshakeResponse41",
                        "<< 2 AuthSwitchRequest",
                        ">> 3 AuthSwitchResponse",
                        "<< 4 AuthMoreData",
                        ">> 5 AuthSwitchResponse",
                        "<< 6 AuthMoreData",
                        ">> 7 AuthSwitchResponse",
                        "<< 8 Ok");
    }

    @Test
    @Rule("AUT-1")
    void followsASwitchForEachOfMariaDbsAlternatives() {
        Talk talk = new Talk()
                .greeted(Talk.MARIADB_10_11_GREETING)
                .client(1, Talk.response(Talk.BASE, "mysql_native_password"))
                .server(2, authSwitch("client_ed25519"))
                .client(3, Bytes.of(new byte[64]))
                .server(4, authSwitch("mysql_native_password"))
                .client(5, Bytes.of(new byte[20]))
                .server(6, OK)
                .forget()
                .command(0x0e, "");

        assertThat(talk.told()).containsExactly(">> 0 COM_PING");
    }

    @Test
    void tellsTheOldSwitchByItsSingleByte() {
        Talk talk = new Talk()
                .greeted(Talk.MARIADB_10_11_GREETING)
                .client(1, Talk.response(Talk.BASE, "mysql_native_password"))
                .forget()
                .server(2, "fe")
                .client(3, "41 42 43 44 45 46 47 48 00")
                .server(4, OK);

        assertThat(talk.told()).containsExactly("<< 2 OldAuthSwitchRequest", ">> 3 AuthSwitchResponse", "<< 4 Ok");
    }

    @Test
    @Rule("AUT-9")
    void countsTheNextFactorWhereItWasAgreed() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .client(1, Talk.response(Talk.BASE | MULTI_FACTOR, "caching_sha2_password"))
                .forget()
                .server(2, Bytes.hex("02 61 75 74 68 5f 73 6f 63 6b 65 74 00"))
                .server(3, OK);

        assertThat(talk.told()).containsExactly("<< 2 AuthNextFactor", "<< 3 Ok");
    }

    @Test
    @Rule({"AUT-2", "AUT-3"})
    void takesAPromptWithoutAHeaderForPluginDataWhereNoSecondFactorWasAgreed() {
        Talk talk = new Talk()
                .greeted(Talk.MARIADB_10_11_GREETING)
                .client(1, Talk.response(Talk.BASE, "mysql_native_password"))
                .server(2, authSwitch("dialog"))
                .forget()
                .server(3, "04 50 61 73 73 77 6f 72 64 3a 20")
                .client(4, "78 00")
                .server(5, "02 43 6f 64 65 3a")
                .client(6, "31 32 33 00")
                .server(7, OK);

        assertThat(talk.told())
                .containsExactly(
                        "<< 3 AuthData",
                        ">> 4 AuthSwitchResponse",
                        "<< 5 AuthData",
                        ">> 6 AuthSwitchResponse",
                        "<< 7 Ok");
    }

    @Test
    @Rule("FRM-5")
    void takesAnEmptyAnswerAndEmptyPluginDataForWhatTheyAre() {
        Talk talk = new Talk()
                .greeted(Talk.MARIADB_10_11_GREETING)
                .client(1, Talk.response(Talk.BASE, "mysql_native_password"))
                .server(2, authSwitch("parsec"))
                .forget()
                .client(3, Bytes.EMPTY)
                .server(4, Bytes.EMPTY)
                .client(5, Bytes.EMPTY)
                .server(6, OK);

        assertThat(talk.told())
                .containsExactly(">> 3 AuthSwitchResponse", "<< 4 AuthData", ">> 5 AuthSwitchResponse", "<< 6 Ok");
    }

    @Test
    @Rule("AUT-4")
    void followsTheDecoyPlayedForAnUnknownAccountToItsError() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .client(1, Talk.response(Talk.BASE, "caching_sha2_password"))
                .server(2, authSwitch("sha256_password"))
                .client(3, "00")
                .forget()
                .server(4, ACCESS_DENIED);

        assertThat(talk.told()).containsExactly("<< 4 Err");
        assertThat(talk.phase()).isEqualTo(new Phase.Closing());
    }

    @Test
    @Rule("AUT-10")
    void goesOnToCommandsWhenAPluginEndedTheLoginWithoutAnOk() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .client(1, Talk.response(Talk.BASE, "custom_plugin"))
                .server(2, "01 41")
                .client(3, "42")
                .forget()
                .command(0x0e, "")
                .server(1, OK);

        assertThat(talk.told()).containsExactly(">> 0 COM_PING [SEQUENCE]", "<< 1 Ok");
    }

    /** Found by damaging captured sessions: compression was agreed, and the OK that begins it never came. */
    @Test
    @Rule({"AUT-10", "CMP-2"})
    void goesBlindWhereAPlainCommandFollowsALoginWithoutAnOkThatAgreedOnCompression() {
        for (String command : List.of("0e", "01", "03 73 65 6c 65 63 74 20 31", "00 00 00 01 00 00 00 0e")) {
            Talk talk = new Talk()
                    .greeted(Talk.MYSQL_9_7_GREETING)
                    .client(1, Talk.response(Talk.BASE | COMPRESS, "custom_plugin"))
                    .server(2, "01 41")
                    .forget()
                    .client(0, command);

            assertThat(talk.told()).containsExactly(">> 0 Unexpected [SEQUENCE, UNEXPECTED]", "opaque COMPRESSION");
        }
    }

    @Test
    @Rule({"AUT-10", "SEC-2"})
    void takesNoPasswordForACommandBecauseOfItsSequenceId() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .client(1, Talk.response(Talk.BASE, "caching_sha2_password"))
                .server(2, authSwitch("mysql_clear_password"))
                .forget()
                .client(0, Bytes.utf8("\u0003hunter2\0"));

        assertThat(talk.toldWithMessages()).noneMatch(line -> line.contains("hunter2"));
        assertThat(talk.told()).containsExactly(">> 0 AuthSwitchResponse [SEQUENCE]");
    }

    @Test
    @Rule("R-1")
    void goesBlindWhenTheGreetingOrAnAcceptedAnswerCannotBeDecoded() {
        Talk greeting = new Talk().server(0, Bytes.utf8("\nHTTP/1.1 whatever"));
        Talk answer = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .forget()
                .client(1, "00 02 00 00 00")
                .server(2, OK);

        assertThat(greeting.told()).containsExactly("<< 0 HandshakeV10", "opaque NOT_MYSQL");
        assertThat(answer.told()).containsExactly(">> 1 HandshakeResponse41", "<< 2 Ok", "opaque DESYNCHRONIZED");
    }

    @Test
    @Rule("AUT-7")
    void takesTheErrorOfAFailedInitConnectForTheAnswerToTheFirstCommand() {
        Talk talk = Talk.loggedIn(Talk.BASE)
                .command(0x03, "select 1")
                .server(1, "ff a0 04 23 30 38 53 30 31 41 62 6f 72 74 65 64");

        assertThat(talk.told()).containsExactly(">> 0 COM_QUERY", "<< 1 Err");
    }

    @Test
    @Rule("CON-1")
    void readsAnErrorInPlaceOfTheGreeting() {
        Talk talk = new Talk().server(0, "ff1004546f6f206d616e7920636f6e6e656374696f6e73");

        assertThat(talk.told()).containsExactly("<< 0 Err");
        assertThat(talk.lastMessage()).isEqualTo(new Err(1040, Optional.empty(), ErrorText.of("Too many connections")));
        assertThat(talk.phase()).isEqualTo(new Phase.Closing());
    }

    @Test
    void readsTheErrorOfAServerThatWaitedTooLongForTheClient() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .server(1, "ff 87 04 23 30 38 53 30 31 47 6f 74 20 74 69 6d 65 6f 75 74");

        assertThat(talk.told()).containsExactly("<< 0 HandshakeV10", "<< 1 Err");
        assertThat(talk.phase()).isEqualTo(new Phase.Closing());
    }

    @Test
    @Rule({"TLS-1", "TLS-4"})
    void goesBlindWhenTheClientAsksForTls() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .client(1, sslRequest())
                .client(2, "16 03 01");

        assertThat(talk.told()).containsExactly("<< 0 HandshakeV10", ">> 1 SSLRequest", "opaque TLS");
        assertThat(talk.phase()).isEqualTo(new Phase.Opaque(OpaqueReason.TLS));
    }

    @Test
    @Rule({"TLS-3", "TLS-7"})
    void readsOnWhereTlsEndsAtTheProxy() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .forget()
                .client(1, sslRequest())
                .tls(BOTH)
                .client(2, Talk.response(Talk.BASE, "caching_sha2_password"))
                .server(3, "01 04")
                .client(4, "73 65 63 72 65 74 00")
                .server(5, OK);

        assertThat(talk.told())
                .containsExactly(
                        ">> 1 SSLRequest",
                        "TLS TLSv1.3 TLS_AES_256_GCM_SHA384 on both legs",
                        ">> 2 HandshakeResponse41",
                        "<< 3 AuthMoreData",
                        ">> 4 AuthSwitchResponse",
                        "<< 5 Ok");
        assertThat(talk.phase()).isEqualTo(new Phase.Commands());
        assertThat(String.join("", talk.toldWithMessages()))
                .contains("ClearPassword")
                .doesNotContain("secret");
        assertThat(talk.state().agreed().requested().has(Capability.SSL)).isTrue();
    }

    /** A response of 790 bytes, which begins as a record of TLS would. */
    @Test
    @Rule("TLS-7")
    void doesNotTakeWhatIsInsideTlsForTls() {
        Bytes response = Talk.response(Talk.BASE, "x".repeat(790 - 39));
        assertThat(response.length()).isEqualTo(0x0316);

        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .client(1, sslRequest())
                .tls(BOTH)
                .forget()
                .client(2, response);

        assertThat(talk.told()).containsExactly(">> 2 HandshakeResponse41");
    }

    @Test
    @Rule("TLS-1")
    void staysUndecidedUntilSomethingFollowsTheRequest() {
        Talk talk = new Talk().greeted(Talk.MYSQL_9_7_GREETING).forget().client(1, sslRequest());

        assertThat(talk.phase()).isEqualTo(new Phase.AwaitingTls());
        assertThat(talk.close().told()).containsExactly(">> 1 SSLRequest");
    }

    /** The proxy speaks TLS with the server alone, and the client knows nothing of it. */
    @Test
    @Rule("TLS-1")
    void readsAClientWithoutTlsInFrontOfAServerInTls() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .forget()
                .tls(new TlsLegs(null, BOTH.server()))
                .client(1, Talk.response(Talk.BASE, "caching_sha2_password"))
                .server(2, OK);

        assertThat(talk.told())
                .containsExactly(
                        "TLS client plain, server TLSv1.3 TLS_AES_256_GCM_SHA384",
                        ">> 1 HandshakeResponse41",
                        "<< 2 Ok");
    }

    @Test
    @Rule({"TLS-5", "LIM-21"})
    void stopsExactlyAtTheEndOfTheRequestWhenTheClientHelloIsInTheSameSegment() {
        Bytes both = Bytes.hex("20000001" + sslRequest().toHex() + "1603010200010001fc0303");
        Talk talk = new Talk().greeted(Talk.MYSQL_9_7_GREETING).forget().bytes(Direction.CLIENT_TO_SERVER, both);

        assertThat(talk.told()).containsExactly(">> 1 SSLRequest", "opaque TLS");
    }

    @Test
    @Rule("TLS-2")
    void knowsTheShortRequestsOfOldClients() {
        assertThat(new Talk()
                        .greeted(Talk.MYSQL_9_7_GREETING)
                        .forget()
                        .client(1, "00 0a 00 00")
                        .bytes(Direction.CLIENT_TO_SERVER, Bytes.hex("16"))
                        .told())
                .containsExactly(">> 1 SSLRequest", "opaque TLS");
        assertThat(new Talk()
                        .greeted(Talk.MYSQL_9_7_GREETING)
                        .forget()
                        .client(1, "00 08 00 00 00")
                        .bytes(Direction.CLIENT_TO_SERVER, Bytes.hex("16"))
                        .told())
                .containsExactly(">> 1 SSLRequest", "opaque TLS");
    }

    @Test
    @Rule("CON-7")
    void takesALongFirstPacketWithTheTlsBitForARequestAsTheServerDoes() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .forget()
                .client(1, Talk.response(Talk.BASE | SSL, "caching_sha2_password"))
                .bytes(Direction.CLIENT_TO_SERVER, Bytes.hex("16"));

        assertThat(talk.told()).containsExactly(">> 1 SSLRequest", "opaque TLS");
    }

    @Test
    @Rule({"TLS-6", "CAP-1"})
    void readsOnWhenTheServerHasNoTlsToBegin() {
        Talk talk = new Talk()
                .greeted(Talk.MARIADB_10_11_GREETING)
                .forget()
                .client(1, Talk.response(Talk.BASE | SSL, "mysql_native_password"))
                .server(2, OK);

        assertThat(talk.told()).containsExactly(">> 1 HandshakeResponse41 [CAPABILITY_NOT_OFFERED]", "<< 2 Ok");
    }

    @Test
    @Rule({"TLS-6", "TLS-3", "TLS-7"})
    void decidesByTheNextBytesWhenTlsWasRequestedFromAServerWithoutIt() {
        Talk plain = new Talk()
                .greeted(Talk.MARIADB_10_11_GREETING)
                .forget()
                .client(1, sslRequest())
                .client(2, Talk.response(Talk.BASE, "mysql_native_password"))
                .server(3, OK);
        Talk tls = new Talk()
                .greeted(Talk.MARIADB_10_11_GREETING)
                .forget()
                .client(1, sslRequest())
                .bytes(Direction.CLIENT_TO_SERVER, Bytes.hex("16 03 01 02 00 01 00 01"));

        assertThat(plain.told())
                .containsExactly(">> 1 SSLRequest", ">> 2 HandshakeResponse41 [CAPABILITY_NOT_OFFERED]", "<< 3 Ok");
        assertThat(tls.told()).containsExactly(">> 1 SSLRequest", "opaque TLS");
    }

    @Test
    @Rule("DET-4")
    void knowsAClientThatBeginsTlsWithoutAsking() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .forget()
                .bytes(Direction.CLIENT_TO_SERVER, Bytes.hex("16 03 01 02 00 01 00 01 fc 03 03"));

        assertThat(talk.told()).containsExactly("opaque TLS");
    }

    @Test
    @Rule("DET-4")
    void knowsItEvenWhenTheRecordWouldBeAWholePacket() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .forget()
                .bytes(Direction.CLIENT_TO_SERVER, Bytes.hex("16 03 00 03" + "01".repeat(900)));

        assertThat(talk.told()).containsExactly("opaque TLS");
    }

    @Test
    @Rule({"DET-4", "UNS-4"})
    void waitsOutAnHttpRequestAndReadsTheServersAnswer() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .bytes(Direction.CLIENT_TO_SERVER, Bytes.utf8("GET / HTTP/1.1\r\nHost: db\r\n\r\n"))
                .server(1, "ff 84 04 23 30 38 53 30 31 47 6f 74")
                .close();

        assertThat(talk.told()).containsExactly("<< 0 HandshakeV10", "<< 1 Err", ">> truncated after 28");
    }

    @Test
    @Rule("DET-2")
    void goesBlindWhenTheClientSpeaksFirst() {
        assertThat(new Talk().client(0, "0e").told())
                .containsExactly(">> 0 Unexpected [UNEXPECTED]", "opaque CLIENT_SPOKE_FIRST");
    }

    @Test
    @Rule("DET-3")
    void goesBlindWhenTheServerDoesNotGreetAsMySqlDoes() {
        // X Protocol's Notice: length 5 in four bytes, type 0B, and its payload.
        Talk talk = new Talk().bytes(Direction.SERVER_TO_CLIENT, Bytes.hex("05 00 00 00 0b 08 05 1a 00"));

        assertThat(talk.told()).containsExactly("<< 0 Unexpected [UNEXPECTED]", "opaque NOT_MYSQL");
    }

    @Test
    @Rule("CAP-1")
    void goesByWhatBothSidesHave() {
        assertThat(Talk.loggedInToMariaDb(Talk.BASE | ZSTD).phase()).isEqualTo(new Phase.Commands());
    }

    @Test
    @Rule("FRM-7")
    void marksAWrongSequenceIdAndGoesOn() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .client(9, Talk.response(Talk.BASE, "caching_sha2_password"))
                .server(10, OK)
                .command(0x0e, "");

        assertThat(talk.told())
                .containsExactly(
                        "<< 0 HandshakeV10", ">> 9 HandshakeResponse41 [SEQUENCE]", "<< 10 Ok", ">> 0 COM_PING");
    }

    @Test
    @Rule("AUT-13")
    void decodesTheSwitchWithThePluginItNames() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .client(1, Talk.response(Talk.BASE, "mysql_native_password"))
                .server(2, authSwitch("caching_sha2_password"));

        assertThat(talk.lastMessage())
                .isInstanceOfSatisfying(
                        AuthSwitchRequest.class,
                        request -> assertThat(request.plugin()).isEqualTo(Bytes.utf8("caching_sha2_password")));
    }

    private static Bytes sslRequest() {
        return Bytes.hex("01aa080000000001 2d" + "00".repeat(23));
    }

    private static Bytes authSwitch(String plugin) {
        return Bytes.hex("fe" + Bytes.utf8(plugin).toHex() + "00" + "41".repeat(20) + "00");
    }
}

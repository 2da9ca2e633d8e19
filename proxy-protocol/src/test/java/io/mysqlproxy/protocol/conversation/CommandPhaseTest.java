package io.mysqlproxy.protocol.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.Talk;
import io.mysqlproxy.protocol.message.AuthMoreData;
import io.mysqlproxy.protocol.message.PasswordData;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the server's packets mean depends on the command they answer and on what came before them in the answer. */
class CommandPhaseTest {
    private static final int QUERY = 0x03;
    private static final int PREPARE = 0x16;

    private static final long OPTIONAL_METADATA = 0x0200_0000;
    private static final long LOCAL_FILES = 0x80;
    private static final long LONG_PASSWORD = 0x01;
    private static final long MARIADB_PROGRESS = 1L << 32;

    private static final String OK = "00 00 00 02 00 00 00";
    private static final String OK_MORE = "00 00 00 0a 00 00 00";
    private static final String EOF = "fe 00 00 02 00";
    private static final String END = "fe 00 00 02 00 00 00";
    private static final String END_MORE = "fe 00 00 0a 00 00 00";
    private static final String ERR = "ff 7a 04 23 34 32 53 30 32 6e 6f";
    private static final String DEFINITION = "03 64 65 66 00 00 00 01 31 00 0c 3f 00 02 00 00 00 08 81 00 00 00 00";

    @Test
    void namesATextResultWithItsEofPackets() {
        Talk talk = loggedIn(Talk.BASE)
                .command(QUERY, "select 1, 2")
                .server(1, "02")
                .server(2, DEFINITION)
                .server(3, DEFINITION)
                .server(4, EOF)
                .server(5, "01 31 01 32")
                .server(6, EOF)
                .command(0x0e, "")
                .server(1, OK);

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_QUERY",
                        "<< 1 ColumnCount",
                        "<< 2 ColumnDefinition",
                        "<< 3 ColumnDefinition",
                        "<< 4 Eof",
                        "<< 5 TextResultsetRow",
                        "<< 6 Eof",
                        ">> 0 COM_PING",
                        "<< 1 Ok");
    }

    @Test
    @Rule({"TYP-3", "RES-T1", "AUTO-1"})
    void takesRowsThatBeginLikeOtherPacketsForRows() {
        Talk talk = loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(QUERY, "select null, ''")
                .server(1, "02")
                .server(2, DEFINITION)
                .server(3, DEFINITION)
                .forget()
                .server(4, "fb fb")
                .server(5, "00 01 32")
                .server(6, END);

        assertThat(talk.told()).containsExactly("<< 4 TextResultsetRow", "<< 5 TextResultsetRow", "<< 6 Ok");
    }

    @Test
    @Rule({"FRM-3", "RES-T3", "TYP-3"})
    void takesARowOfMoreThanSixteenMegabytesForARow() {
        byte[] full = new byte[0xffffff];
        full[0] = (byte) 0xfe;
        Talk talk = loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(QUERY, "select repeat('a', 16777216)")
                .server(1, "01")
                .server(2, DEFINITION)
                .forget()
                .server(3, Bytes.of(full))
                .server(4, "61 61")
                .server(5, END);

        assertThat(talk.told()).containsExactly("<< 3 TextResultsetRow [SHORTENED]", "<< 5 Ok");
    }

    @Test
    @Rule("RES-T4")
    void takesTheShortEofOfAPartialResultForItsEnd() {
        Talk talk = loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(QUERY, "call partial()")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "01 31")
                .forget()
                .server(4, "fe 00 00 2a 00")
                .server(5, OK)
                .command(0x0e, "");

        assertThat(talk.told()).containsExactly("<< 4 Eof", "<< 5 Ok", ">> 0 COM_PING");
    }

    @Test
    @Rule({"FRM-4", "RES-14"})
    void goesThroughSeveralResultsOfAllKinds() {
        Talk talk = loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(QUERY, "insert; select; nope")
                .server(1, OK_MORE)
                .server(2, "01")
                .server(3, DEFINITION)
                .server(4, "01 31")
                .server(5, END_MORE)
                .server(6, ERR)
                .command(0x0e, "");

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_QUERY",
                        "<< 1 Ok",
                        "<< 2 ColumnCount",
                        "<< 3 ColumnDefinition",
                        "<< 4 TextResultsetRow",
                        "<< 5 Ok",
                        "<< 6 Err",
                        ">> 0 COM_PING");
    }

    @Test
    @Rule({"RES-15", "TYP-4"})
    void endsAResultWithAnErrorAmongItsRows() {
        Talk talk = loggedIn(Talk.BASE)
                .command(QUERY, "select slow")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, EOF)
                .server(4, "01 31")
                .forget()
                .server(5, ERR)
                .command(0x0e, "")
                .server(1, OK);

        assertThat(talk.told()).containsExactly("<< 5 Err", ">> 0 COM_PING", "<< 1 Ok");
    }

    @Test
    @Rule({"RES-1", "RES-2", "CAP-3"})
    void findsRowsWhereTheDefinitionsWereLeftOut() {
        Talk withEof = loggedIn(Talk.BASE | OPTIONAL_METADATA)
                .command(QUERY, "select 1")
                .forget()
                .server(1, "01 00")
                .server(2, EOF)
                .server(3, "01 31")
                .server(4, EOF);
        Talk withoutEof = loggedIn(Talk.BASE | OPTIONAL_METADATA | Talk.DEPRECATE_EOF)
                .command(QUERY, "select 1")
                .forget()
                .server(1, "01 00")
                .server(2, "01 31")
                .server(3, END);

        assertThat(withEof.told()).containsExactly("<< 1 ColumnCount", "<< 2 Eof", "<< 3 TextResultsetRow", "<< 4 Eof");
        assertThat(withoutEof.told()).containsExactly("<< 1 ColumnCount", "<< 2 TextResultsetRow", "<< 3 Ok");
    }

    @Test
    @Rule("RES-12")
    void expectsTheFinalOkBehindOutParametersThoughTheirEndDoesNotSayMore() {
        Talk talk = loggedIn(Talk.BASE)
                .client(0, "17 01 00 00 00 00 01 00 00 00")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "fe 00 00 0a 10")
                .server(4, "00 00 31")
                .forget()
                .server(5, EOF)
                .server(6, OK)
                .command(0x0e, "");

        assertThat(talk.told()).containsExactly("<< 5 Eof", "<< 6 Ok", ">> 0 COM_PING");
    }

    @Test
    @Rule("CUR-1")
    void endsTheReplyThatOpensACursorAtTheDefinitions() {
        Talk talk = loggedIn(Talk.BASE)
                .client(0, "17 01 00 00 00 01 01 00 00 00")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "fe 00 00 42 00")
                .client(0, "1c 01 00 00 00 02 00 00 00")
                .server(1, "00 00 31")
                .server(2, "fe 00 00 82 00");

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_STMT_EXECUTE",
                        "<< 1 ColumnCount",
                        "<< 2 ColumnDefinition",
                        "<< 3 Eof",
                        ">> 0 COM_STMT_FETCH",
                        "<< 1 BinaryResultsetRow",
                        "<< 2 Eof");
    }

    @Test
    @Rule("STM-1")
    void countsTheDefinitionsOfAPreparedStatement() {
        Talk withEof = loggedIn(Talk.BASE)
                .command(PREPARE, "select ?")
                .forget()
                .server(1, "00 01 00 00 00 01 00 01 00 00 00 00")
                .server(2, DEFINITION)
                .server(3, EOF)
                .server(4, DEFINITION)
                .server(5, EOF)
                .command(0x0e, "");
        Talk withoutMetadata = loggedIn(Talk.BASE | OPTIONAL_METADATA)
                .command(PREPARE, "select ?")
                .forget()
                .server(1, "00 01 00 00 00 01 00 01 00 00 00 00 00")
                .server(2, EOF)
                .server(3, EOF)
                .command(0x0e, "");

        assertThat(withEof.told())
                .containsExactly(
                        "<< 1 PrepareOk",
                        "<< 2 ColumnDefinition",
                        "<< 3 Eof",
                        "<< 4 ColumnDefinition",
                        "<< 5 Eof",
                        ">> 0 COM_PING");
        assertThat(withoutMetadata.told()).containsExactly("<< 1 PrepareOk", "<< 2 Eof", "<< 3 Eof", ">> 0 COM_PING");
    }

    @Test
    @Rule("QUE-3")
    void givesEachReplyToItsCommandWhenTheClientPipelines() {
        Talk talk = loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(PREPARE, "select 1")
                .client(0, "17 ff ff ff ff 00 01 00 00 00")
                .command(0x0e, "")
                .forget()
                .server(1, "00 01 00 00 00 01 00 00 00 00 00 00")
                .server(2, DEFINITION)
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "00 00 31")
                .server(4, END)
                .server(1, OK);

        assertThat(talk.told())
                .containsExactly(
                        "<< 1 PrepareOk",
                        "<< 2 ColumnDefinition",
                        "<< 1 ColumnCount",
                        "<< 2 ColumnDefinition",
                        "<< 3 BinaryResultsetRow",
                        "<< 4 Ok",
                        "<< 1 Ok");
    }

    @Test
    @Rule({"INF-1", "FRM-5"})
    void takesWhatFollowsALocalInfileRequestForTheFile() {
        Talk talk = loggedIn(Talk.BASE | LOCAL_FILES)
                .command(QUERY, "load data local infile 'x' into table t; load data local infile 'y' into table t")
                .server(1, "fb 78")
                .client(2, "03 73 65 6c")
                .client(3, Bytes.EMPTY)
                .server(4, OK_MORE)
                .server(5, "fb 79")
                .client(6, Bytes.EMPTY)
                .server(7, OK);

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_QUERY",
                        "<< 1 LocalInfileRequest",
                        ">> 2 LocalInfileData",
                        ">> 3 LocalInfileData",
                        "<< 4 Ok",
                        "<< 5 LocalInfileRequest",
                        ">> 6 LocalInfileData",
                        "<< 7 Ok");
    }

    @Test
    @Rule("QUE-4")
    void takesBackCommandsThatTurnOutToBeTheFile() {
        Talk talk = loggedIn(Talk.BASE | LOCAL_FILES)
                .command(QUERY, "load data local infile 'x' into table t")
                .client(2, "03 74 68 69 73 20 69 73 20 74 68 65 20 66 69 6c 65")
                .client(3, Bytes.EMPTY)
                .command(0x0e, "")
                .forget()
                .server(1, "fb 78")
                .server(4, OK)
                .server(1, OK)
                .command(0x09, "");

        assertThat(talk.told()).containsExactly("<< 1 LocalInfileRequest", "<< 4 Ok", "<< 1 Ok", ">> 0 COM_STATISTICS");
    }

    @Test
    @Rule("CMD-2")
    void acceptsEveryWayToSayYesToASimpleCommand() {
        assertThat(answerTo(0x1b, EOF)).containsExactly("<< 1 Eof");
        assertThat(answerTo(0x1b, OK)).containsExactly("<< 1 Ok");
        assertThat(answerTo(0x0d, "fe")).containsExactly("<< 1 Eof");
        assertThat(loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                        .command(0x1b, "\0\0")
                        .forget()
                        .server(1, END)
                        .told())
                .containsExactly("<< 1 Ok");
    }

    @Test
    @Rule("CMD-3")
    void takesTheAnswerToStatisticsForText() {
        assertThat(answerTo(0x09, "55 70 74 69 6d 65 3a 20 31")).containsExactly("<< 1 Statistics");
        assertThat(answerTo(0x09, ERR)).containsExactly("<< 1 Err");
    }

    @Test
    @Rule("CMD-1")
    void expectsOneErrorForACommandNobodyKnows() {
        Talk talk = loggedIn(Talk.BASE)
                .client(0, "7f 00")
                .server(1, "ff 17 04 23 30 38 53 30 31 55")
                .command(0x0e, "");

        assertThat(talk.told()).containsExactly(">> 0 COM_UNKNOWN", "<< 1 Err", ">> 0 COM_PING");
    }

    @Test
    @Rule("FRM-5")
    void takesAnEmptyPacketForSleepAsTheServerDoes() {
        Talk talk = loggedIn(Talk.BASE).client(0, Bytes.EMPTY).server(1, "ff 17 04 23 30 38 53 30 31 55");

        assertThat(talk.told()).containsExactly(">> 0 COM_SLEEP", "<< 1 Err");
    }

    @Test
    @Rule("QUE-2")
    void expectsNoReplyToCommandsThatHaveNone() {
        Talk talk = loggedIn(Talk.BASE)
                .client(0, "19 01 00 00 00")
                .client(0, "18 01 00 00 00 00 00 61")
                .command(0x0e, "")
                .server(1, OK)
                .command(0x01, "");

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_STMT_CLOSE",
                        ">> 0 COM_STMT_SEND_LONG_DATA",
                        ">> 0 COM_PING",
                        "<< 1 Ok",
                        ">> 0 COM_QUIT");
        assertThat(talk.phase()).isEqualTo(new Phase.Closing());
    }

    @Test
    @Rule("NOR-1")
    void expectsAnErrorForAMalformedCloseFromMySqlAndNothingFromMariaDb() {
        Talk mySql = loggedIn(Talk.BASE)
                .client(0, "19 01")
                .command(0x0e, "")
                .forget()
                .server(1, "ff 2b 07 23 48 59 30 30 30 4d")
                .server(1, OK);
        Talk mariaDb = loggedInToMariaDb(Talk.BASE)
                .client(0, "19 01")
                .command(0x0e, "")
                .forget()
                .server(1, OK);

        assertThat(mySql.told()).containsExactly("<< 1 Err", "<< 1 Ok");
        assertThat(mariaDb.told()).containsExactly("<< 1 Ok");
    }

    @Test
    @Rule({"UNS-1", "UNS-2"})
    void takesAnErrorNobodyAskedForAsSuch() {
        Talk talk = loggedIn(Talk.BASE).server(0, "ff bf 0f 23 48 59 30 30 30 54");

        assertThat(talk.told()).containsExactly("<< 0 Err");
    }

    @Test
    @Rule("UNS-3")
    void keepsACommandWaitingThatCrossedAnUnsolicitedError() {
        Talk talk = loggedIn(Talk.BASE)
                .command(0x0e, "")
                .forget()
                .server(0, "ff bf 0f 23 48 59 30 30 30 54")
                .server(1, OK);

        assertThat(talk.told()).containsExactly("<< 0 Err", "<< 1 Ok");
    }

    @Test
    @Rule("QUE-8")
    void letsTheServerRefuseACommandBeforeItIsComplete() {
        Talk talk = loggedIn(Talk.BASE)
                .bytes(Direction.CLIENT_TO_SERVER, Bytes.hex("ff ff ff 00 03 61 61"))
                .server(1, "ff 81 04 23 30 38 53 30 31 47")
                .close();

        assertThat(talk.told()).startsWith("<< 1 Err", ">> truncated after 7");
    }

    @Test
    @Rule({"PRG-1", "PRG-2"})
    void takesAProgressReportForNoEndOfTheReply() {
        String progress = "ff ff ff 01 01 02 9c 02 00 11 63 6f 70 79 20 74 6f 20 74 6d 70 20 74 61 62 6c 65 20";
        Talk agreed = loggedInToMariaDb((Talk.BASE & ~LONG_PASSWORD) | MARIADB_PROGRESS)
                .command(QUERY, "alter table t")
                .forget()
                .server(1, progress)
                .server(2, progress)
                .server(3, OK);
        Talk notAgreed = loggedIn(Talk.BASE).command(QUERY, "x").forget().server(1, progress);

        assertThat(agreed.told()).containsExactly("<< 1 Progress", "<< 2 Progress", "<< 3 Ok");
        assertThat(notAgreed.told()).containsExactly("<< 1 Err");
    }

    @Test
    @Rule({"CHG-2", "AUT-13"})
    void authenticatesAgainWithinAChangeOfUser() {
        Talk talk = loggedIn(Talk.BASE)
                .client(0, changeUser())
                .server(
                        1,
                        Bytes.hex("fe" + Bytes.utf8("caching_sha2_password").toHex() + "00" + "41".repeat(20) + "00"))
                .client(2, Bytes.of(new byte[32]))
                .server(3, "01 03")
                .server(4, OK)
                .command(0x0e, "")
                .server(1, OK);

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_CHANGE_USER",
                        "<< 1 AuthSwitchRequest",
                        ">> 2 AuthSwitchResponse",
                        "<< 3 AuthMoreData",
                        "<< 4 Ok",
                        ">> 0 COM_PING",
                        "<< 1 Ok");
    }

    @Test
    @Rule("AUT-8")
    void goesOnAfterAFailedChangeOfUserAsMariaDbDoes() {
        Talk talk = loggedInToMariaDb(Talk.BASE)
                .client(0, changeUser())
                .server(1, "ff 15 04 23 32 38 30 30 30 6e 6f")
                .command(0x0e, "")
                .server(1, OK);

        assertThat(talk.told()).containsExactly(">> 0 COM_CHANGE_USER", "<< 1 Err", ">> 0 COM_PING", "<< 1 Ok");
    }

    @Test
    @Rule({"RES-T5", "BIN-2"})
    void followsABinlogStreamToItsEnd() {
        Talk talk = loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .client(0, "12 04 00 00 00 01 00 01 00 00 00 62")
                .server(1, "00 00 00 00 00 04 01")
                .server(2, "00 00 00 00 00 0f 01")
                .client(0, "ef 04 00 00 00 00 00 00 00 62")
                .server(3, "00 00 00 00 00 02 01")
                .server(4, EOF)
                .command(0x01, "");

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_BINLOG_DUMP",
                        "<< 1 BinlogEvent",
                        "<< 2 BinlogEvent",
                        ">> 0 SemiSyncAck",
                        "<< 3 BinlogEvent",
                        "<< 4 Eof",
                        ">> 0 COM_QUIT");
    }

    /** This test found a bug: everything behind the first clone was taken for a part of it. MySQL 9.7.4 counts no packets here. */
    @Test
    void goesOnWithCommandsAfterAClone() {
        Talk talk = loggedIn(Talk.BASE)
                .command(0x20, "")
                .server(1, OK)
                .client(0, "04")
                .server(0, "63")
                .client(0, "06")
                .server(0, "63")
                .command(0x01, "");

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_CLONE",
                        "<< 1 Ok",
                        ">> 0 CloneCommand",
                        "<< 0 CloneResponse",
                        ">> 0 CloneCommand",
                        "<< 0 CloneResponse",
                        ">> 0 COM_QUIT");
    }

    @Test
    void goesBlindWhenGroupReplicationTakesTheConnection() {
        assertThat(answerTo(0x21, OK)).containsExactly("<< 1 Ok", "opaque GROUP_REPLICATION");
    }

    @Test
    @Rule("FRM-8")
    void goesBlindWhenAReplyCannotBeOne() {
        assertThat(answerTo(0x0e, "01"))
                .containsExactly("<< 1 Unexpected [UNEXPECTED]", "desynchronized MISPLACED_PACKET");
        assertThat(loggedIn(Talk.BASE).server(1, "01").told())
                .containsExactly("<< 1 Unexpected [UNEXPECTED]", "desynchronized MISPLACED_PACKET");
    }

    @Test
    @Rule("LIM-3")
    void refusesMoreColumnsThanAnyServerHas() {
        assertThat(answerTo(QUERY, "fd ff ff ff"))
                .containsExactly("<< 1 Unexpected [UNEXPECTED]", "desynchronized MISPLACED_PACKET");
        assertThat(answerTo(QUERY, "fc 00"))
                .containsExactly("<< 1 Unexpected [UNEXPECTED]", "desynchronized MISPLACED_PACKET");
    }

    @Test
    @Rule("LIM-9")
    void givesUpOnAClientThatNeverWaitsForAnswers() {
        Talk talk = loggedIn(Talk.BASE);
        for (int i = 0; i <= 10_000; i++) {
            talk.command(0x0e, "");
        }

        assertThat(Collections.frequency(talk.told(), ">> 0 COM_PING")).isEqualTo(10_001);
        assertThat(talk.told()).endsWith("opaque DESYNCHRONIZED");
    }

    @Test
    @Rule({"FRM-4", "LIM-20"})
    void letsSequenceIdsWrapWithinALongReply() {
        Talk talk = loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(QUERY, "select")
                .server(1, "01")
                .server(2, DEFINITION);
        for (int i = 3; i < 600; i++) {
            talk.server(i & 0xff, "01 31");
        }
        talk.server(600 & 0xff, END);

        assertThat(talk.told()).noneMatch(line -> line.contains("[")).hasSize(601);
    }

    @Test
    @Rule({"FRM-4", "LIM-20", "UNS-2"})
    void takesAnErrorForTheEndOfALongReplyWhoseIdsHaveComeRound() {
        Talk talk = loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(QUERY, "select")
                .server(1, "01")
                .server(2, DEFINITION);
        for (int i = 3; i < 256; i++) {
            talk.server(i, "01 31");
        }
        talk.forget().server(0, ERR).command(0x0e, "").server(1, OK);

        assertThat(talk.told()).containsExactly("<< 0 Err", ">> 0 COM_PING", "<< 1 Ok");
    }

    @Test
    @Rule("INF-3")
    void takesTheRestOfAFileThatTheServerHasRefusedForTheFile() {
        Talk untilTheEnd = loggedIn(Talk.BASE | LOCAL_FILES)
                .command(QUERY, "load data local infile 'x' into table t")
                .server(1, "fb 78")
                .client(2, "72 6f 77")
                .server(3, "ff 87 04 23 30 38 53 30 31 54")
                .forget()
                .client(3, Bytes.utf8("\u0003row two of the file"))
                .client(4, Bytes.EMPTY)
                .command(0x0e, "")
                .server(1, OK);
        Talk givenUp = loggedIn(Talk.BASE | LOCAL_FILES)
                .command(QUERY, "load data local infile 'x' into table t")
                .server(1, "fb 78")
                .server(2, ERR)
                .forget()
                .command(0x0e, "")
                .server(1, OK);

        assertThat(untilTheEnd.told())
                .containsExactly(">> 3 LocalInfileData [SEQUENCE]", ">> 4 LocalInfileData", ">> 0 COM_PING", "<< 1 Ok");
        assertThat(givenUp.told()).containsExactly(">> 0 COM_PING", "<< 1 Ok");
    }

    @Test
    @Rule("AUTO-2")
    void goesBlindWhenDefinitionsEndTooEarly() {
        Talk result = loggedIn(Talk.BASE)
                .command(QUERY, "select")
                .server(1, "02")
                .server(2, DEFINITION)
                .forget()
                .server(3, EOF);
        Talk prepared = loggedIn(Talk.BASE)
                .command(PREPARE, "select ?")
                .server(1, "00 01 00 00 00 01 00 02 00 00 00 00")
                .server(2, DEFINITION)
                .forget()
                .server(3, EOF);

        assertThat(result.told()).containsExactly("<< 3 Unexpected [UNEXPECTED]", "desynchronized MISPLACED_PACKET");
        assertThat(prepared.told()).containsExactly("<< 3 Unexpected [UNEXPECTED]", "desynchronized MISPLACED_PACKET");
    }

    @Test
    @Rule("QUE-2")
    void isClosingWhenWhatWasAskedBeforeTheGoodbyeIsAnswered() {
        Talk talk = loggedIn(Talk.BASE).command(0x0e, "").command(0x01, "");
        Phase before = talk.phase();

        talk.server(1, OK);

        assertThat(before).isEqualTo(new Phase.Commands());
        assertThat(talk.phase()).isEqualTo(new Phase.Closing());
    }

    @Test
    @Rule("AUT-13")
    void decodesAChangeOfUserWithThePluginItNames() {
        Talk talk = loggedIn(Talk.BASE).client(0, changeUser()).server(1, "01 04");

        assertThat(talk.lastMessage()).isEqualTo(new AuthMoreData(new PasswordData.FullAuthenticationRequired()));
    }

    Talk loggedIn(long capabilities) {
        return Talk.loggedIn(capabilities);
    }

    Talk loggedInToMariaDb(long capabilities) {
        return Talk.loggedInToMariaDb(capabilities);
    }

    private static Bytes changeUser() {
        return Bytes.hex("11 61 70 70 00 00 00 2d 00"
                + Bytes.utf8("caching_sha2_password").toHex() + "00");
    }

    private List<String> answerTo(int command, String answer) {
        return loggedIn(Talk.BASE)
                .command(command, "")
                .forget()
                .server(1, answer)
                .told();
    }
}

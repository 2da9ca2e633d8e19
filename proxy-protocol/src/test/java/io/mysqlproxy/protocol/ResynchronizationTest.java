package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Confidence;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.wire.Bytes;
import org.junit.jupiter.api.Test;

/** A conversation that was lost, or never seen from its beginning, is found again at a command and its reply. */
class ResynchronizationTest {
    private static final int QUERY = 0x03;
    private static final int PREPARE = 0x16;
    private static final int PING = 0x0e;
    private static final int STATISTICS = 0x09;

    private static final String OK = "00 00 00 02 00 00 00";
    private static final String ERR = "ff 7a 04 23 34 32 53 30 32 6e 6f";
    private static final String EOF = "fe 00 00 02 00";
    private static final String END = "fe 00 00 02 00 00 00";
    private static final String DEFINITION = "03 64 65 66 00 00 00 01 31 00 0c 3f 00 02 00 00 00 08 81 00 00 00 00";

    @Test
    @Rule({"DSY-1", "DSY-2"})
    void findsTheConversationAgainAtTheNextCommandThatIsAnswered() {
        Talk talk = Talk.loggedIn(Talk.BASE)
                .command(PING, "")
                .server(1, "01")
                .server(2, "73 65 63 72 65 74")
                .command(QUERY, "select 1")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, EOF)
                .server(4, "01 31")
                .server(5, EOF);

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_PING",
                        "<< 1 Unexpected [UNEXPECTED]",
                        "desynchronized MISPLACED_PACKET",
                        "<< 2 Unexpected [UNEXPECTED]",
                        ">> 0 COM_QUERY",
                        "resynchronized",
                        "<< 1 ColumnCount",
                        "<< 2 ColumnDefinition",
                        "<< 3 Eof",
                        "<< 4 TextResultsetRow",
                        "<< 5 Eof");
        assertThat(talk.exchanges())
                .containsExactly("1 COM_PING UNANSWERED", "2 COM_QUERY OK results=1 columns=1 rows=1: select 1");
        assertThat(talk.toldWithMessages().toString()).doesNotContain("secret");
    }

    @Test
    @Rule("LIM-23")
    void tellsALossOnceHoweverMuchFollowsThatFitsNothing() {
        Talk talk = Talk.loggedIn(Talk.BASE).command(PING, "");
        for (int i = 0; i < 1000; i++) {
            talk.server((1 + i) & 0xff, "01");
        }
        talk.gap(Direction.SERVER_TO_CLIENT, 10);
        for (int i = 0; i < 1000; i++) {
            talk.bytes(Direction.SERVER_TO_CLIENT, Bytes.hex("00 01 02 03 04 05"))
                    .gap(Direction.SERVER_TO_CLIENT, 1);
        }

        assertThat(talk.told())
                .filteredOn(line -> line.startsWith("desynchronized"))
                .hasSize(1);
        assertThat(talk.told()).filteredOn(line -> line.contains("truncated")).isEmpty();
    }

    @Test
    @Rule("DSY-4")
    void isSureAgainAfterThreeExchangesThatFit() {
        Talk talk = Talk.loggedIn(Talk.BASE);
        assertThat(talk.state().confidence()).isEqualTo(Confidence.CERTAIN);

        talk.gap(Direction.SERVER_TO_CLIENT, 1448);
        assertThat(talk.state().confidence()).isEqualTo(Confidence.NONE);

        talk.command(PING, "").server(1, OK).command(PING, "").server(1, OK);
        assertThat(talk.state().confidence()).isEqualTo(Confidence.TENTATIVE);

        talk.command(PING, "").server(1, OK);
        assertThat(talk.state().confidence()).isEqualTo(Confidence.CONFIRMED);
    }

    @Test
    @Rule("DSY-5")
    void doesNotGuessAcrossAGapInsideAResult() {
        Talk talk = Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(QUERY, "select n from t")
                .server(1, "01")
                .server(2, DEFINITION)
                .forget()
                .bytes(Direction.SERVER_TO_CLIENT, Bytes.hex("40 00 00 03 61 61"))
                .gap(Direction.SERVER_TO_CLIENT, 62)
                .server(4, "01 31")
                .server(5, END)
                .command(PING, "")
                .server(1, OK);

        assertThat(talk.told())
                .containsExactly(
                        "<< truncated after 6", "desynchronized GAP", ">> 0 COM_PING", "resynchronized", "<< 1 Ok");
        assertThat(talk.exchanges())
                .containsExactly("1 COM_QUERY UNANSWERED results=1 columns=1 rows=0: select n from t", "2 COM_PING OK");
    }

    @Test
    @Rule({"DSY-4", "CAP-5"})
    void infersWhatWasAgreedFromTheFirstExchanges() {
        Talk talk = Talk.joined()
                .server(7, "01 31")
                .client(0, "03 00 01 73 65 6c 65 63 74 20 31")
                .server(1, "01 01")
                .server(2, DEFINITION)
                .server(3, "01 31")
                .server(4, END);

        assertThat(talk.exchanges())
                .containsExactly("1 COM_QUERY OK results=1 columns=1 rows=1 UNKNOWN->NONE: select 1");
        assertThat(talk.state().agreed().has(Capability.QUERY_ATTRIBUTES)).isTrue();
        assertThat(talk.state().agreed().has(Capability.OPTIONAL_RESULTSET_METADATA))
                .isTrue();
        assertThat(talk.state().agreed().has(Capability.DEPRECATE_EOF)).isTrue();
    }

    @Test
    @Rule("CAP-5")
    void infersAConversationOfTheOldKindToo() {
        Talk talk = Talk.joined()
                .command(QUERY, "select 1 where false")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, EOF)
                .server(4, EOF)
                .command(PREPARE, "select 1")
                .server(1, "00 01 00 00 00 01 00 00 00 00 00 00")
                .server(2, DEFINITION)
                .server(3, EOF);

        assertThat(talk.exchanges())
                .containsExactly(
                        "1 COM_QUERY OK results=1 columns=1 rows=0 UNKNOWN->NONE: select 1 where false",
                        "2 COM_STMT_PREPARE OK #1: select 1");
        assertThat(talk.state().agreed().has(Capability.QUERY_ATTRIBUTES)).isFalse();
        assertThat(talk.state().agreed().has(Capability.OPTIONAL_RESULTSET_METADATA))
                .isFalse();
        assertThat(talk.state().agreed().has(Capability.DEPRECATE_EOF)).isFalse();
    }

    @Test
    @Rule("CAP-5")
    void takesAPreparedStatementsAnswerForCompleteWhenTheClientGoesOn() {
        Talk talk = Talk.joined()
                .command(PREPARE, "select 1")
                .server(1, "00 01 00 00 00 01 00 00 00 00 00 00")
                .server(2, DEFINITION)
                .command(PING, "")
                .server(1, OK);

        assertThat(talk.exchanges())
                .containsExactly("1 COM_STMT_PREPARE OK #1 UNKNOWN->UNKNOWN: select 1", "2 COM_PING OK UNKNOWN->NONE");
        assertThat(talk.state().agreed().has(Capability.DEPRECATE_EOF)).isTrue();
    }

    @Test
    @Rule("CAP-5")
    void learnsFromAnOkUnderTheHeaderOfAnEof() {
        Talk talk = Talk.joined().client(0, "1b 00 00").server(1, END);

        assertThat(talk.told()).endsWith("<< 1 Ok");
        assertThat(talk.state().agreed().has(Capability.DEPRECATE_EOF)).isTrue();
    }

    @Test
    @Rule("DSY-3")
    void givesUpAfterManyCommandsThatNothingAnswers() {
        Talk talk = Talk.loggedIn(Talk.BASE).command(PING, "").server(1, "01");
        for (int i = 0; i < 17; i++) {
            talk.command(PING, "").server(1, "01");
        }

        assertThat(talk.phase()).isEqualTo(new Phase.Opaque(OpaqueReason.DESYNCHRONIZED));
        assertThat(talk.told()).endsWith("opaque DESYNCHRONIZED");
    }

    @Test
    @Rule("QUE-8")
    void takesAnErrorForTheAnswerToACommandThatIsStillBeingSent() {
        Talk talk = Talk.loggedIn(Talk.BASE)
                .bytes(Direction.CLIENT_TO_SERVER, Bytes.hex("09 00 00 00 03 73 65 6c"))
                .server(1, "ff 81 04 23 30 38 53 30 31 62 69 67")
                .bytes(Direction.CLIENT_TO_SERVER, Bytes.hex("65 63 74 20 31"))
                .command(PING, "")
                .server(1, OK);

        assertThat(talk.told()).containsExactly("<< 1 Err", ">> 0 COM_QUERY", ">> 0 COM_PING", "<< 1 Ok");
        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY ERROR 1153: select 1", "2 COM_PING OK");
    }

    @Test
    @Rule({"UNS-1", "UNS-3"})
    void takesAnErrorThatNobodyAskedForForTheEnd() {
        Talk talk = Talk.loggedIn(Talk.BASE)
                .server(0, "ff bf 0f 23 48 59 30 30 30 62 79 65")
                .command(QUERY, "select 1")
                .close();

        assertThat(talk.told()).containsExactly("<< 0 Err", ">> 0 COM_QUERY");
        assertThat(talk.phase()).isEqualTo(new Phase.Closing());
        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY UNANSWERED: select 1");
    }

    @Test
    @Rule("DSY-2")
    void givesRepliesToCommandsThatWereSentTogetherInTheirOrder() {
        Talk talk = Talk.joined()
                .command(PING, "")
                .command(QUERY, "select 1")
                .server(1, OK)
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "01 31")
                .server(4, END);

        assertThat(talk.exchanges())
                .containsExactly("1 COM_PING OK UNKNOWN->NONE", "2 COM_QUERY OK results=1 columns=1 rows=1: select 1");
    }

    /** The first reply is to a command from before: no PING is answered by a result. */
    @Test
    @Rule("DSY-4")
    void leavesOutAReplyThatDoesNotFitWhereTheClientSendsAhead() {
        Talk talk = Talk.joined()
                .forget()
                .command(PING, "")
                .command(QUERY, "select 1")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "01 31")
                .server(4, END)
                .command(PING, "")
                .server(1, OK)
                .server(1, ERR);

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_PING",
                        ">> 0 COM_QUERY",
                        "resynchronized",
                        "<< 1 Unexpected [UNEXPECTED]",
                        "<< 2 Unexpected [SEQUENCE, UNEXPECTED]",
                        "<< 3 Unexpected [SEQUENCE, UNEXPECTED]",
                        "<< 4 Unexpected [SEQUENCE, UNEXPECTED]",
                        ">> 0 COM_PING",
                        "<< 1 Ok",
                        "<< 1 Err");
        assertThat(talk.exchanges()).containsExactly("1 COM_PING OK UNKNOWN->NONE", "2 COM_QUERY ERROR 1146: select 1");
    }

    /** What was told of the reply until then is taken back. */
    @Test
    @Rule("DSY-4")
    void takesBackAReplyThatTurnsOutToBeAnothers() {
        Talk talk = Talk.joined()
                .command(QUERY, "select 1")
                .command(PING, "")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "00 00 2a 00 00 00 00 00 00 00")
                .server(4, END)
                .server(1, "00 05 00 02 00 00 00")
                .server(1, OK);

        assertThat(talk.exchanges())
                .containsExactly("1 COM_QUERY OK affected=5 UNKNOWN->NONE: select 1", "2 COM_PING OK");
    }

    @Test
    @Rule("DSY-4")
    void isNotSureOfAClientThatSendsAheadAsLongAsItsRepliesCouldBeAnyones() {
        Talk talk = Talk.joined().command(PING, "").command(PING, "").server(1, OK);
        for (int i = 0; i < 100; i++) {
            talk.command(PING, "").server(1, OK);
        }
        assertThat(talk.state().confidence()).isEqualTo(Confidence.TENTATIVE);

        for (int i = 0; i < 8; i++) {
            talk.command(STATISTICS, "").server(1, OK).command(PING, "").server(1, "55 70");
        }

        assertThat(talk.state().confidence()).isEqualTo(Confidence.CONFIRMED);
    }

    @Test
    @Rule("DSY-4")
    void doubtsAgainWhenAClientThatWaitedSendsAhead() {
        Talk talk = Talk.joined();
        for (int i = 0; i < 3; i++) {
            talk.command(PING, "").server(1, OK);
        }
        assertThat(talk.state().confidence()).isEqualTo(Confidence.CONFIRMED);

        talk.command(PING, "").command(PING, "");

        assertThat(talk.state().confidence()).isEqualTo(Confidence.TENTATIVE);
    }

    @Test
    @Rule("DSY-4")
    void isNotMadeSureByCommandsThatNobodyAnswers() {
        Talk talk = Talk.joined().command(PING, "").server(1, OK);
        for (int i = 0; i < 5; i++) {
            talk.client(0, "19 07 00 00 00");
        }

        assertThat(talk.state().confidence()).isEqualTo(Confidence.TENTATIVE);
    }

    @Test
    @Rule("CAP-5")
    void knowsMariaDbByWhatOnlyItDoes() {
        Talk progress = Talk.joined()
                .command(QUERY, "alter table t force")
                .server(1, "ff ff ff 01 01 02 9c 02 00 11 63 6f 70 79 20 74 6f 20 74 6d 70 20 74 61 62 6c 65")
                .server(2, OK);
        Talk bulk = Talk.joined().client(0, "fa 07 00 00 00 80 00 03 00 00").server(1, OK);
        Talk last = Talk.joined().client(0, "17 ff ff ff ff 00 01 00 00 00").server(1, OK);

        assertThat(progress.told()).contains("<< 1 Progress");
        assertThat(progress.state().agreed().has(Capability.MARIADB_PROGRESS)).isTrue();
        assertThat(progress.state().agreed().mariaDb()).isTrue();
        assertThat(bulk.state().agreed().mariaDb()).isTrue();
        assertThat(last.state().agreed().mariaDb()).isTrue();
    }

    @Test
    @Rule({"CAP-3", "CAP-5"})
    void tellsMariaDbsCachedMetadataFromMySqlsOptionalMetadataByTheAnswerToAPrepare() {
        Talk mariaDb = Talk.joined()
                .command(QUERY, "select 1")
                .server(1, "01 01")
                .server(2, DEFINITION)
                .server(3, "01 31")
                .server(4, END)
                .command(PREPARE, "select 1")
                .server(1, "00 01 00 00 00 01 00 00 00 00 00 00")
                .server(2, DEFINITION);
        Talk mySql = Talk.joined()
                .command(PREPARE, "select 1")
                .server(1, "00 01 00 00 00 01 00 00 00 00 00 00 01")
                .server(2, DEFINITION);

        assertThat(mariaDb.state().agreed().has(Capability.MARIADB_CACHE_METADATA))
                .isTrue();
        assertThat(mariaDb.state().agreed().has(Capability.OPTIONAL_RESULTSET_METADATA))
                .isFalse();
        assertThat(mySql.state().agreed().has(Capability.OPTIONAL_RESULTSET_METADATA))
                .isTrue();
        assertThat(mySql.state().agreed().has(Capability.MARIADB_CACHE_METADATA))
                .isFalse();
    }

    @Test
    @Rule({"RES-6", "CAP-5"})
    void infersExtendedMetadataFromTheFirstDefinition() {
        Talk talk = Talk.joined()
                .command(QUERY, "select j from t")
                .server(1, "01")
                .server(2, "03 64 65 66 00 00 00 01 6a 00 06 01 04 6a 73 6f 6e 0c 2d 00 ff ff ff ff fc 90 00 00 00 00");

        assertThat(talk.state().agreed().has(Capability.MARIADB_EXTENDED_METADATA))
                .isTrue();
        assertThat(talk.lastMessage().toString()).contains("json");
    }
}

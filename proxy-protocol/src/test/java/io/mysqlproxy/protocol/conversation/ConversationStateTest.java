package io.mysqlproxy.protocol.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.Talk;
import io.mysqlproxy.protocol.message.BinaryRow;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.Undecoded;
import io.mysqlproxy.protocol.wire.Bytes;
import org.junit.jupiter.api.Test;

/** What the conversation knows of the session after each packet: for whoever routes, shares or intercepts connections. */
class ConversationStateTest {
    private static final int QUERY = 0x03;
    private static final int INIT_DB = 0x02;
    private static final int PREPARE = 0x16;
    private static final int PING = 0x0e;
    private static final int RESET_CONNECTION = 0x1f;

    private static final long SESSION_TRACK = 0x0080_0000;
    private static final long OPTIONAL_METADATA = 0x0200_0000;
    private static final long CACHE_METADATA = 1L << 36;

    private static final String OK = "00 00 00 02 00 00 00";
    private static final String EOF = "fe 00 00 02 00";
    private static final String END = "fe 00 00 02 00 00 00";
    private static final String ERR = "ff 7a 04 23 34 32 53 30 32 6e 6f";
    private static final String DEFINITION = "03 64 65 66 00 00 00 01 31 00 0c 3f 00 02 00 00 00 03 81 00 00 00 00";
    private static final String PREPARED_WITH_A_COLUMN = "00 07 00 00 00 01 00 00 00 00 00 00";
    private static final String EXECUTE = "17 07 00 00 00 00 01 00 00 00";
    private static final String EXECUTE_WITH_CURSOR = "17 07 00 00 00 01 01 00 00 00";
    private static final String ROW = "00 00 2a 00 00 00";

    @Test
    @Rule("OK-6")
    void followsTheSchemaThatTheServerTracks() {
        Talk talk = Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF | SESSION_TRACK)
                .command(QUERY, "use mysql")
                .server(1, "00 00 00 02 40 00 00 00 08 01 06 05 6d 79 73 71 6c");

        assertThat(talk.state().schema()).isEqualTo(Bytes.utf8("mysql"));
        assertThat(talk.state().user()).isEqualTo(Bytes.utf8("root"));
    }

    @Test
    @Rule("AUTO-6")
    void followsAUseStatementWhereTheServerTracksNothing() {
        Talk talk = Talk.loggedIn(Talk.BASE)
                .command(QUERY, " USE `shop` ;")
                .server(1, OK)
                .command(QUERY, "use nowhere")
                .server(1, ERR);

        assertThat(talk.state().schema()).isEqualTo(Bytes.utf8("shop"));
    }

    @Test
    @Rule("AUTO-5")
    void turnsMultiStatementsOffAndOnWhenTheServerAcceptsTheOption() {
        Talk talk = Talk.loggedIn(Talk.BASE);
        assertThat(talk.state().agreed().has(Capability.MULTI_STATEMENTS)).isTrue();

        talk.client(0, "1b 01 00").server(1, ERR);
        assertThat(talk.state().agreed().has(Capability.MULTI_STATEMENTS)).isTrue();

        talk.client(0, "1b 01 00").server(1, EOF);
        assertThat(talk.state().agreed().has(Capability.MULTI_STATEMENTS)).isFalse();

        talk.client(0, "1b 00 00").server(1, EOF);
        assertThat(talk.state().agreed().has(Capability.MULTI_STATEMENTS)).isTrue();
    }

    /** Seen with MySQL 9.7.4 and MariaDB 10.11.19. */
    @Test
    @Rule("AUTO-5")
    void keepsTheOptionWhenTheConnectionIsReset() {
        Talk talk = Talk.loggedIn(Talk.BASE)
                .client(0, "1b 01 00")
                .server(1, EOF)
                .command(RESET_CONNECTION, "")
                .server(1, OK);

        assertThat(talk.state().agreed().has(Capability.MULTI_STATEMENTS)).isFalse();
    }

    @Test
    @Rule("AUTO-5")
    void knowsNoOtherOption() {
        Talk talk = Talk.loggedIn(Talk.BASE).client(0, "1b 02 00").server(1, EOF);

        assertThat(talk.state().agreed().has(Capability.MULTI_STATEMENTS)).isTrue();
    }

    @Test
    void takesASchemaOnlyWhenTheServerHasAgreed() {
        Talk talk = Talk.loggedIn(Talk.BASE).command(INIT_DB, "shop");
        assertThat(talk.state().schema()).isEqualTo(Bytes.EMPTY);
        assertThat(talk.state().inFlight()).containsExactly(PacketKind.COM_INIT_DB);

        talk.server(1, OK);
        assertThat(talk.state().schema()).isEqualTo(Bytes.utf8("shop"));
        assertThat(talk.state().inFlight()).isEmpty();
    }

    @Test
    @Rule("AUTO-4")
    void takesTheStatusOfEveryPacketThatHasOneAlsoOfTheEofBehindDefinitions() {
        Talk talk = Talk.loggedIn(Talk.BASE)
                .command(QUERY, "select 1 for update")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "fe 00 00 03 00");
        assertThat(talk.state().transaction()).isEqualTo(Transaction.READ_WRITE);

        talk.server(4, "01 31").server(5, "fe 00 00 03 20");
        assertThat(talk.state().transaction()).isEqualTo(Transaction.READ_ONLY);

        talk.command(QUERY, "commit").server(1, OK);
        assertThat(talk.state().transaction()).isEqualTo(Transaction.NONE);
    }

    @Test
    @Rule({"CHG-4", "STM-4"})
    void forgetsStatementsWhenTheConnectionIsResetAndKeepsTheUserAndTheSchema() {
        Talk talk = prepared(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(INIT_DB, "shop")
                .server(1, OK);
        assertThat(talk.state().statements()).hasSize(1);

        talk.command(RESET_CONNECTION, "").server(1, OK);

        assertThat(talk.state().statements()).isEmpty();
        assertThat(talk.state().schema()).isEqualTo(Bytes.utf8("shop"));
        assertThat(talk.state().user()).isEqualTo(Bytes.utf8("root"));
    }

    @Test
    @Rule({"CHG-3", "STM-4"})
    void beginsANewSessionWhenTheUserIsChanged() {
        Talk talk = prepared(Talk.BASE | Talk.DEPRECATE_EOF)
                .client(0, "11 61 70 70 00 00 73 68 6f 70 00 2d 00")
                .server(1, OK);

        assertThat(talk.state().statements()).isEmpty();
        assertThat(talk.state().user()).isEqualTo(Bytes.utf8("app"));
        assertThat(talk.state().schema()).isEqualTo(Bytes.utf8("shop"));
        assertThat(talk.state().characterSet().name()).isEqualTo("utf8mb4");
    }

    @Test
    @Rule({"CUR-2", "CUR-3"})
    void knowsWhetherACursorIsOpen() {
        Talk talk = prepared(Talk.BASE | Talk.DEPRECATE_EOF)
                .client(0, EXECUTE_WITH_CURSOR)
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "fe 00 00 42 00 00 00");
        PreparedStatement statement = talk.state().statements().iterator().next();
        assertThat(statement.isCursorOpen()).isTrue();

        talk.forget().client(0, "1c 07 00 00 00 01 00 00 00").server(1, ROW).server(2, "fe 00 00 42 00 00 00");
        assertThat(talk.told()).containsExactly(">> 0 COM_STMT_FETCH", "<< 1 BinaryResultsetRow", "<< 2 Ok");
        assertThat(talk.messages().get(1)).isInstanceOf(BinaryRow.class);
        assertThat(statement.isCursorOpen()).isTrue();

        talk.client(0, "1c 07 00 00 00 01 00 00 00").server(1, ROW).server(2, "fe 00 00 82 00 00 00");
        assertThat(statement.isCursorOpen()).isFalse();
    }

    @Test
    @Rule("CUR-4")
    void knowsACursorWhoseDefinitionsAreLeftOut() {
        Talk talk = prepared(Talk.BASE | OPTIONAL_METADATA)
                .forget()
                .client(0, EXECUTE_WITH_CURSOR)
                .server(1, "01 00")
                .server(2, "fe 00 00 42 00")
                .command(PING, "")
                .server(1, OK);

        assertThat(talk.told())
                .containsExactly(">> 0 COM_STMT_EXECUTE", "<< 1 ColumnCount", "<< 2 Eof", ">> 0 COM_PING", "<< 1 Ok");
    }

    @Test
    @Rule("RES-3")
    void readsRowsByTheDefinitionsOfAnEarlierResultOfTheStatement() {
        Talk talk = Talk.loggedInToMariaDb((Talk.BASE & ~1) | Talk.DEPRECATE_EOF | CACHE_METADATA)
                .command(PREPARE, "select 42")
                .server(1, PREPARED_WITH_A_COLUMN)
                .server(2, DEFINITION)
                .client(0, EXECUTE)
                .server(1, "01 00")
                .server(2, ROW);

        assertThat(talk.lastMessage()).isInstanceOf(BinaryRow.class);
    }

    @Test
    @Rule("RES-4")
    void keepsRowsWhoseDefinitionsNobodyHasSeen() {
        Talk talk = Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF | OPTIONAL_METADATA)
                .client(0, EXECUTE)
                .server(1, "01 00")
                .server(2, ROW);

        assertThat(talk.told()).endsWith("<< 2 BinaryResultsetRow");
        assertThat(talk.lastMessage()).isInstanceOf(Undecoded.class);
    }

    @Test
    @Rule("RES-5")
    void readsResultsOfMoreThanTwoHundredAndFiftyColumns() {
        Talk talk = Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(QUERY, "select …")
                .server(1, "fc 00 01");
        for (int i = 0; i < 256; i++) {
            talk.server((i + 2) & 0xff, DEFINITION);
        }
        talk.server(2, "fb ".repeat(256)).server(3, END);

        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY OK results=1 columns=256 rows=1: select …");
    }

    @Test
    @Rule({"RES-T2", "RES-16"})
    void tellsAnOkFromAnEofByItsLength() {
        Talk talk = Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .client(0, "1b 00 00")
                .server(1, EOF)
                .client(0, "1b 00 00")
                .server(1, END);

        assertThat(talk.told()).containsExactly(">> 0 COM_SET_OPTION", "<< 1 Eof", ">> 0 COM_SET_OPTION", "<< 1 Ok");
    }

    @Test
    @Rule("INF-2")
    void takesAnEmptyPacketForTheRefusalOfAFile() {
        Talk talk = Talk.loggedIn(Talk.BASE | 0x80)
                .command(QUERY, "load data local infile 'f' into table t")
                .server(1, "fb 66")
                .client(2, "")
                .server(3, OK);

        assertThat(talk.told())
                .containsExactly(">> 0 COM_QUERY", "<< 1 LocalInfileRequest", ">> 2 LocalInfileData", "<< 3 Ok");
    }

    @Test
    @Rule({"NOR-2", "QUE-5"})
    void takesAnErrorBehindACommandWithoutAReplyForALateOne() {
        Talk talk = Talk.loggedInToMariaDb(Talk.BASE)
                .client(0, "18 07 00 00 00 00 00 61")
                .server(1, ERR)
                .command(PING, "")
                .server(1, OK);

        assertThat(talk.told()).containsExactly(">> 0 COM_STMT_SEND_LONG_DATA", "<< 1 Err", ">> 0 COM_PING", "<< 1 Ok");
        assertThat(talk.phase()).isEqualTo(new Phase.Commands());
    }

    @Test
    @Rule({"STM-3", "LIM-17", "AUTO-3"})
    void losesTheConversationWhenAPrepareIsAnsweredByOtherDefinitionsThanItSays() {
        Talk talk = Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(PREPARE, "select 1")
                .server(1, "00 07 00 00 00 00 00 00 00 00 00 00")
                .server(2, DEFINITION)
                .command(PING, "")
                .server(1, OK);

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_STMT_PREPARE",
                        "<< 1 PrepareOk",
                        "<< 2 Unexpected [UNEXPECTED]",
                        "desynchronized MISPLACED_PACKET",
                        ">> 0 COM_PING",
                        "resynchronized",
                        "<< 1 Ok");
    }

    @Test
    @Rule("INF-4")
    void takesARequestForAFileForOneThoughAPreparedStatementCannotCauseIt() {
        Talk talk = prepared(Talk.BASE | Talk.DEPRECATE_EOF | 0x80)
                .client(0, EXECUTE)
                .server(1, "fb 66")
                .client(2, "")
                .server(3, ERR);

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_STMT_EXECUTE", "<< 1 LocalInfileRequest", ">> 2 LocalInfileData", "<< 3 Err");
    }

    @Test
    @Rule("CMD-5")
    void takesACodeForTheSameCommandWhateverWasAgreed() {
        for (long capabilities : new long[] {Talk.BASE, Talk.BASE | Talk.DEPRECATE_EOF | SESSION_TRACK | 0x0800_0000}) {
            assertThat(Talk.loggedIn(capabilities).command(PING, "").told()).containsExactly(">> 0 COM_PING");
        }
    }

    private static Talk prepared(long capabilities) {
        Talk talk = Talk.loggedIn(capabilities).command(PREPARE, "select 42");
        if ((capabilities & OPTIONAL_METADATA) != 0) {
            return talk.server(1, PREPARED_WITH_A_COLUMN + " 00").server(2, EOF).forget();
        }
        return talk.server(1, PREPARED_WITH_A_COLUMN).server(2, DEFINITION).forget();
    }
}

package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.wire.Bytes;
import org.junit.jupiter.api.Test;

/** Replies that come early, late, or not to their end leave the exchanges around them whole. */
class UnusualExchangeTest {
    private static final int QUERY = 0x03;
    private static final int PING = 0x0e;
    private static final int PREPARE = 0x16;
    private static final int RESET_CONNECTION = 0x1f;
    private static final int CLONE = 0x20;
    private static final long LOCAL_FILES = 0x80;

    private static final String OK = "00 00 00 02 00 00 00";
    private static final String ERR = "ff 7a 04 23 34 32 53 30 32 6e 6f";
    private static final String DEFINITION = "03 64 65 66 00 00 00 01 31 00 0c 3f 00 02 00 00 00 08 81 00 00 00 00";
    private static final String EXECUTE_LAST_PREPARED = "17 ff ff ff ff 00 01 00 00 00";

    private final Talk talk = Talk.loggedIn(Talk.BASE | LOCAL_FILES);

    @Test
    @Rule("NOR-1")
    void givesTheReplyToTheNextCommandWhenTheErrorThatWasDueDoesNotCome() {
        talk.client(0, "19 01").command(QUERY, "select 1").server(1, OK);

        assertThat(talk.exchanges()).containsExactly("1 COM_STMT_CLOSE NO_REPLY", "2 COM_QUERY OK: select 1");
    }

    @Test
    void countsTheReplyOfTheNextCommandWhenOneEndsWithoutAnEnd() {
        talk.command(QUERY, "select n from t")
                .command(PING, "")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(1, OK);

        assertThat(talk.exchanges())
                .containsExactly("1 COM_QUERY UNANSWERED results=1 columns=1 rows=0: select n from t", "2 COM_PING OK");
    }

    @Test
    @Rule("QUE-8")
    void tellsTheErrorThatCameBeforeTheCommandWasComplete() {
        talk.bytes(Direction.CLIENT_TO_SERVER, Bytes.hex("05 00 00 00 03 64"))
                .server(1, ERR)
                .bytes(Direction.CLIENT_TO_SERVER, Bytes.hex("6f 20 31"))
                .command(PING, "")
                .server(1, OK);

        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY ERROR 1146: do 1", "2 COM_PING OK");
    }

    @Test
    @Rule("UNS-3")
    void goesOnWithAServerThatAnswersAfterAnErrorOfItsOwn() {
        talk.server(0, ERR);
        assertThat(talk.phase()).isEqualTo(new Phase.Closing());

        talk.command(PING, "").server(1, OK);

        assertThat(talk.phase()).isEqualTo(new Phase.Commands());
        assertThat(talk.exchanges()).containsExactly("1 COM_PING OK");
    }

    @Test
    @Rule("AUT-10")
    void goesOnWhenAPluginEndsTheChangeOfUserWithoutAnOk() {
        talk.client(0, "11 72 00 00 00 2d 00 78 79 7a 00")
                .server(1, "fe 78 79 7a 00 31 00")
                .client(2, "31")
                .command(PING, "")
                .server(1, OK)
                .command(QUERY, "select 1")
                .server(1, OK);

        assertThat(talk.exchanges())
                .containsExactly("1 COM_CHANGE_USER UNANSWERED", "2 COM_PING OK", "3 COM_QUERY OK: select 1");
    }

    @Test
    @Rule("QUE-4")
    void knowsAFileThatIsSentAheadBehindAnotherCommand() {
        talk.command(PING, "")
                .command(QUERY, "load data local infile 'f' into table t")
                .client(2, "31")
                .client(3, "")
                .server(1, OK)
                .server(1, "fb 66")
                .server(4, OK);

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_PING",
                        ">> 0 COM_QUERY",
                        ">> 2 LocalInfileData",
                        ">> 3 LocalInfileData",
                        "<< 1 Ok",
                        "<< 1 LocalInfileRequest",
                        "<< 4 Ok");
        assertThat(talk.exchanges())
                .containsExactly("1 COM_PING OK", "2 COM_QUERY OK: load data local infile 'f' into table t");
    }

    @Test
    @Rule("QUE-9")
    void keepsTheStatementThatIsBeingPreparedWhileTheSessionIsReset() {
        Talk mariaDb = Talk.loggedInToMariaDb(Talk.BASE)
                .command(RESET_CONNECTION, "")
                .command(PREPARE, "do 1")
                .server(1, OK)
                .client(0, EXECUTE_LAST_PREPARED)
                .server(1, "00 07 00 00 00 00 00 00 00 00 00 00")
                .server(1, OK);

        assertThat(mariaDb.exchanges())
                .containsExactly(
                        "1 COM_RESET_CONNECTION OK",
                        "2 COM_STMT_PREPARE OK #7: do 1",
                        "3 COM_STMT_EXECUTE OK #7: do 1");
    }

    @Test
    void tellsTheErrorThatEndsAClone() {
        talk.command(CLONE, "")
                .server(1, OK)
                .client(0, "01 00")
                .server(0, ERR)
                .command(PING, "")
                .server(1, OK);

        assertThat(talk.exchanges()).containsExactly("1 COM_CLONE ERROR 1146", "2 COM_PING OK");
    }

    @Test
    void doesNotCountWhatIsNoReplyWhileItIsLost() {
        long[] bytes = new long[1];
        PacketDecoder decoder =
                PacketDecoder.joiningMidStream(1, packet -> {}, exchange -> bytes[0] = exchange.replyBytes());
        decoder.onBytes(Direction.CLIENT_TO_SERVER, Bytes.hex("01 00 00 00 0e").asByteBuffer(), 0);
        decoder.onBytes(
                Direction.CLIENT_TO_SERVER, Bytes.hex("03 00 00 00 ee 11 22").asByteBuffer(), 0);
        decoder.onBytes(
                Direction.SERVER_TO_CLIENT, Bytes.hex("07 00 00 01" + OK).asByteBuffer(), 0);

        assertThat(bytes[0]).isEqualTo(7);
    }
}

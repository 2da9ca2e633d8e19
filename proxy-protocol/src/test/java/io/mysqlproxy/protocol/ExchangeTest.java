package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** An exchange is one command with its whole reply, however the reply is built. */
class ExchangeTest {
    private static final int QUERY = 0x03;
    private static final int PREPARE = 0x16;
    private static final int INIT_DB = 0x02;
    private static final int PING = 0x0e;

    private static final long LOCAL_FILES = 0x80;

    private static final String OK = "00 00 00 02 00 00 00";
    private static final String OK_IN_TRANSACTION = "00 02 05 03 00 01 00";
    private static final String END = "fe 00 00 02 00 00 00";
    private static final String END_MORE = "fe 00 00 0a 00 00 00";
    private static final String ERR = "ff 7a 04 23 34 32 53 30 32 6e 6f";
    private static final String DEFINITION = "03 64 65 66 00 00 00 01 31 00 0c 3f 00 02 00 00 00 08 81 00 00 00 00";

    private final Talk talk = Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF | LOCAL_FILES);

    @Test
    void countsTheRowsOfAResult() {
        talk.command(QUERY, "select n from t")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "01 31")
                .server(4, "01 32");
        assertThat(talk.exchanges()).isEmpty();

        talk.server(5, END);

        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY OK results=1 columns=1 rows=2: select n from t");
    }

    @Test
    void tellsWhatAnOkSaysAndTheTransactionBeforeAndAfter() {
        talk.command(QUERY, "insert into t values (1), (2)")
                .server(1, OK_IN_TRANSACTION)
                .command(QUERY, "commit")
                .server(1, OK);

        assertThat(talk.exchanges())
                .containsExactly(
                        "1 COM_QUERY OK affected=2 id=5 warnings=1 NONE->READ_WRITE: insert into t values (1), (2)",
                        "2 COM_QUERY OK READ_WRITE->NONE: commit");
    }

    @Test
    void tellsTheErrorThatEndsAReplyEvenBehindRows() {
        talk.command(QUERY, "select n from t")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "01 31")
                .server(4, ERR);

        assertThat(talk.exchanges())
                .containsExactly("1 COM_QUERY ERROR 1146 results=1 columns=1 rows=1: select n from t");
    }

    @Test
    @Rule("RES-13")
    void addsUpSeveralResults() {
        talk.command(QUERY, "call p()")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "01 31")
                .server(4, END_MORE)
                .server(5, "02")
                .server(6, DEFINITION)
                .server(7, DEFINITION)
                .server(8, "01 31 01 32")
                .server(9, END_MORE)
                .server(10, OK);

        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY OK results=2 columns=1 rows=2: call p()");
    }

    @Test
    void knowsTheStatementBehindAPreparedOnesId() {
        talk.command(PREPARE, "select n from t")
                .server(1, "00 07 00 00 00 01 00 00 00 00 00 00")
                .server(2, DEFINITION)
                .client(0, "17 07 00 00 00 00 01 00 00 00")
                .server(1, "01")
                .server(2, DEFINITION)
                .server(3, "00 00 31")
                .server(4, END)
                .client(0, "19 07 00 00 00")
                .client(0, "17 07 00 00 00 00 01 00 00 00")
                .server(1, ERR);

        assertThat(talk.exchanges())
                .containsExactly(
                        "1 COM_STMT_PREPARE OK #7: select n from t",
                        "2 COM_STMT_EXECUTE OK #7 results=1 columns=1 rows=1: select n from t",
                        "3 COM_STMT_CLOSE NO_REPLY #7: select n from t",
                        "4 COM_STMT_EXECUTE ERROR #7 1146");
        assertThat(talk.state().statements()).isEmpty();
    }

    @Test
    @Rule({"STM-8", "QUE-9", "QUE-10"})
    void tellsTheParametersOfAnExecuteEvenWhenItsPreparationIsNotAnsweredYet() {
        Talk mariaDb = Talk.loggedInToMariaDb(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(PREPARE, "insert into t values (?, ?)")
                .client(0, "17 ff ff ff ff 00 01 00 00 00 00 01 03 00 fe 00 2a 00 00 00 02 68 69")
                .server(1, "00 07 00 00 00 00 00 02 00 00 00 00")
                .server(2, DEFINITION)
                .server(3, DEFINITION)
                .server(1, "00 01 00 02 00 00 00")
                .client(0, "17 07 00 00 00 00 01 00 00 00 02 00 2b 00 00 00")
                .server(1, "00 01 00 02 00 00 00");

        assertThat(mariaDb.exchanges())
                .containsExactly(
                        "1 COM_STMT_PREPARE OK #7: insert into t values (?, ?)",
                        "2 COM_STMT_EXECUTE OK #7 affected=1 parameters=[42, 'hi']: insert into t values (?, ?)",
                        "3 COM_STMT_EXECUTE OK #7 affected=1 parameters=[43, NULL]: insert into t values (?, ?)");
    }

    @Test
    @Rule({"QA-1", "OK-6"})
    void tellsQueryAttributesAndTheDigestInTheSessionsSqlMode() {
        List<String> told = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(1, packet -> {}, exchange -> {
            exchange.attributes()
                    .forEach(a -> told.add(a.name() + "=" + a.value().display()));
            exchange.digest().ifPresent(digest -> told.add(digest.text()));
        });
        long capabilities = Talk.BASE | Talk.DEPRECATE_EOF | 0x0800_0000 | 0x0080_0000;
        feed(decoder, Direction.SERVER_TO_CLIENT, 0, Talk.MYSQL_9_7_GREETING);
        feed(decoder, Direction.CLIENT_TO_SERVER, 1, Talk.response(capabilities, "caching_sha2_password"));
        feed(decoder, Direction.SERVER_TO_CLIENT, 2, Bytes.hex(OK));
        feed(
                decoder,
                Direction.CLIENT_TO_SERVER,
                0,
                Bytes.hex("03 01 01 00 01 fe 00 01 6b 02 76 31 73 65 6c 65 63 74 20 22 61 22"));
        feed(
                decoder,
                Direction.SERVER_TO_CLIENT,
                1,
                Bytes.hex("00 00 00 02 40 00 00 00 17 00 15 08 73716c5f6d6f6465 0b 414e53495f51554f544553"));
        feed(decoder, Direction.CLIENT_TO_SERVER, 0, Bytes.hex("03 00 01 73 65 6c 65 63 74 20 22 61 22"));
        feed(decoder, Direction.SERVER_TO_CLIENT, 1, Bytes.hex(OK));

        assertThat(told).containsExactly("k='v1'", "SELECT ?", "SELECT `a`");
    }

    @Test
    @Rule("QUE-1")
    void tellsPipelinedCommandsInTheirOrderEachWithItsOwnReply() {
        talk.command(PING, "")
                .client(0, "19 07 00 00 00")
                .command(QUERY, "select 1")
                .server(1, OK);
        assertThat(talk.exchanges()).containsExactly("1 COM_PING OK", "2 COM_STMT_CLOSE NO_REPLY #7");
        assertThat(talk.state().inFlight()).hasSize(1);

        talk.server(1, ERR);

        assertThat(talk.exchanges()).last().isEqualTo("3 COM_QUERY ERROR 1146: select 1");
    }

    @Test
    @Rule("INF-5")
    void tellsWhenAServerAsksForAFileThatNobodyOffered() {
        List<String> told = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(
                1,
                packet -> {},
                exchange -> exchange.requestedFile()
                        .ifPresent(file -> told.add(file + (exchange.isFileUnasked() ? " unasked" : ""))));
        feed(decoder, Direction.SERVER_TO_CLIENT, 0, Talk.MYSQL_9_7_GREETING);
        feed(decoder, Direction.CLIENT_TO_SERVER, 1, Talk.response(Talk.BASE | LOCAL_FILES, "caching_sha2_password"));
        feed(decoder, Direction.SERVER_TO_CLIENT, 2, Bytes.hex(OK));
        for (String sql : List.of("Load data local infile 'f' into table t", "select @@version_comment")) {
            feed(decoder, Direction.CLIENT_TO_SERVER, 0, Bytes.utf8((char) QUERY + sql));
            feed(decoder, Direction.SERVER_TO_CLIENT, 1, Bytes.hex("fb 2f 65 74 63"));
            feed(decoder, Direction.CLIENT_TO_SERVER, 2, Bytes.EMPTY);
            feed(decoder, Direction.SERVER_TO_CLIENT, 3, Bytes.hex(OK));
        }

        assertThat(told).containsExactly("/etc", "/etc unasked");
    }

    @Test
    @Rule({"QUE-4", "INF-1"})
    void takesAFileThatIsSentAheadForAFile() {
        talk.command(QUERY, "load data local infile 'f' into table t")
                .client(2, "01")
                .client(3, "")
                .server(1, "fb 66")
                .server(4, OK)
                .command(PING, "")
                .server(1, OK);

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_QUERY",
                        ">> 2 LocalInfileData",
                        ">> 3 LocalInfileData",
                        "<< 1 LocalInfileRequest",
                        "<< 4 Ok",
                        ">> 0 COM_PING",
                        "<< 1 Ok");
        assertThat(talk.exchanges())
                .containsExactly("1 COM_QUERY OK: load data local infile 'f' into table t", "2 COM_PING OK");
    }

    @Test
    @Rule("QUE-4")
    void takesWhatLookedLikeCommandsForTheFileThatTheServerAskedFor() {
        talk.command(QUERY, "load data local infile 'f' into table t")
                .client(0, "01")
                .client(0, "")
                .server(1, "fb 66")
                .server(1, OK)
                .command(PING, "")
                .server(1, OK);

        assertThat(talk.exchanges())
                .containsExactly("1 COM_QUERY OK: load data local infile 'f' into table t", "4 COM_PING OK");
    }

    @Test
    void tellsWhatWasNotAnsweredWhenTheConnectionEnds() {
        talk.command(QUERY, "select sleep(100)").command(PING, "").close();

        assertThat(talk.exchanges())
                .containsExactly("1 COM_QUERY UNANSWERED: select sleep(100)", "2 COM_PING UNANSWERED");
    }

    @Test
    void saysWhoAskedInWhichSchema() {
        List<String> schemas = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(
                1, packet -> {}, exchange -> schemas.add(exchange.user() + " in " + exchange.schema()));
        feed(decoder, Direction.SERVER_TO_CLIENT, 0, Talk.MYSQL_9_7_GREETING);
        feed(decoder, Direction.CLIENT_TO_SERVER, 1, Talk.response(Talk.BASE, "caching_sha2_password"));
        feed(decoder, Direction.SERVER_TO_CLIENT, 2, Bytes.hex(OK));
        feed(decoder, Direction.CLIENT_TO_SERVER, 0, Bytes.utf8((char) INIT_DB + "shop"));
        feed(decoder, Direction.SERVER_TO_CLIENT, 1, Bytes.hex(OK));
        feed(decoder, Direction.CLIENT_TO_SERVER, 0, Bytes.utf8((char) INIT_DB + "nowhere"));
        feed(decoder, Direction.SERVER_TO_CLIENT, 1, Bytes.hex(ERR));
        feed(decoder, Direction.CLIENT_TO_SERVER, 0, Bytes.utf8((char) QUERY + "USE `my``db`;"));
        feed(decoder, Direction.SERVER_TO_CLIENT, 1, Bytes.hex(OK));
        feed(decoder, Direction.CLIENT_TO_SERVER, 0, Bytes.of((byte) PING));
        feed(decoder, Direction.SERVER_TO_CLIENT, 1, Bytes.hex(OK));

        assertThat(schemas).containsExactly("root in ", "root in shop", "root in shop", "root in my`db");
    }

    @Test
    void splitsTheTimeOfAReply() {
        List<Object> times = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(1, packet -> {}, exchange -> {
            times.add(exchange.time().toEpochMilli());
            times.add(exchange.firstByteMicros());
            times.add(exchange.definitionsMicros());
            times.add(exchange.totalMicros());
        });
        feed(decoder, Direction.SERVER_TO_CLIENT, 0, Talk.MYSQL_9_7_GREETING);
        feed(decoder, Direction.CLIENT_TO_SERVER, 1, Talk.response(Talk.BASE | Talk.DEPRECATE_EOF, "x"));
        feed(decoder, Direction.SERVER_TO_CLIENT, 2, Bytes.hex(OK));
        decoder.onBytes(Direction.CLIENT_TO_SERVER, buffer("09 00 00 00 03 73 65 6c"), 1_000_000);
        decoder.onBytes(Direction.CLIENT_TO_SERVER, buffer("65 63 74 20 31"), 1_002_000);
        decoder.onBytes(Direction.SERVER_TO_CLIENT, buffer("01 00"), 1_002_500);
        decoder.onBytes(Direction.SERVER_TO_CLIENT, buffer("00 01 01"), 1_002_700);
        decoder.onBytes(Direction.SERVER_TO_CLIENT, buffer("17 00 00 02" + DEFINITION), 1_003_000);
        decoder.onBytes(Direction.SERVER_TO_CLIENT, buffer("07 00 00 03" + END), 1_009_000);

        assertThat(times).containsExactly(1002L, OptionalLong.of(500), OptionalLong.of(1000), 7000L);
    }

    private static void feed(PacketDecoder decoder, Direction direction, int sequenceId, Bytes payload) {
        byte[] frame = new byte[4 + payload.length()];
        frame[0] = (byte) payload.length();
        frame[1] = (byte) (payload.length() >> 8);
        frame[3] = (byte) sequenceId;
        System.arraycopy(payload.toArray(), 0, frame, 4, payload.length());
        decoder.onBytes(direction, ByteBuffer.wrap(frame), 0);
    }

    private static ByteBuffer buffer(String hex) {
        return Bytes.hex(hex).asByteBuffer();
    }
}

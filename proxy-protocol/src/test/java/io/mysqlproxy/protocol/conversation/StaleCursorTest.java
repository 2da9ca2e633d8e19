package io.mysqlproxy.protocol.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.Talk;
import org.junit.jupiter.api.Test;

/** MySQL answers the execution of a statement that once had a cursor, and now shall have none, with an OK where rows should be (seen with 8.0 and 9.7). */
class StaleCursorTest {
    private static final int PREPARE = 0x16;
    private static final int PING = 0x0e;

    private static final String EXECUTE = "17 07 00 00 00 00 01 00 00 00";
    private static final String EXECUTE_WITH_CURSOR = "17 07 00 00 00 01 01 00 00 00";
    private static final String OK = "00 00 00 02 00 00 00";
    private static final String STALE_OK = "00 00 00 22 00 00 00";
    private static final String END = "fe 00 00 22 00 00 00";
    private static final String END_WITH_CURSOR = "fe 00 00 62 00 00 00";
    private static final String EOF = "fe 00 00 22 00";
    private static final String EOF_WITH_CURSOR = "fe 00 00 62 00";
    private static final String TINY = "03 64 65 66 00 00 00 01 61 00 0c 3f 00 02 00 00 00 01 81 00 00 00 00";
    private static final String LONG = "03 64 65 66 00 00 00 01 62 00 0c 3f 00 02 00 00 00 03 81 00 00 00 00";

    private final Talk talk = Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF);

    @Test
    @Rule("CUR-5")
    void takesTheOkInPlaceOfTheFirstRowForTheEnd() {
        withACursorBefore();
        talk.client(0, EXECUTE).server(1, "02").server(2, TINY).server(3, LONG).server(4, STALE_OK);

        assertThat(talk.told()).endsWith("<< 4 Ok");
        assertThat(talk.exchanges())
                .endsWith("3 COM_STMT_EXECUTE OK #7 results=1 columns=2 rows=0: select a, b from t");
    }

    @Test
    @Rule("CUR-5")
    void takesTheOkInPlaceOfTheDefinitionsEofForTheEnd() {
        Talk old = Talk.loggedIn(Talk.BASE)
                .command(PREPARE, "select b from t")
                .server(1, "00 07 00 00 00 01 00 00 00 00 00 00")
                .server(2, LONG)
                .server(3, EOF)
                .client(0, EXECUTE_WITH_CURSOR)
                .server(1, "01")
                .server(2, LONG)
                .server(3, EOF_WITH_CURSOR)
                .client(0, EXECUTE)
                .server(1, "01")
                .server(2, LONG)
                .server(3, STALE_OK);

        assertThat(old.exchanges()).endsWith("3 COM_STMT_EXECUTE OK #7 results=1 columns=1 rows=0: select b from t");
    }

    @Test
    @Rule("CUR-5")
    void takesAnythingElseForARow() {
        withACursorBefore();
        talk.client(0, EXECUTE)
                .server(1, "02")
                .server(2, TINY)
                .server(3, LONG)
                .server(4, "00 00 01 22 00 00 00")
                .server(5, STALE_OK)
                .server(6, END);

        assertThat(talk.exchanges())
                .endsWith("3 COM_STMT_EXECUTE OK #7 results=1 columns=2 rows=2: select a, b from t");
    }

    /** The row (0, 34) of a TINYINT and an INT has the very bytes of that OK; only what follows would tell. */
    @Test
    @Rule("CUR-5")
    void goesOnAfterAFirstRowThatLooksLikeTheOk() {
        withACursorBefore();
        talk.client(0, EXECUTE)
                .server(1, "02")
                .server(2, TINY)
                .server(3, LONG)
                .server(4, STALE_OK)
                .server(5, END)
                .command(PING, "")
                .server(1, OK);

        assertThat(talk.exchanges()).endsWith("4 COM_PING OK");
        assertThat(talk.told())
                .endsWith(
                        "<< 4 Ok",
                        "<< 5 Unexpected [UNEXPECTED]",
                        "desynchronized MISPLACED_PACKET",
                        ">> 0 COM_PING",
                        "resynchronized",
                        "<< 1 Ok");
    }

    private void withACursorBefore() {
        talk.command(PREPARE, "select a, b from t")
                .server(1, "00 07 00 00 00 02 00 00 00 00 00 00")
                .server(2, TINY)
                .server(3, LONG)
                .client(0, EXECUTE_WITH_CURSOR)
                .server(1, "02")
                .server(2, TINY)
                .server(3, LONG)
                .server(4, END_WITH_CURSOR);
    }
}

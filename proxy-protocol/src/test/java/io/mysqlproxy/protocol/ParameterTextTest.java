package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.QueryAttributes;
import io.mysqlproxy.protocol.message.StmtExecute;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import org.junit.jupiter.api.Test;

/** The text of parameters and query attributes is in the character set of the session, as statements are. */
class ParameterTextTest {
    private static final int QUERY = 0x03;
    private static final int PREPARE = 0x16;

    private static final long SESSION_TRACK = 0x0080_0000;
    private static final long QUERY_ATTRIBUTES = 0x0800_0000;

    private static final String OK = "00 00 00 02 00 00 00";
    private static final String DEFINITION = "03 64 65 66 00 00 00 01 31 00 0c 3f 00 02 00 00 00 08 81 00 00 00 00";

    /** "München" in latin1. */
    private static final String MUENCHEN = "07 4d fc 6e 63 68 65 6e";

    private static final String EXECUTE = "17 07 00 00 00 00 01 00 00 00 00 01 fd 00 " + MUENCHEN;

    @Test
    @Rule("TYP-5")
    void readsParametersInTheCharacterSetThatTheSessionHasNow() {
        Talk talk = Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF | SESSION_TRACK)
                .command(PREPARE, "insert into t values (?)")
                .server(1, "00 07 00 00 00 00 00 01 00 00 00 00")
                .server(2, DEFINITION)
                .client(0, EXECUTE)
                .server(1, OK)
                .command(QUERY, "set names latin1")
                .server(1, tracked("latin1"))
                .client(0, EXECUTE);

        assertThat(talk.lastMessage())
                .isInstanceOfSatisfying(
                        StmtExecute.class,
                        execute -> assertThat(execute.parameters().list())
                                .extracting(parameter -> parameter.value().display())
                                .containsExactly("'München'"));
        assertThat(talk.server(1, OK).exchanges())
                .contains(
                        "2 COM_STMT_EXECUTE OK #7 parameters=['M\ufffdnchen']: insert into t values (?)",
                        "4 COM_STMT_EXECUTE OK #7 parameters=['München']: insert into t values (?)");
    }

    @Test
    @Rule("TYP-5")
    void readsParametersSentAheadInTheCharacterSetTheyAreExecutedIn() {
        Talk talk = Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF | SESSION_TRACK)
                .command(PREPARE, "insert into t values (?)")
                .server(1, "00 07 00 00 00 00 00 01 00 00 00 00")
                .server(2, DEFINITION)
                .command(QUERY, "set names latin1")
                .client(0, EXECUTE)
                .server(1, tracked("latin1"))
                .server(1, OK);

        assertThat(talk.exchanges())
                .endsWith("3 COM_STMT_EXECUTE OK #7 parameters=['München']: insert into t values (?)");
    }

    @Test
    @Rule("TYP-5")
    void readsQueryAttributesInIt() {
        Talk talk = Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF | SESSION_TRACK | QUERY_ATTRIBUTES)
                .client(0, "03 00 01 73 65 74")
                .server(1, tracked("latin1"))
                .client(0, "03 01 01 00 01 fd 00 04 63 69 74 79 " + MUENCHEN + " 73 65 6c 65 63 74 20 31");

        assertThat(talk.lastMessage())
                .isInstanceOfSatisfying(
                        Command.Query.class,
                        query -> assertThat(query.attributes()
                                        .map(QueryAttributes::attributes)
                                        .orElseThrow())
                                .extracting(attribute -> attribute.value().display())
                                .containsExactly("'München'"));
        assertThat(talk.server(1, OK).exchanges()).endsWith("2 COM_QUERY OK attributes=[city='München']: select 1");
    }

    /** An OK that tells the session's character set. */
    private static Bytes tracked(String characterSet) {
        Bytes variable = new WireWriter()
                .stringLenEnc(Bytes.utf8("character_set_client"))
                .stringLenEnc(Bytes.utf8(characterSet))
                .toBytes();
        Bytes change = new WireWriter().int1(0).stringLenEnc(variable).toBytes();
        return new WireWriter()
                .bytes(Bytes.hex("00 00 00 02 40 00 00 00"))
                .stringLenEnc(change)
                .toBytes();
    }
}

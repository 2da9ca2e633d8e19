package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.message.BinlogEvent;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import org.junit.jupiter.api.Test;

/** A replica's stream, packet by packet. */
class BinlogStreamTest {
    private static final String BINLOG_DUMP = "12 04 00 00 00 00 00 07 00 00 00 62 69 6e 6c 6f 67";
    private static final int FULL_FRAME = 0xff_ffff;
    private static final int EVENT_SIZE = FULL_FRAME + 1000;
    private static final int PIECE = 64 * 1024;
    private static final int QUERY_EVENT_SIZE = 29;

    @Test
    @Rule("BIN-6")
    void takesAnEventOfMoreThanSixteenMegabytesForOneAndKeepsItsBeginning() {
        Talk talk = Talk.loggedIn(Talk.BASE)
                .client(0, BINLOG_DUMP)
                .bytes(Direction.SERVER_TO_CLIENT, header(FULL_FRAME, 1))
                .bytes(Direction.SERVER_TO_CLIENT, rowsQuery());
        zeros(talk, FULL_FRAME - 1 - QUERY_EVENT_SIZE);
        talk.bytes(Direction.SERVER_TO_CLIENT, header(1 + EVENT_SIZE - FULL_FRAME, 2));
        zeros(talk, 1 + EVENT_SIZE - FULL_FRAME);

        assertThat(talk.server(3, "fe 00 00 02 00").told())
                .containsExactly(">> 0 COM_BINLOG_DUMP", "<< 1 BinlogEvent [SHORTENED]", "<< 3 Eof");
        assertThat(talk.messages().get(1)).isInstanceOfSatisfying(BinlogEvent.class, event -> {
            assertThat(event.type()).hasToString("ROWS_QUERY_LOG");
            assertThat(event.size()).isEqualTo(EVENT_SIZE);
            assertThat(event.toString()).contains("insert").hasSizeLessThan(4 * PIECE);
        });
    }

    /** The beginning of a ROWS_QUERY_LOG event: its header and the first ten bytes of its body. */
    private static Bytes rowsQuery() {
        return new WireWriter()
                .int1(0)
                .int4(0x6b033b31L)
                .int1(29)
                .int4(1)
                .int4(EVENT_SIZE)
                .int4(0)
                .int2(0)
                .int1(0)
                .bytes(Bytes.utf8("insert /* "))
                .toBytes()
                .slice(0, 1 + QUERY_EVENT_SIZE);
    }

    private static Bytes header(int length, int sequenceId) {
        return new WireWriter().int3(length).int1(sequenceId).toBytes();
    }

    private static void zeros(Talk talk, int length) {
        Bytes piece = Bytes.utf8("x".repeat(PIECE));
        for (int left = length; left > 0; left -= PIECE) {
            talk.bytes(Direction.SERVER_TO_CLIENT, piece.slice(0, Math.min(left, PIECE)));
        }
    }
}

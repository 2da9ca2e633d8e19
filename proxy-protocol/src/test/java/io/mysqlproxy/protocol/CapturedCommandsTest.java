package io.mysqlproxy.protocol;

import static io.mysqlproxy.protocol.conversation.PacketKind.BINARY_ROW;
import static io.mysqlproxy.protocol.conversation.PacketKind.BINLOG_EVENT;
import static io.mysqlproxy.protocol.conversation.PacketKind.COLUMN_COUNT;
import static io.mysqlproxy.protocol.conversation.PacketKind.COLUMN_DEFINITION;
import static io.mysqlproxy.protocol.conversation.PacketKind.COM_QUERY;
import static io.mysqlproxy.protocol.conversation.PacketKind.COM_STMT_EXECUTE;
import static io.mysqlproxy.protocol.conversation.PacketKind.COM_STMT_FETCH;
import static io.mysqlproxy.protocol.conversation.PacketKind.COM_STMT_PREPARE;
import static io.mysqlproxy.protocol.conversation.PacketKind.EOF;
import static io.mysqlproxy.protocol.conversation.PacketKind.ERR;
import static io.mysqlproxy.protocol.conversation.PacketKind.LOCAL_INFILE_DATA;
import static io.mysqlproxy.protocol.conversation.PacketKind.LOCAL_INFILE_REQUEST;
import static io.mysqlproxy.protocol.conversation.PacketKind.OK;
import static io.mysqlproxy.protocol.conversation.PacketKind.SEMI_SYNC_ACK;
import static io.mysqlproxy.protocol.conversation.PacketKind.TEXT_ROW;
import static io.mysqlproxy.protocol.conversation.PacketKind.UNEXPECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.Err;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of the command phase that take a whole captured conversation to show. */
class CapturedCommandsTest {
    private final List<PacketKind> kinds = new ArrayList<>();
    private final List<Integer> errors = new ArrayList<>();
    private final List<String> exchanges = new ArrayList<>();

    @ParameterizedTest
    @Rule({"CUR-2", "CUR-3"})
    @ValueSource(strings = {"mysql-9.7.4", "mysql-8.0.12", "mariadb-10.11.19", "mariadb-11.4.5"})
    void aCursorIsOpenedWithoutRowsAndFetchedUntilThereAreNoMore(String server) {
        replay(server + "_raw_cursors");

        assertThat(kinds)
                .containsSequence(
                        COM_STMT_EXECUTE,
                        COLUMN_COUNT,
                        COLUMN_DEFINITION,
                        COLUMN_DEFINITION,
                        COLUMN_DEFINITION,
                        COLUMN_DEFINITION,
                        OK,
                        COM_STMT_FETCH,
                        BINARY_ROW,
                        BINARY_ROW,
                        OK,
                        COM_STMT_FETCH,
                        BINARY_ROW,
                        BINARY_ROW,
                        OK,
                        COM_STMT_FETCH,
                        BINARY_ROW,
                        OK,
                        COM_STMT_FETCH,
                        ERR);
        assertThat(errors).contains(1421, 1243);
    }

    @ParameterizedTest
    @Rule("CUR-4")
    @ValueSource(strings = {"mysql-9.7.4", "mysql-8.0.12"})
    void aCursorWithoutMetadataIsACountAndAnEnd(String server) {
        replay(server + "_raw_metadata-none-everywhere-with-eof");

        assertThat(kinds).containsSequence(COM_STMT_EXECUTE, COLUMN_COUNT, EOF, COM_STMT_FETCH, BINARY_ROW, EOF);
    }

    @ParameterizedTest
    @Rule({"INF-2", "INF-4"})
    @ValueSource(strings = {"mysql-9.7.4", "mysql-8.0.12"})
    void aFileIsRefusedByAnEmptyPacketAndCannotBePreparedOnMySql(String server) {
        replay(server + "_raw_local-infile");

        assertThat(kinds)
                .containsSequence(COM_QUERY, LOCAL_INFILE_REQUEST, LOCAL_INFILE_DATA, OK)
                .containsSequence(COM_STMT_PREPARE, ERR);
        assertThat(errors).contains(1295);
    }

    @ParameterizedTest
    @Rule("RES-13")
    @ValueSource(strings = {"mysql-9.7.4", "mysql-8.0.12", "mariadb-10.11.19", "mariadb-11.4.5"})
    void aCallInTextEndsWithAnOkBehindItsResults(String server) {
        replay(server + "_raw_out-parameters");

        assertThat(kinds.subList(3, 19)).startsWith(COM_QUERY, COLUMN_COUNT).endsWith(TEXT_ROW, OK, OK);
        assertThat(exchanges.getFirst()).isEqualTo("COM_QUERY OK rows 4 results 3");
    }

    @ParameterizedTest
    @Rule("QUE-9")
    @ValueSource(strings = {"mariadb-10.11.19", "mariadb-11.4.5"})
    void theLastStatementCanBeExecutedOnceBeforeItsNumberIsKnown(String server) {
        replay(server + "_raw_pipelined-prepare");

        assertThat(exchanges)
                .containsSequence(
                        "COM_STMT_PREPARE OK rows 0 results 0",
                        "COM_STMT_BULK_EXECUTE OK rows 0 results 0",
                        "COM_STMT_BULK_EXECUTE ERROR rows 0 results 0",
                        "COM_STMT_CLOSE NO_REPLY rows 0 results 0",
                        "COM_QUERY OK rows 1 results 1",
                        "COM_STMT_PREPARE OK rows 0 results 0",
                        "COM_STMT_EXECUTE OK rows 1 results 1",
                        "COM_STMT_EXECUTE ERROR rows 0 results 0");
    }

    @ParameterizedTest
    @Rule("BIN-1")
    @ValueSource(strings = {"mysql-9.7.4", "mariadb-10.11.19", "mariadb-11.4.5"})
    void aSemiSynchronousReplicaAcknowledgesWhileEventsCome(String server) {
        replay(server + "_raw_binlog-semi-sync");

        assertThat(kinds).containsSubsequence(BINLOG_EVENT, SEMI_SYNC_ACK).doesNotContain(UNEXPECTED);
    }

    private void replay(String name) {
        PacketDecoder decoder = new PacketDecoder(
                1,
                event -> {
                    kinds.add(event.kind());
                    if (event.message() instanceof Err error) {
                        errors.add(error.code());
                    }
                },
                exchange -> exchanges.add(exchange.command().manualName() + " " + exchange.outcome() + " rows "
                        + exchange.rows() + " results " + exchange.results()));
        Transcript.load(Path.of("src/test/resources/fixtures", name + "_2026-11-22.txt"))
                .replay((direction, bytes) -> decoder.onBytes(direction, bytes, 0));
    }
}

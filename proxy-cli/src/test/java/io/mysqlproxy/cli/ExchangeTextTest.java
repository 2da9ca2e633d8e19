package io.mysqlproxy.cli;

import static io.mysqlproxy.cli.Formats.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Transaction;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExchangeTextTest {
    @Test
    void keepsItsColumns() {
        String lines = Stream.of(
                        ExchangeStory.query("SELECT * FROM orders WHERE customer = 42")
                                .giving(3, 3, 412),
                        ExchangeStory.execute("INSERT INTO orders (customer, total) VALUES (?, ?)")
                                .taking(12_400)
                                .affecting(1)
                                .inserting(1007)
                                .inTransaction(Transaction.NONE, Transaction.READ_WRITE),
                        ExchangeStory.query("COMMIT")
                                .taking(3100)
                                .inTransaction(Transaction.READ_WRITE, Transaction.NONE),
                        ExchangeStory.query("SELECT * FROM nope")
                                .inSession(12)
                                .taking(400)
                                .failing(1146, "42S02", "Table 'shop.nope' doesn't exist"),
                        ExchangeStory.query("SELECT 1")
                                .giving(1, 1_234_567, 44_000_000)
                                .warning(2),
                        ExchangeStory.of(PacketKind.COM_PING).taking(38),
                        ExchangeStory.of(PacketKind.COM_RESET_CONNECTION).taking(210_000),
                        ExchangeStory.of(PacketKind.COM_STMT_CLOSE, "SELECT ?").withoutReply(),
                        ExchangeStory.query("SELECT SLEEP(10)")
                                .taking(1_500_000)
                                .unanswered())
                .map(story -> text(Paint.PLAIN, false, Disclosure.USUAL).exchange(traced(story)))
                .collect(Collectors.joining());

        assertThat(lines).isEqualTo("""
                        12:01:07.106  #1    query     0.9 ms  3 rows       412 B  SELECT * FROM orders WHERE customer = 42
                        12:01:07.106  #1    execute  12.4 ms  1 affected          INSERT INTO orders (customer, total) VALUES (?, ?)   id 1007, in transaction
                        12:01:07.106  #1    query     3.1 ms                      COMMIT
                        12:01:07.106  #12   query     0.4 ms  ERROR 1146 42S02 Table 'shop.nope' doesn't exist   SELECT * FROM nope
                        12:01:07.106  #1    query     0.9 ms  1,234,567 rows 44 MB  SELECT 1   2 warnings
                        12:01:07.106  #1    ping       38 µs
                        12:01:07.106  #1    reset-connection 210 ms
                        12:01:07.106  #1    close                                 SELECT ?
                        12:01:07.106  #1    query      1.5 s  no answer           SELECT SLEEP(10)
                        """);
    }

    @Test
    void tellsWhatACommandWithoutStatementIsAbout() {
        TracedExchange change = new TracedExchange(
                FakeSession.of(1),
                ExchangeStory.of(PacketKind.COM_INIT_DB),
                Optional.of(new Command.InitDb(Bytes.utf8("shop"))));

        assertThat(text(Paint.PLAIN, false, Disclosure.USUAL).exchange(change))
                .isEqualTo("12:01:07.106  #1    init-db   0.9 ms                      schema shop\n");
    }

    @Test
    void cutsTheStatementToTheTerminalAndKeepsWhatTheReplyTells() {
        ExchangeStory story = ExchangeStory.query(
                        "INSERT INTO orders\n   VALUES (1, 'a long text in a long statement')")
                .inserting(7);
        String line = text(Paint.PLAIN, new Look(Show.exchanges), 90).exchange(traced(story));

        assertThat(line)
                .isEqualTo(
                        "12:01:07.106  #1    query     0.9 ms                      INSERT INTO orders VALUE…   id 7\n");
    }

    @Test
    void countsWhatTakesTwoColumns() {
        ExchangeStory story = ExchangeStory.query("SELECT '東京 and more'");
        String line = text(Paint.PLAIN, new Look(Show.exchanges), 78).exchange(traced(story));

        assertThat(line).isEqualTo("12:01:07.106  #1    query     0.9 ms                      SELECT '東京 and mo…\n");
    }

    @Test
    void warnsOfAServerThatAsksForAFileNobodyOffered() {
        ExchangeStory story = ExchangeStory.query("SELECT 1").askedFor("/etc/passwd");

        assertThat(text(Paint.PLAIN, false, Disclosure.USUAL).exchange(traced(story)))
                .isEqualTo("12:01:07.106  #1    query     0.9 ms                      SELECT 1"
                        + "   ! the server asked for the file /etc/passwd\n");
    }

    @Test
    void showsErrorsRedAndSlowExchangesYellow() {
        TextFormat format = text(Paint.COLOURED, false, Disclosure.USUAL);

        assertThat(format.exchange(traced(ExchangeStory.query("SELECT 1").failing(1, "HY000", "x"))))
                .isEqualTo(
                        "12:01:07.106  \u001b[36m#1    \u001b[0m\u001b[31mquery     0.9 ms  ERROR 1 HY000 x   SELECT 1\u001b[0m\n");
        assertThat(format.exchange(traced(ExchangeStory.query("SELECT 1").taking(1_000_000))))
                .isEqualTo(
                        "12:01:07.106  \u001b[36m#1    \u001b[0m\u001b[33mquery      1.0 s                      SELECT 1\u001b[0m\n");
    }

    private static TracedExchange traced(ExchangeStory story) {
        return new TracedExchange(FakeSession.of(story.sessionId()), story, Optional.empty());
    }
}

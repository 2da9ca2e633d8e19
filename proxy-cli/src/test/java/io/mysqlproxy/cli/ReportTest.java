package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Instant TIME = ExchangeStory.TIME;

    private final Report report = new Report(Report.MOST_ROWS, SqlText::display);

    @Test
    void addsUpWhatDiffersOnlyInItsValues() {
        tell(
                ExchangeStory.query("SELECT * FROM t WHERE id = 1")
                        .giving(2, 1, 40)
                        .sized(30, 100)
                        .taking(1000),
                ExchangeStory.execute("select * from t where id = ?")
                        .giving(2, 3, 40)
                        .sized(10, 200)
                        .taking(3000)
                        .by("root")
                        .in("lab")
                        .inSession(7)
                        .at(TIME.plusSeconds(5)),
                ExchangeStory.query("SELECT * FROM t WHERE id = 'x' -- again")
                        .failing(1146, "42S02", "Table 'shop.t' doesn't exist")
                        .sized(10, 20)
                        .taking(2000)
                        .at(TIME.plusSeconds(2)));

        assertThat(only())
                .isEqualTo(new ReportRow(
                        new ReportRow.Statement("99bd1e0b94366c22684383f9d2e883cc", "SELECT * FROM `t` WHERE `id` = ?"),
                        3,
                        1,
                        0,
                        4,
                        0,
                        370,
                        new ReportRow.Times(3, 6000, 2007, 3000, 3000, 3000),
                        TIME,
                        TIME.plusSeconds(5),
                        List.of("app", "root"),
                        List.of("shop", "lab"),
                        Optional.of(
                                new ReportRow.Example("select * from t where id = ?", 3000, 7, TIME.plusSeconds(5)))));
    }

    @Test
    void addsUpCommandsWithoutAStatementByTheirNames() {
        tell(
                ExchangeStory.of(PacketKind.COM_PING).taking(100),
                ExchangeStory.of(PacketKind.COM_STMT_PREPARE, "SELECT ?"),
                ExchangeStory.of(PacketKind.COM_STMT_PREPARE, "SELECT ? + ?"),
                ExchangeStory.of(PacketKind.COM_STMT_FETCH, "SELECT a FROM t"),
                ExchangeStory.of(PacketKind.COM_STMT_EXECUTE),
                ExchangeStory.query("SELECT b FROM t").unanswered(),
                ExchangeStory.of(PacketKind.COM_QUIT).withoutReply());

        assertThat(report.figures().top(10, ReportOrder.count))
                .extracting(row -> row.subject().text() + " " + row.count() + " " + row.unanswered() + " "
                        + row.times().count())
                .containsExactly(
                        "COM_STMT_PREPARE 2 0 2",
                        "COM_PING 1 0 1",
                        "COM_QUIT 1 0 0",
                        "COM_STMT_EXECUTE 1 0 1",
                        "SELECT `a` FROM `t` 1 0 1",
                        "SELECT `b` FROM `t` 1 1 1");
    }

    /** Of 1 to 10,000 µs, the exact percentile and at most a hundredth more. */
    @Test
    void findsPercentilesWithinOnePerCent() {
        List<Integer> times =
                new ArrayList<>(IntStream.rangeClosed(1, 10_000).boxed().toList());
        Collections.shuffle(times, new Random(20_261_122));
        times.forEach(micros -> tell(ExchangeStory.query("SELECT 1").taking(micros)));

        ReportRow.Times found = only().times();
        assertThat(found.count()).isEqualTo(10_000);
        assertThat(found.totalMicros()).isEqualTo(50_005_000);
        assertThat(found.p50Micros()).isBetween(5000L, 5050L);
        assertThat(found.p95Micros()).isBetween(9500L, 9595L);
        assertThat(found.p99Micros()).isBetween(9900L, 9999L);
        assertThat(found.maxMicros()).isEqualTo(10_000);
    }

    @Test
    void aTimeThatCannotBeDoesNoHarm() {
        tell(
                ExchangeStory.query("SELECT 1").taking(Long.MAX_VALUE),
                ExchangeStory.query("SELECT 2").taking(-5));

        ReportRow.Times found = only().times();
        assertThat(found.maxMicros()).isEqualTo(Long.MAX_VALUE);
        assertThat(found.p50Micros()).isZero();
    }

    @Test
    void leavesStreamsOutOfTheTimes() {
        tell(ExchangeStory.of(PacketKind.COM_BINLOG_DUMP).taking(3_600_000_000L));

        assertThat(only().times()).isEqualTo(new ReportRow.Times(0, 0, 0, 0, 0, 0));
    }

    @Test
    void ranksByWhatIsAsked() {
        tell(
                ExchangeStory.query("SELECT a FROM many")
                        .taking(10)
                        .giving(1, 1, 10)
                        .sized(10, 100),
                ExchangeStory.query("SELECT a FROM many")
                        .taking(10)
                        .giving(1, 1, 10)
                        .sized(10, 100),
                ExchangeStory.query("SELECT a FROM sluggish")
                        .taking(5000)
                        .giving(1, 2, 10)
                        .sized(10, 50),
                ExchangeStory.query("SELECT a FROM large")
                        .taking(70)
                        .giving(1, 900, 9000)
                        .sized(10, 9000),
                ExchangeStory.query("SELECT a FROM bad")
                        .taking(60)
                        .failing(1146, "42S02", "no")
                        .sized(10, 30));

        assertThat(firsts())
                .containsExactly(
                        "total sluggish", "count many", "errors bad", "p99 sluggish", "rows large", "bytes large");
    }

    @Test
    void keepsAsManyRowsAsItMayAndAddsTheOthersUp() {
        Report small = new Report(2, SqlText::display);
        for (int i = 0; i < 50; i++) {
            small.onExchange(ExchangeStory.query("SELECT a FROM t" + i).taking(100 - i));
            small.onExchange(ExchangeStory.query("SELECT a FROM t0").taking(100));
        }

        ReportFigures figures = small.figures();
        assertThat(figures.all().count()).isEqualTo(100);
        assertThat(figures.distinct()).isEqualTo(2);
        assertThat(figures.top(10, ReportOrder.count))
                .extracting(row -> row.count() + " " + row.subject().text())
                .containsExactly(
                        "51 SELECT `a` FROM `t0`",
                        "48 (other: what first came when there were 2 different ones)",
                        "1 SELECT `a` FROM `t1`");
    }

    @Test
    void keepsAFewNamesAndTheBeginningOfAnExample() {
        for (int i = 0; i < 50; i++) {
            tell(ExchangeStory.query("SELECT '" + "x".repeat(5000) + "'")
                    .by("user" + i)
                    .in("s".repeat(500)));
        }

        ReportRow row = only();
        assertThat(row.users()).hasSize(11).startsWith("user0", "user1").endsWith("user9", "…");
        assertThat(row.schemas()).containsExactly("s".repeat(64) + "…");
        assertThat(row.slowest().orElseThrow().sql())
                .hasSize(1001)
                .startsWith("SELECT 'xxx")
                .endsWith("x…");
    }

    @Test
    void readsAnExampleInTheCharacterSetOfItsSession() {
        Bytes latin1 = Bytes.hex("73656c65637420274dfc6e6368656e27");

        tell(ExchangeStory.query(latin1, CharacterSet.of("latin1")));

        assertThat(only().slowest().orElseThrow().sql()).isEqualTo("select 'München'");
    }

    @Test
    void hidesPasswordsAndOnRequestTheWholeExample() {
        ExchangeStory secret = ExchangeStory.query("ALTER USER u IDENTIFIED BY 'hunter2'");
        Report masked = new Report(10, (sql, characterSet) -> "");

        tell(secret);
        masked.onExchange(secret);

        assertThat(only().slowest().orElseThrow().sql()).isEqualTo("ALTER USER u IDENTIFIED BY '<hidden>'");
        assertThat(only().subject().text()).doesNotContain("hunter2");
        assertThat(masked.figures().rows().getFirst().slowest()).isEmpty();
    }

    @Test
    void countsEveryExchangeHoweverManySessionsAddAtOnce() throws InterruptedException {
        int sessions = 8;
        int each = 2000;
        Report shared = new Report(10, SqlText::display);
        List<Thread> threads = IntStream.rangeClosed(1, sessions)
                .mapToObj(session -> Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < each; i++) {
                        shared.onExchange(ExchangeStory.query("SELECT a FROM t" + i % 20)
                                .inSession(session)
                                .giving(1, 1, 8)
                                .taking(i));
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        ReportFigures figures = shared.figures();
        assertThat(figures.distinct()).isEqualTo(10);
        assertThat(figures.rows()).hasSize(11);
        assertThat(figures.all().count()).isEqualTo((long) sessions * each);
        assertThat(figures.rows().stream().mapToLong(ReportRow::count).sum()).isEqualTo((long) sessions * each);
        assertThat(figures.rows().stream().mapToLong(ReportRow::rows).sum()).isEqualTo((long) sessions * each);
        assertThat(figures.all().times().totalMicros()).isEqualTo((long) sessions * each * (each - 1) / 2);
    }

    private List<String> firsts() {
        return Arrays.stream(ReportOrder.values())
                .map(order -> order + " "
                        + report.figures()
                                .top(1, order)
                                .getFirst()
                                .subject()
                                .text()
                                .replaceAll(".*FROM `|`", ""))
                .toList();
    }

    private void tell(ExchangeStory... exchanges) {
        for (ExchangeStory exchange : exchanges) {
            report.onExchange(exchange);
        }
    }

    private ReportRow only() {
        List<ReportRow> rows = report.figures().rows();
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }
}

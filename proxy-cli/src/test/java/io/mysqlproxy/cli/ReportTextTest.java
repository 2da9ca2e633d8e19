package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.SqlText;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    private static final Instant TIME = ExchangeStory.TIME;

    @Test
    void showsTheWholeThenATableThenEachRow() {
        assertThat(text(shop(), 140, 4)).isEqualTo("""
                        84 commands in 12 s (7.0/s), 6 different, 1 error, 1 without an answer
                        seen      2026-11-22 12:01:07.106 to 2026-11-22 12:01:19.106
                        time      2.6 s, p50 0.8 ms, p95 2.3 ms, p99 2.5 s, max 2.5 s
                        result    60 rows, 1 affected, 21 kB

                          #   share    total     count  errors      p50      p95      p99      max      rows   bytes  statement
                          1  97.0 %    2.5 s         1       0    2.5 s    2.5 s    2.5 s    2.5 s         0    18 B  SELECT `SLEEP` (?)
                          2   2.5 %  63.2 ms        40       0   1.6 ms   2.3 ms   2.4 ms   2.4 ms        60   20 kB  SELECT * FROM `orders` WHERE `customer` = ? A…
                          3   0.5 %  12.4 ms         1       0  12.4 ms  12.4 ms  12.4 ms  12.4 ms         0    60 B  INSERT INTO `orders` ( `customer` , `total` )…
                          4   0.1 %   2.4 ms        40       0    60 µs    60 µs    60 µs    60 µs         0   320 B  COM_PING
                          … and 2 more (--top N shows more, --order-by ranks them otherwise)

                        #1  89e501961b2143d08962f618ffe4c8ab
                            SELECT `SLEEP` (?)
                            count     1, 0 errors, 1 without an answer
                            time      97.0 % of all: 2.5 s, p50 2.5 s, p95 2.5 s, p99 2.5 s, max 2.5 s
                            result    0 rows, 0 affected, 18 B
                            users     app
                            schemas   shop
                            seen      2026-11-22 12:01:12.106
                            slowest   2.5 s in session 1 at 2026-11-22 12:01:12.106
                                      SELECT SLEEP(100)

                        #2  30c94e0c035adadab676d55af1c337fe
                            SELECT * FROM `orders` WHERE `customer` = ? AND `state` IN (...)
                            count     40 (3.4/s), 0 errors
                            time      2.5 % of all: 63.2 ms, p50 1.6 ms, p95 2.3 ms, p99 2.4 ms, max 2.4 ms
                            result    60 rows, 0 affected, 20 kB
                            users     app
                            schemas   shop
                            seen      2026-11-22 12:01:07.106 to 2026-11-22 12:01:18.806
                            slowest   2.4 ms in session 1 at 2026-11-22 12:01:18.806
                                      SELECT * FROM orders WHERE customer = 39 AND state IN ('open', 'paid')

                        #3  5ae97550a050ffe62a566e809c3aafdc
                            INSERT INTO `orders` ( `customer` , `total` ) VALUES (...)
                            count     1, 0 errors
                            time      0.5 % of all: 12.4 ms, p50 12.4 ms, p95 12.4 ms, p99 12.4 ms, max 12.4 ms
                            result    0 rows, 1 affected, 60 B
                            users     batch
                            schemas   shop
                            seen      2026-11-22 12:01:10.106
                            slowest   12.4 ms in session 1 at 2026-11-22 12:01:10.106
                                      INSERT INTO orders (customer, total) VALUES (?, ?)

                        #4
                            COM_PING
                            count     40 (3.4/s), 0 errors
                            time      0.1 % of all: 2.4 ms, p50 60 µs, p95 60 µs, p99 60 µs, max 60 µs
                            result    0 rows, 0 affected, 320 B
                            users     app
                            schemas   shop
                            seen      2026-11-22 12:01:07.106 to 2026-11-22 12:01:18.806
                        """);
    }

    @Test
    void leavesOutColumnsWhereTheTerminalIsNarrow() {
        assertThat(text(shop(), 80, 1)).isEqualTo("""
                        84 commands in 12 s (7.0/s), 6 different, 1 error, 1 without an answer
                        seen      2026-11-22 12:01:07.106 to 2026-11-22 12:01:19.106
                        time      2.6 s, p50 0.8 ms, p95 2.3 ms, p99 2.5 s, max 2.5 s
                        result    60 rows, 1 affected, 21 kB

                          #   share    total     count  errors      p99  statement
                          1  97.0 %    2.5 s         1       0    2.5 s  SELECT `SLEEP` (?)
                          … and 5 more (--top N shows more, --order-by ranks them otherwise)

                        #1  89e501961b2143d08962f618ffe4c8ab
                            SELECT `SLEEP` (?)
                            count     1, 0 errors, 1 without an answer
                            time      97.0 % of all: 2.5 s, p50 2.5 s, p95 2.5 s, p99 2.5 s, max 2.5 s
                            result    0 rows, 0 affected, 18 B
                            users     app
                            schemas   shop
                            seen      2026-11-22 12:01:12.106
                            slowest   2.5 s in session 1 at 2026-11-22 12:01:12.106
                                      SELECT SLEEP(100)
                        """);
    }

    @Test
    void saysSoWhenThereWasNothing() {
        assertThat(text(new Report(10, SqlText::display), 80, 10)).isEqualTo("no commands\n");
    }

    /** A shop's session, twelve seconds of it. */
    static Report shop() {
        Report report = new Report(10, SqlText::display);
        for (int i = 0; i < 40; i++) {
            report.onExchange(
                    ExchangeStory.query("SELECT * FROM orders WHERE customer = " + i + " AND state IN ('open', 'paid')")
                            .at(TIME.plusMillis(300L * i))
                            .giving(5, i % 4, 80L * (i % 4))
                            .inSession(1 + i % 3)
                            .taking(800 + 40L * i));
            report.onExchange(ExchangeStory.of(PacketKind.COM_PING)
                    .at(TIME.plusMillis(300L * i))
                    .taking(60));
        }
        report.onExchange(ExchangeStory.execute("INSERT INTO orders (customer, total)\n  VALUES (?, ?)")
                .at(TIME.plusSeconds(3))
                .affecting(1)
                .by("batch")
                .taking(12_400));
        report.onExchange(ExchangeStory.query("SELECT * FROM nope")
                .at(TIME.plusSeconds(4))
                .failing(1146, "42S02", "Table 'shop.nope' doesn't exist")
                .taking(400));
        report.onExchange(ExchangeStory.query("SELECT SLEEP(100)")
                .at(TIME.plusSeconds(5))
                .unanswered()
                .taking(2_500_000));
        report.onExchange(
                ExchangeStory.of(PacketKind.COM_QUIT).at(TIME.plusSeconds(12)).withoutReply());
        return report;
    }

    private static String text(Report report, int width, int top) {
        return new ReportText(ZoneOffset.UTC, width).of(report.figures(), top, ReportOrder.total);
    }
}

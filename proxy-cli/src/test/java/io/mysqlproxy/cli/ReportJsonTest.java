package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.SqlText;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
    @Test
    void tellsTheWholeAndEachRowOnOneLine() {
        Report report = new Report(1, SqlText::display);
        report.onExchange(ExchangeStory.query("SELECT a FROM t WHERE b = 'x'")
                .giving(1, 2, 20)
                .taking(750));
        report.onExchange(ExchangeStory.of(PacketKind.COM_PING)
                .at(ExchangeStory.TIME.plusMillis(1500))
                .taking(250)
                .by("")
                .in(""));

        String line = ReportJson.of(report.figures(), 10, ReportOrder.total);

        assertThat(line).endsWith("}\n");
        assertThat(line.replace(",\"", ",\n\"")).isEqualTo("""
                {"v":1,
                "event":"report",
                "order_by":"total",
                "distinct":1,
                "count":2,
                "errors":0,
                "unanswered":0,
                "timed":2,
                "total_us":1000,
                "p50_us":250,
                "p95_us":750,
                "p99_us":750,
                "max_us":750,
                "rows":2,
                "affected_rows":0,
                "bytes":122,
                "first":"2026-11-22T12:01:07.106042Z",
                "last":"2026-11-22T12:01:08.606042Z",
                "statements":[{"rank":1,
                "digest_hash":"006a33773da801e9b852a5060f9be811",
                "digest":"SELECT `a` FROM `t` WHERE `b` = ?",
                "share_ppm":750000,
                "count":1,
                "errors":0,
                "unanswered":0,
                "timed":1,
                "total_us":750,
                "p50_us":750,
                "p95_us":750,
                "p99_us":750,
                "max_us":750,
                "rows":2,
                "affected_rows":0,
                "bytes":114,
                "first":"2026-11-22T12:01:07.106042Z",
                "last":"2026-11-22T12:01:07.106042Z",
                "users":["app"],
                "schemas":["shop"],
                "slowest":{"sql":"SELECT a FROM t WHERE b = 'x'",
                "total_us":750,
                "session":1,
                "time":"2026-11-22T12:01:07.106042Z"}},{"rank":2,
                "other":true,
                "share_ppm":250000,
                "count":1,
                "errors":0,
                "unanswered":0,
                "timed":1,
                "total_us":250,
                "p50_us":250,
                "p95_us":250,
                "p99_us":250,
                "max_us":250,
                "rows":0,
                "affected_rows":0,
                "bytes":8,
                "first":"2026-11-22T12:01:08.606042Z",
                "last":"2026-11-22T12:01:08.606042Z",
                "users":[],
                "schemas":[]}]}
                """);
        assertThat(Json.read(line.strip())).isNotNull();
    }

    @Test
    void hasNoTimesWhereThereAreNone() {
        Report report = new Report(1, SqlText::display);

        assertThat(ReportJson.of(report.figures(), 10, ReportOrder.total))
                .isEqualTo(
                        "{\"v\":1,\"event\":\"report\",\"order_by\":\"total\",\"distinct\":0,\"count\":0,\"errors\":0,\"unanswered\":0,\"rows\":0,\"affected_rows\":0,\"bytes\":0,\"statements\":[]}\n");
    }
}

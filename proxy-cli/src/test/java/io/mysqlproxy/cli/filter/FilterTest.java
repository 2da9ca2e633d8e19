package io.mysqlproxy.cli.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mysqlproxy.cli.ExchangeStory;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Transaction;
import io.mysqlproxy.protocol.wire.Bytes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final ExchangeStory SLOW_QUERY = ExchangeStory.query("SELECT *\n  FROM Orders WHERE id = 42")
            .inSession(7)
            .giving(4, 3, 412)
            .warning(2)
            .taking(12_400);

    private static final ExchangeStory FAILED_INSERT = ExchangeStory.execute("INSERT INTO t VALUES (?)")
            .inTransaction(Transaction.READ_WRITE, Transaction.NONE)
            .failing(1062, "23000", "Duplicate entry '1' for key 'PRIMARY'");

    private static final ExchangeStory PING = ExchangeStory.of(PacketKind.COM_PING);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "session = 7",
                "session in (1, 7)",
                "client = 10.1.2.3",
                "client = 10.0.0.0/8",
                "client in (::1, 10.1.2.0/23)",
                "client = 0.0.0.0/0",
                "client != 10.1.2.2",
                "user = app",
                "user != App",
                "user ~ '^a'",
                "user in (root, app)",
                "schema = shop",
                "command = query",
                "command = COM_QUERY",
                "command not in (init-db, change_user)",
                "command in (execute, query)",
                "sql contains orders",
                "sql ~ 'select .* from'",
                "sql ~ '(?-i)Orders'",
                "sql !~ '(?-i)orders'",
                "sql ~ 'id = \\d+$'",
                "sql",
                "digest = 'SELECT * FROM `Orders` WHERE `id` = ?'",
                "digest contains 'from `orders` where'",
                "digest_hash = a79e8f20b50757c8b3a39eddb42ea332",
                "digest_hash ~ '^a79e8f'",
                "duration > 12ms",
                "duration = 12400us",
                "duration = 12.4ms",
                "duration >= 0.0124s and duration < 1m",
                "duration = 0.012s400µs",
                "duration > 0",
                "rows = 3",
                "rows",
                "columns = 4",
                "results = 1",
                "not affected",
                "warnings >= 2",
                "bytes > 0.5KiB",
                "bytes < 1kB",
                "row_bytes = 412",
                "reply_bytes = 668",
                "request_bytes = 37",
                "first_byte < 5ms",
                "not error",
                "error != 1146",
                "not (error < 2000)",
                "sqlstate != 42S02",
                "outcome = ok",
                "transaction = none",
                "not transaction",
            })
    void acceptsAnExchangeOfWhichItIsTrue(String filter) {
        assertThat(accepts(filter, SLOW_QUERY)).isTrue();
        assertThat(accepts("not (" + filter + ")", SLOW_QUERY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error",
                "error = 1062",
                "error in (1062, 1205)",
                "error >= 1000 and error < 2000",
                "sqlstate = 23000",
                "sqlstate ~ '^23'",
                "message contains 'duplicate entry'",
                "outcome = error",
                "command = execute",
                "command = stmt_execute",
                "sql contains 'insert into'",
                "transaction",
                "transaction = read_write",
                "duration < 1ms",
                "not rows",
            })
    void acceptsAnErrorOfWhichItIsTrue(String filter) {
        assertThat(accepts(filter, FAILED_INSERT)).isTrue();
        assertThat(accepts("not (" + filter + ")", FAILED_INSERT)).isFalse();
    }

    /** {@code sql !~ x} is everything but x, pings too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "not sql",
                "sql != ''",
                "sql !~ 'x'",
                "sql not contains 'x'",
                "error != 0",
                "sqlstate != ''",
                "not (error < 1)"
            })
    void whatThereIsNotEqualsNothing(String filter) {
        assertThat(accepts(filter, PING)).isTrue();
        assertThat(accepts("not (" + filter + ")", PING)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user = root",
                "error",
                "client = 10.1.2.2",
                "client = 10.1.3.0/24",
                "client = ::/0",
                "command = execute",
                "duration > 1s",
                "bytes > 64KiB",
                "transaction = read_only",
                "user = app and error",
                "error or rows > 3"
            })
    void refusesAnExchangeOfWhichItIsNotTrue(String filter) {
        assertThat(accepts(filter, SLOW_QUERY)).isFalse();
        assertThat(accepts("!(" + filter + ")", SLOW_QUERY)).isTrue();
    }

    @Test
    void whatBeginsATransactionBelongsToIt() {
        ExchangeStory begin = ExchangeStory.query("BEGIN").inTransaction(Transaction.NONE, Transaction.READ_ONLY);
        ExchangeStory commit = ExchangeStory.query("COMMIT").inTransaction(Transaction.READ_WRITE, Transaction.NONE);

        assertThat(accepts("transaction = read_only", begin)).isTrue();
        assertThat(accepts("transaction = read_write", commit)).isTrue();
    }

    /** A session's first lines and its packets come before what an exchange will have been. */
    @Test
    void isTrueOfASessionOnlyByWhatIsKnownOfIt() {
        Subject session = Subject.ofSession(7, address("10.1.2.3"), Bytes.EMPTY, Bytes.EMPTY);

        assertThat(Filter.parse("session = 7").accepts(session)).isTrue();
        assertThat(Filter.parse("client = 10.0.0.0/8 or error").accepts(session))
                .isTrue();
        assertThat(Filter.parse("client = 10.0.0.0/8 and error").accepts(session))
                .isFalse();
        assertThat(Filter.parse("client = 10.0.0.0/8 and not error").accepts(session))
                .isFalse();
        assertThat(Filter.parse("user != root").accepts(session)).isFalse();
        assertThat(Filter.parse("not (user = root)").accepts(session)).isFalse();
        assertThat(Filter.parse("session = 8 or not session = 7").accepts(session))
                .isFalse();
        assertThat(Filter.ALL.accepts(session)).isTrue();
    }

    @Test
    void knowsNoClientWhereNoneWasSeen() {
        assertThat(Filter.parse("client = 10.0.0.0/8").accepts(Subject.ofExchange(PING, null)))
                .isFalse();
        assertThat(Filter.parse("client != 10.0.0.0/8").accepts(Subject.ofExchange(PING, null)))
                .isFalse();
    }

    @Test
    void findsNoPasswordForThereIsNoneToBeSeen() {
        ExchangeStory secret = ExchangeStory.query("ALTER USER u IDENTIFIED BY 'hunter2'");

        assertThat(accepts("sql contains hunter2", secret)).isFalse();
        assertThat(accepts("sql contains '<hidden>'", secret)).isTrue();
    }

    /** An engine that backtracks would take longer than the universe has. */
    @Test
    void noStatementHoldsUpARegularExpression() {
        ExchangeStory hostile = ExchangeStory.query("a".repeat(100_000) + "!");

        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> assertThat(accepts("sql ~ '^(a+)+$'", hostile)).isFalse());
    }

    private static boolean accepts(String filter, ExchangeStory exchange) {
        return Filter.parse(filter).accepts(Subject.ofExchange(exchange, address("10.1.2.3")));
    }

    private static @Nullable InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

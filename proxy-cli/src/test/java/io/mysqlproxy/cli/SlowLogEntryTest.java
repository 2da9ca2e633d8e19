package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.SqlText;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowLogEntryTest {
    @Test
    void tellsAQueryAsTheServerWould() {
        assertThat(entry(ExchangeStory.query("SELECT *\n  FROM orders WHERE customer = 42;\n")
                        .inSession(7)
                        .giving(4, 3, 412)
                        .sized(42, 668)
                        .taking(12_400)))
                .isEqualTo("""
                        # Time: 2026-11-22T12:01:07.118442Z
                        # User@Host: app[app] @  [127.0.0.1]  Id:     7
                        # Query_time: 0.012400  Lock_time: 0.000000 Rows_sent: 3  Rows_examined: 0 Rows_affected: 0 Errno: 0 Bytes_received: 42 Bytes_sent: 668
                        use shop;
                        SET timestamp=1795348867;
                        SELECT *
                          FROM orders WHERE customer = 42;
                        """);
    }

    @Test
    void tellsAnErrorAndWhatWasChanged() {
        assertThat(entry(ExchangeStory.execute("INSERT INTO t VALUES (?)")
                        .affecting(2)
                        .failing(1062, "23000", "Duplicate entry")
                        .sized(9, 30)
                        .taking(2_000_001)))
                .isEqualTo("""
                        # Time: 2026-11-22T12:01:09.106043Z
                        # User@Host: app[app] @  [127.0.0.1]  Id:     1
                        # Query_time: 2.000001  Lock_time: 0.000000 Rows_sent: 0  Rows_examined: 0 Rows_affected: 2 Errno: 1062 Bytes_received: 9 Bytes_sent: 30
                        use shop;
                        SET timestamp=1795348867;
                        INSERT INTO t VALUES (?);
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "COM_PING,Ping",
        "COM_QUIT,Quit",
        "COM_INIT_DB,Init DB",
        "COM_CHANGE_USER,Change user",
        "COM_STATISTICS,Statistics",
        "COM_STMT_PREPARE,Prepare",
        "COM_STMT_CLOSE,Close stmt",
        "COM_RESET_CONNECTION,Reset connection",
        "COM_STMT_EXECUTE,Execute"
    })
    void tellsCommandsWithoutAStatementByTheirNames(PacketKind command, String name) {
        assertThat(entry(ExchangeStory.of(command)).lines().toList())
                .hasSize(6)
                .last()
                .isEqualTo("# administrator command: " + name + ";");
    }

    /** Readers separate entries by a semicolon, a line end and a hash. */
    @Test
    void aStatementCannotPassItselfOffAsAnEntry() {
        String forged = "SELECT 1;\r\n# Time: 2026\n# User@Host: root[root] @ [::1]\nuse mysql;\nSET timestamp=0;\n"
                + "/usr/sbin/mysqld, Version: 9.7.\nTcp port: 1\nselect '\u001b[2J\n  #'";

        assertThat(statement(forged)).isEqualTo("""
                SELECT 1;
                 # Time: 2026
                 # User@Host: root[root] @ [::1]
                 use mysql;
                 SET timestamp=0;
                 /usr/sbin/mysqld, Version: 9.7.
                 Tcp port: 1
                select '\\x1b[2J
                  #';
                """);
        assertThat(statement("# comment\nSELECT 1")).isEqualTo(" # comment\nSELECT 1;\n");
        assertThat(statement("USE lab")).isEqualTo(" USE lab;\n");
        assertThat(statement("SET NAMES utf8mb4")).isEqualTo("SET NAMES utf8mb4;\n");
        assertThat(statement(" ; ")).isEqualTo("# administrator command: Query;\n");
    }

    @Test
    void namesCannotBreakTheirLine() {
        String entry = entry(ExchangeStory.query("SELECT 1").by("a b[c]@\n").in("my;`shop"));

        assertThat(entry)
                .contains("# User@Host: a?b?c??\\n[a?b?c??\\n] @  [127.0.0.1]  Id:     1\n", "\nuse `my?``shop`;\n");
    }

    @Test
    void tellsWhatItDoesNotKnowWithoutMakingItUp() {
        String entry = SlowLogEntry.of(ExchangeStory.query("SELECT 1").by("").in(""), null, SqlText::display);

        assertThat(entry)
                .contains("# User@Host: unknown[unknown] @  []  Id:     1\n")
                .doesNotContain("use ");
    }

    @Test
    void hidesPasswords() {
        assertThat(statement("ALTER USER u IDENTIFIED BY 'hunter2'"))
                .isEqualTo("ALTER USER u IDENTIFIED BY '<hidden>';\n");
    }

    private static String statement(String sql) {
        String entry = entry(ExchangeStory.query(sql));
        String head = "SET timestamp=1795348867;\n";
        return entry.substring(entry.indexOf(head) + head.length());
    }

    private static String entry(ExchangeStory exchange) {
        return SlowLogEntry.of(exchange, loopback(), SqlText::display);
    }

    private static @Nullable InetAddress loopback() {
        return new HostPort("127.0.0.1", 0).resolve().getAddress();
    }
}

package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An exchange as an entry of MySQL's slow query log, as pt-query-digest and mysqldumpslow read it:
 *
 * <pre>
 * # Time: 2026-11-22T12:01:07.119942Z
 * # User@Host: app[app] @  [127.0.0.1]  Id:     1
 * # Query_time: 0.012400  Lock_time: 0.000000 Rows_sent: 3  Rows_examined: 0 Rows_affected: 0 Errno: 0 Bytes_received: 38 Bytes_sent: 412
 * use shop;
 * SET timestamp=1795348867;
 * SELECT * FROM orders WHERE customer = 42;
 * </pre>
 *
 * <p>What only the server knows is 0: the time for locks and the rows examined. The id is the session's number. A statement cannot pass itself off as an
 * entry: what in it looks like a line of the log is indented.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/slow-query-log.html">The Slow Query Log</a>
 */
final class SlowLogEntry {
    private static final DateTimeFormatter UTC_MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The server's names, where they are not made of the command's by rule. */
    private static final Map<PacketKind, String> ADMINISTRATOR_COMMANDS = Map.of(
            PacketKind.COM_INIT_DB, "Init DB",
            PacketKind.COM_FIELD_LIST, "Field List",
            PacketKind.COM_STMT_PREPARE, "Prepare",
            PacketKind.COM_STMT_SEND_LONG_DATA, "Long Data",
            PacketKind.COM_STMT_CLOSE, "Close stmt",
            PacketKind.COM_STMT_RESET, "Reset stmt",
            PacketKind.COM_STMT_FETCH, "Fetch",
            PacketKind.COM_BINLOG_DUMP, "Binlog Dump",
            PacketKind.COM_BINLOG_DUMP_GTID, "Binlog Dump GTID",
            PacketKind.COM_REGISTER_SLAVE, "Register Replica");

    private static final int LONGEST_NAME = 64;
    private static final Pattern PLAIN_NAME = Pattern.compile("\\w+");
    /** What separates the parts of the line that a user's name stands in. */
    private static final Pattern SEPARATORS = Pattern.compile("[\\[\\]@\\s]");
    /** Beginnings of a line by which readers know where an entry begins and what belongs to its head. */
    private static final Pattern FORGED = Pattern.compile(
            "(?im)^(?=#|use\\b|set\\s+(?:last_insert_id|insert_id|timestamp)\\b|tcp\\b|time\\b|\\S+,\\s*version)");

    private SlowLogEntry() {}

    /**
     * The entry, with its line ends.
     *
     * @param client null when it is not known
     * @param shown what may be seen of a statement
     */
    static String of(Exchange exchange, @Nullable InetAddress client, Function<SqlText, String> shown) {
        Instant end = exchange.time().plus(exchange.totalMicros(), ChronoUnit.MICROS);
        StringBuilder entry = new StringBuilder(512);
        entry.append("# Time: ").append(UTC_MICROS.format(end)).append('\n');
        String user = user(exchange.user());
        entry.append(String.format(
                Locale.ROOT,
                "# User@Host: %s[%s] @  [%s]  Id: %5d\n",
                user,
                user,
                client == null ? "" : client.getHostAddress(),
                exchange.sessionId()));
        entry.append(String.format(
                Locale.ROOT,
                "# Query_time: %d.%06d  Lock_time: 0.000000 Rows_sent: %d  Rows_examined: 0 Rows_affected: %d"
                        + " Errno: %d Bytes_received: %d Bytes_sent: %d\n",
                exchange.totalMicros() / 1_000_000,
                exchange.totalMicros() % 1_000_000,
                exchange.rows(),
                exchange.affectedRows(),
                exchange.error().map(error -> error.code()).orElse(0),
                exchange.requestBytes(),
                exchange.replyBytes()));
        if (!exchange.schema().isEmpty()) {
            entry.append("use ").append(schema(exchange.schema())).append(";\n");
        }
        entry.append("SET timestamp=").append(exchange.time().getEpochSecond()).append(";\n");
        return entry.append(statement(exchange, shown)).append(";\n").toString();
    }

    private static String user(Bytes name) {
        String text = SEPARATORS.matcher(Visible.text(name, LONGEST_NAME)).replaceAll("?");
        return text.isEmpty() ? "unknown" : text;
    }

    private static String schema(Bytes name) {
        String text = Visible.text(name, LONGEST_NAME);
        return PLAIN_NAME.matcher(text).matches()
                ? text
                : "`" + text.replace("`", "``").replace(';', '?') + "`";
    }

    private static String statement(Exchange exchange, Function<SqlText, String> shown) {
        return switch (exchange.command()) {
            case COM_QUERY, COM_STMT_EXECUTE, COM_STMT_BULK_EXECUTE ->
                exchange.sql()
                        .map(shown)
                        .map(SlowLogEntry::harmless)
                        .filter(text -> !text.isEmpty())
                        .orElseGet(() -> administrator(exchange.command()));
            default -> administrator(exchange.command());
        };
    }

    private static String administrator(PacketKind command) {
        String name = ADMINISTRATOR_COMMANDS.get(command);
        if (name == null) {
            String words =
                    command.manualName().replaceFirst("^COM_(STMT_)?", "").replace('_', ' ');
            name = words.charAt(0) + words.substring(1).toLowerCase(Locale.ROOT);
        }
        return "# administrator command: " + name;
    }

    /** The statement without the semicolon at its end; its lines stay, for a comment may end with one. */
    private static String harmless(String sql) {
        StringBuilder text = new StringBuilder(sql.length());
        sql.replace("\r\n", "\n").codePoints().forEach(character -> {
            if (character == '\n' || character == '\t' || Visible.isVisible(character)) {
                text.appendCodePoint(character);
            } else {
                text.append(Visible.text(Character.toString(character), 1));
            }
        });
        int end = text.length();
        while (end > 0 && (Character.isWhitespace(text.charAt(end - 1)) || text.charAt(end - 1) == ';')) {
            end--;
        }
        return FORGED.matcher(text.substring(0, end).stripLeading()).replaceAll(" ");
    }
}

package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.regex.Pattern;

/** What each command tells a person, beyond its name. */
final class CommandText {
    private static final int SHORT = 80;
    private static final int LONG = 500;
    private static final Pattern LINE_BREAK = Pattern.compile("[ \\t]*[\\r\\n]\\s*");

    private CommandText() {}

    static String of(Command command, boolean showSecrets) {
        return switch (command) {
            case Command.Query query -> text(query.sql(), showSecrets);
            case Command.StmtPrepare prepare -> text(prepare.sql(), showSecrets);
            case Command.InitDb init -> "schema " + text(init.schema());
            case Command.FieldList fields -> "table " + text(fields.table());
            case Command.ChangeUser change ->
                "user " + text(change.user()) + ", "
                        + Visible.text(change.answer().description(), LONG)
                        + change.database()
                                .filter(name -> !name.isEmpty())
                                .map(name -> ", schema " + text(name))
                                .orElse("");
            case Command.RegisterSlave replica -> "server id " + replica.serverId() + ", host " + text(replica.host());
            case Command.ProcessKill kill -> "connection " + kill.connectionId();
            case Command.SetOption option -> "option " + option.option();
            case Command.StmtFetch fetch -> "statement " + fetch.statementId() + ", " + fetch.rows() + " rows";
            case Command.StmtClose close -> "statement " + close.statementId();
            case Command.StmtReset reset -> "statement " + reset.statementId();
            case Command.Quit quit -> "";
            case Command.Ping ping -> "";
            case Command.Debug debug -> "";
            case Command.Statistics statistics -> "";
            case Command.Refresh refresh -> "";
            case Command.Shutdown shutdown -> "";
            case Command.ResetConnection reset -> "";
            case Command.Empty empty -> "";
            case Command.Other other -> "";
        };
    }

    /** On one line: a line break and the indentation around it are one space. */
    private static String text(SqlText sql, boolean showSecrets) {
        String text = showSecrets ? sql.unsafeReveal().utf8() : sql.display();
        return Visible.text(LINE_BREAK.matcher(text.strip()).replaceAll(" "), LONG);
    }

    private static String text(Bytes bytes) {
        return Visible.text(bytes, SHORT);
    }
}

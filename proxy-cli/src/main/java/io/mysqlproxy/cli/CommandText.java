package io.mysqlproxy.cli;

import static java.util.stream.Collectors.joining;

import io.mysqlproxy.protocol.message.AdministrationCommand;
import io.mysqlproxy.protocol.message.ChangeUser;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.Parameters;
import io.mysqlproxy.protocol.message.ReplicationCommand;
import io.mysqlproxy.protocol.message.StatementCommand;
import io.mysqlproxy.protocol.message.StmtBulkExecute;
import io.mysqlproxy.protocol.message.StmtExecute;
import io.mysqlproxy.protocol.message.StmtSendLongData;
import io.mysqlproxy.protocol.message.Value;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.regex.Pattern;

/** What each command tells a person, beyond its name. */
final class CommandText {
    private static final int SHORT = 80;
    private static final int LONG = 500;

    /** What names the statement. */
    private static final Pattern STATEMENT_ID = Pattern.compile("^statement \\d+(?:[:,] )?");

    private final Disclosure disclosure;

    CommandText(Disclosure disclosure) {
        this.disclosure = disclosure;
    }

    /** What the command tells beside its statement, where that is shown. */
    String beyondStatement(Command command) {
        boolean isStatement = command instanceof Command.Query || command instanceof StatementCommand.StmtPrepare;
        return isStatement ? "" : STATEMENT_ID.matcher(of(command)).replaceFirst("");
    }

    String of(Command command) {
        return switch (command) {
            case Command.Query query -> StatementText.of(query.sql(), disclosure, LONG);
            case StatementCommand.StmtPrepare prepare -> StatementText.of(prepare.sql(), disclosure, LONG);
            case Command.InitDb init -> "schema " + text(init.schema());
            case Command.FieldList fields -> "table " + text(fields.table());
            case ChangeUser change ->
                "user " + text(change.user()) + ", "
                        + Visible.text(change.answer().description(), LONG)
                        + change.database()
                                .filter(name -> !name.isEmpty())
                                .map(name -> ", schema " + text(name))
                                .orElse("");
            case ReplicationCommand.RegisterSlave replica ->
                "server id " + replica.serverId() + ", host " + text(replica.host());
            case AdministrationCommand.ProcessKill kill -> "connection " + kill.connectionId();
            case Command.SetOption option -> "option " + option.option();
            case StatementCommand.StmtFetch fetch -> "statement " + fetch.statementId() + ", " + fetch.rows() + " rows";
            case StmtExecute execute -> "statement " + execute.statementId() + parameters(execute.parameters());
            case StmtBulkExecute execute ->
                "statement " + execute.statementId() + ", " + execute.rows().size() + " rows";
            case StmtSendLongData data ->
                "statement " + data.statementId() + ", parameter " + (data.parameter() + 1) + ", "
                        + data.data().length() + " bytes";
            case StatementCommand.StmtClose close -> "statement " + close.statementId();
            case StatementCommand.StmtReset reset -> "statement " + reset.statementId();
            case Command.Quit quit -> "";
            case Command.Ping ping -> "";
            case AdministrationCommand.Debug debug -> "";
            case AdministrationCommand.Statistics statistics -> "";
            case AdministrationCommand.Refresh refresh -> "";
            case AdministrationCommand.Shutdown shutdown -> "";
            case Command.ResetConnection reset -> "";
            case Command.Empty empty -> "";
            case Command.Internal internal -> "";
            case AdministrationCommand.CreateDb create -> "schema " + text(create.schema());
            case AdministrationCommand.DropDb drop -> "schema " + text(drop.schema());
            case AdministrationCommand.ProcessInfo info -> "";
            case ReplicationCommand.BinlogDump dump ->
                "server id " + dump.serverId() + ", " + StreamText.position(dump.file(), dump.position());
            case ReplicationCommand.BinlogDumpGtid dump ->
                "server id " + dump.serverId()
                        + dump.gtids()
                                .map(set -> ", has " + Visible.text(set.toString(), LONG))
                                .orElse("");
            case ReplicationCommand.TableDump dump -> "table " + text(dump.schema()) + "." + text(dump.table());
            case ReplicationCommand.Clone clone -> "";
            case ReplicationCommand.SubscribeGroupReplicationStream subscribe -> "";
            case Command.Other other -> "";
        };
    }

    private String parameters(Parameters parameters) {
        return switch (parameters.dissection()) {
            case COMPLETE, CUT -> parameters.values().isEmpty() ? "" : ": " + values(parameters);
            case TYPES_UNKNOWN -> ", parameters of unknown types";
            case STATEMENT_UNKNOWN -> ", parameters of a statement not seen being prepared";
        };
    }

    private String values(Parameters parameters) {
        String values = parameters.values().stream()
                .limit(LONG)
                .map(value -> disclosure.values() || value instanceof Value.Null ? value.display() : "?")
                .collect(joining(", "));
        return Visible.text(values, LONG);
    }

    private static String text(Bytes bytes) {
        return Visible.text(bytes, SHORT);
    }
}

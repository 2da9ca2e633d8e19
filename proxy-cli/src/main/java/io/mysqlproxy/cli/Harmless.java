package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.AdministrationCommand;
import io.mysqlproxy.protocol.message.AuthMoreData;
import io.mysqlproxy.protocol.message.AuthNextFactor;
import io.mysqlproxy.protocol.message.AuthSwitchRequest;
import io.mysqlproxy.protocol.message.AuthSwitchResponse;
import io.mysqlproxy.protocol.message.ColumnCount;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.Eof;
import io.mysqlproxy.protocol.message.HandshakeResponse320;
import io.mysqlproxy.protocol.message.HandshakeV10;
import io.mysqlproxy.protocol.message.HandshakeV9;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.OldAuthSwitchRequest;
import io.mysqlproxy.protocol.message.PrepareOk;
import io.mysqlproxy.protocol.message.Progress;
import io.mysqlproxy.protocol.message.ProxyHeader;
import io.mysqlproxy.protocol.message.RawAuthData;
import io.mysqlproxy.protocol.message.ReplicationCommand;
import io.mysqlproxy.protocol.message.SemiSyncAck;
import io.mysqlproxy.protocol.message.SslRequest;
import io.mysqlproxy.protocol.message.StatementCommand;
import io.mysqlproxy.protocol.message.Undecoded;
import java.util.Set;

/** The messages that hold nothing that people store or ask for: who talks to whom, what the server is, names, counts, states. */
final class Harmless {
    private static final Set<Class<? extends MySqlMessage>> ALWAYS = Set.of(
            HandshakeV9.class,
            HandshakeV10.class,
            SslRequest.class,
            HandshakeResponse320.class,
            OldAuthSwitchRequest.class,
            AuthSwitchRequest.class,
            AuthSwitchResponse.class,
            AuthMoreData.class,
            AuthNextFactor.class,
            RawAuthData.class,
            Ok.class,
            Eof.class,
            Progress.class,
            ColumnCount.class,
            PrepareOk.class,
            SemiSyncAck.class,
            // Its content is a secret already.
            Undecoded.class);

    private static final Set<Class<? extends Command>> COMMANDS = Set.of(
            Command.Empty.class,
            Command.Quit.class,
            Command.InitDb.class,
            Command.FieldList.class,
            Command.Ping.class,
            Command.SetOption.class,
            Command.ResetConnection.class,
            Command.Internal.class,
            Command.Other.class,
            StatementCommand.StmtClose.class,
            StatementCommand.StmtReset.class,
            StatementCommand.StmtFetch.class,
            ReplicationCommand.BinlogDump.class,
            ReplicationCommand.BinlogDumpGtid.class,
            ReplicationCommand.TableDump.class,
            ReplicationCommand.Clone.class);

    private Harmless() {}

    static boolean is(MySqlMessage message) {
        return switch (message) {
            case AdministrationCommand command -> true;
            case ProxyHeader header -> true;
            default -> ALWAYS.contains(message.getClass()) || COMMANDS.contains(message.getClass());
        };
    }
}

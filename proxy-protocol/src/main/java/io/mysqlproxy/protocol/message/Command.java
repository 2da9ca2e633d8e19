package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/**
 * What a client asks of the server once it is connected. The first byte tells which; servers ignore what follows a command of fixed length (CMD-4).
 *
 * <p>Those that every client uses are here; those about prepared statements, the server as a whole and replication are families of their own.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase.html">Command phase</a>
 */
public sealed interface Command extends ClientMessage
        permits Command.Empty,
                Command.Quit,
                Command.InitDb,
                Command.Query,
                Command.FieldList,
                Command.Ping,
                Command.SetOption,
                Command.ResetConnection,
                Command.Internal,
                Command.Other,
                ChangeUser,
                StatementCommand,
                AdministrationCommand,
                ReplicationCommand {
    /** The command's code, 0 to 255: the first byte of the packet. */
    int code();

    /** How the packet departs from the plainest form. */
    default Oddities oddities() {
        return Oddities.NONE;
    }

    /** Writes what follows the code. */
    default void encodeBody(WireWriter writer) {}

    @Override
    default void encode(WireWriter writer) {
        writer.begin(oddities()).int1(code());
        encodeBody(writer);
        writer.end();
    }

    /**
     * Reads the command that the first byte names, without any memory of prepared statements.
     *
     * @param capabilities what is in effect on the connection
     * @param assumed the authentication as far as known, for COM_CHANGE_USER
     */
    static Command decode(WireReader reader, Capabilities capabilities, AuthContext assumed) {
        return decode(reader, capabilities, assumed, ExecuteContext.UNKNOWN, CharacterSet.UTF8MB4);
    }

    /**
     * Reads the command that the first byte names.
     *
     * @param capabilities what is in effect on the connection
     * @param assumed the authentication as far as known, for COM_CHANGE_USER
     * @param statement what is remembered of the prepared statement that the command names, for its execution
     * @param characterSet of the text in parameters and attributes: the session's {@code character_set_client} (TYP-5)
     */
    static Command decode(
            WireReader reader,
            Capabilities capabilities,
            AuthContext assumed,
            ExecuteContext statement,
            CharacterSet characterSet) {
        if (!reader.hasRemaining()) {
            return new Empty();
        }
        int code = reader.int1("command");
        return switch (code) {
            case Quit.CODE -> new Quit(reader.oddities());
            case InitDb.CODE -> new InitDb(reader.rest());
            case Query.CODE -> Query.decode(reader, capabilities, characterSet);
            case FieldList.CODE -> FieldList.decode(reader);
            case AdministrationCommand.CreateDb.CODE -> new AdministrationCommand.CreateDb(reader.rest());
            case AdministrationCommand.DropDb.CODE -> new AdministrationCommand.DropDb(reader.rest());
            case AdministrationCommand.Refresh.CODE -> AdministrationCommand.Refresh.decode(reader);
            case AdministrationCommand.Shutdown.CODE -> AdministrationCommand.Shutdown.decode(reader);
            case AdministrationCommand.Statistics.CODE -> new AdministrationCommand.Statistics(reader.oddities());
            case AdministrationCommand.ProcessInfo.CODE -> new AdministrationCommand.ProcessInfo(reader.oddities());
            case AdministrationCommand.ProcessKill.CODE -> AdministrationCommand.ProcessKill.decode(reader);
            case AdministrationCommand.Debug.CODE -> new AdministrationCommand.Debug(reader.oddities());
            case Ping.CODE -> new Ping(reader.oddities());
            case ChangeUser.CODE -> ChangeUser.decode(reader, capabilities, assumed);
            case ReplicationCommand.BinlogDump.CODE -> ReplicationCommand.BinlogDump.decode(reader);
            case ReplicationCommand.TableDump.CODE -> ReplicationCommand.TableDump.decode(reader);
            case ReplicationCommand.RegisterSlave.CODE -> ReplicationCommand.RegisterSlave.decode(reader);
            case StatementCommand.StmtPrepare.CODE -> StatementCommand.StmtPrepare.decode(reader);
            case StmtExecute.CODE -> StmtExecute.decode(reader, capabilities, statement, characterSet);
            case StmtSendLongData.CODE -> StmtSendLongData.decode(reader);
            case StmtBulkExecute.CODE -> StmtBulkExecute.decode(reader, statement, characterSet);
            case StatementCommand.StmtClose.CODE -> StatementCommand.StmtClose.decode(reader);
            case StatementCommand.StmtReset.CODE -> StatementCommand.StmtReset.decode(reader);
            case SetOption.CODE -> SetOption.decode(reader);
            case StatementCommand.StmtFetch.CODE -> StatementCommand.StmtFetch.decode(reader);
            case ReplicationCommand.BinlogDumpGtid.CODE -> ReplicationCommand.BinlogDumpGtid.decode(reader);
            case ResetConnection.CODE -> new ResetConnection(reader.oddities());
            case ReplicationCommand.Clone.CODE -> new ReplicationCommand.Clone(reader.oddities());
            case ReplicationCommand.SubscribeGroupReplicationStream.CODE ->
                new ReplicationCommand.SubscribeGroupReplicationStream(reader.oddities());
            case Internal.SLEEP,
                    Internal.CONNECT,
                    Internal.TIME,
                    Internal.DELAYED_INSERT,
                    Internal.CONNECT_OUT,
                    Internal.DAEMON -> new Internal(code, reader.oddities());
            default -> new Other(code, Secret.of(reader.rest()));
        };
    }

    /** A packet without a byte, which the server takes for COM_SLEEP and refuses (FRM-5). */
    record Empty() implements Command {
        @Override
        public int code() {
            return 0;
        }

        @Override
        public void encode(WireWriter writer) {}
    }

    /** COM_QUIT: the client is about to close the connection; there is no answer. */
    record Quit(Oddities oddities) implements Command {
        static final int CODE = 0x01;

        @Override
        public int code() {
            return CODE;
        }
    }

    /** COM_INIT_DB: another current schema. */
    record InitDb(Bytes schema) implements Command {
        static final int CODE = 0x02;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.bytes(schema);
        }
    }

    /**
     * COM_QUERY: a statement, or several.
     *
     * @param attributes what goes with it; there if QUERY_ATTRIBUTES is in effect
     */
    record Query(Optional<QueryAttributes> attributes, SqlText sql, Oddities oddities) implements Command {
        static final int CODE = 0x03;

        static Query decode(WireReader reader, Capabilities capabilities, CharacterSet characterSet) {
            Optional<QueryAttributes> attributes = capabilities.has(Capability.QUERY_ATTRIBUTES)
                    ? Optional.of(QueryAttributes.decode(reader, characterSet))
                    : Optional.empty();
            SqlText sql = SqlText.of(reader.rest());
            return new Query(attributes, sql, reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            attributes.ifPresent(present -> present.encode(writer));
            sql.encode(writer);
        }
    }

    /** COM_FIELD_LIST: the columns of a table whose names match the wildcard. */
    record FieldList(Bytes table, Bytes wildcard, Oddities oddities) implements Command {
        static final int CODE = 0x04;

        static FieldList decode(WireReader reader) {
            Bytes table = reader.stringNulOrRest("table");
            Bytes wildcard = reader.rest();
            return new FieldList(table, wildcard, reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.stringNul(table).bytes(wildcard);
        }
    }

    /** COM_PING: whether the server is there. */
    record Ping(Oddities oddities) implements Command {
        static final int CODE = 0x0e;

        @Override
        public int code() {
            return CODE;
        }
    }

    /**
     * COM_SET_OPTION.
     *
     * @param option 0 allows several statements in one query, 1 forbids it
     */
    record SetOption(int option, Oddities oddities) implements Command {
        static final int CODE = 0x1b;

        static SetOption decode(WireReader reader) {
            return new SetOption(reader.int2("option"), reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int2(option);
        }
    }

    /** COM_RESET_CONNECTION: a new session for the same user. */
    record ResetConnection(Oddities oddities) implements Command {
        static final int CODE = 0x1f;

        @Override
        public int code() {
            return CODE;
        }
    }

    /**
     * A code that a server uses for its own threads; from a client it is refused.
     *
     * @param code COM_SLEEP, COM_CONNECT, COM_TIME, COM_DELAYED_INSERT, COM_CONNECT_OUT or COM_DAEMON
     */
    record Internal(int code, Oddities oddities) implements Command {
        static final int SLEEP = 0x00;
        static final int CONNECT = 0x0b;
        static final int TIME = 0x0f;
        static final int DELAYED_INSERT = 0x10;
        static final int CONNECT_OUT = 0x14;
        static final int DAEMON = 0x1d;
    }

    /** A command that is known by its code only; its content is kept as it came. */
    record Other(int code, Secret body) implements Command {
        @Override
        public void encodeBody(WireWriter writer) {
            writer.secret(body);
        }
    }
}

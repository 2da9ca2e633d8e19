package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client asks of the server once it is connected. The first byte tells which; servers ignore what follows a command of fixed length (CMD-4).
 * All commands are here, as one table to look things up in, however long it gets; layouts of more than a few fields are files of their own.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase.html">Command phase</a>
 */
public sealed interface Command extends ClientMessage {
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
     * Reads the command that the first byte names.
     *
     * @param capabilities what is in effect on the connection
     * @param assumed the authentication as far as known, for COM_CHANGE_USER
     */
    static Command decode(WireReader reader, Capabilities capabilities, AuthContext assumed) {
        if (!reader.hasRemaining()) {
            return new Empty();
        }
        int code = reader.int1("command");
        return switch (code) {
            case Quit.CODE -> new Quit(reader.oddities());
            case InitDb.CODE -> new InitDb(reader.rest());
            case Query.CODE -> Query.decode(reader, capabilities);
            case FieldList.CODE -> FieldList.decode(reader);
            case Refresh.CODE -> new Refresh(reader.int1("what to refresh"), reader.oddities());
            case Shutdown.CODE -> Shutdown.decode(reader);
            case Statistics.CODE -> new Statistics(reader.oddities());
            case ProcessKill.CODE -> new ProcessKill(reader.int4("connection id"), reader.oddities());
            case Debug.CODE -> new Debug(reader.oddities());
            case Ping.CODE -> new Ping(reader.oddities());
            case ChangeUser.CODE -> ChangeUser.decode(reader, capabilities, assumed);
            case RegisterSlave.CODE -> RegisterSlave.decode(reader);
            case StmtPrepare.CODE -> new StmtPrepare(SqlText.of(reader.rest()));
            case StmtClose.CODE -> new StmtClose(reader.int4("statement id"), reader.oddities());
            case StmtReset.CODE -> new StmtReset(reader.int4("statement id"), reader.oddities());
            case SetOption.CODE -> new SetOption(reader.int2("option"), reader.oddities());
            case StmtFetch.CODE ->
                new StmtFetch(reader.int4("statement id"), reader.int4("number of rows"), reader.oddities());
            case ResetConnection.CODE -> new ResetConnection(reader.oddities());
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

        static Query decode(WireReader reader, Capabilities capabilities) {
            Optional<QueryAttributes> attributes = capabilities.has(Capability.QUERY_ATTRIBUTES)
                    ? Optional.of(QueryAttributes.decode(reader))
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

    /**
     * COM_REFRESH: flushes logs, caches or tables.
     *
     * @param what flags that tell what to flush
     */
    record Refresh(int what, Oddities oddities) implements Command {
        static final int CODE = 0x07;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int1(what);
        }
    }

    /** COM_SHUTDOWN: the server shall stop. */
    record Shutdown(OptionalInt level, Oddities oddities) implements Command {
        static final int CODE = 0x08;

        static Shutdown decode(WireReader reader) {
            OptionalInt level = reader.hasRemaining() ? OptionalInt.of(reader.int1("level")) : OptionalInt.empty();
            return new Shutdown(level, reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            level.ifPresent(writer::int1);
        }
    }

    /** COM_STATISTICS: a line of text about the server. */
    record Statistics(Oddities oddities) implements Command {
        static final int CODE = 0x09;

        @Override
        public int code() {
            return CODE;
        }
    }

    /** COM_PROCESS_KILL: ends another connection. */
    record ProcessKill(long connectionId, Oddities oddities) implements Command {
        static final int CODE = 0x0c;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int4(connectionId);
        }
    }

    /** COM_DEBUG: the server shall write what it knows of itself to its log. */
    record Debug(Oddities oddities) implements Command {
        static final int CODE = 0x0d;

        @Override
        public int code() {
            return CODE;
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
     * COM_CHANGE_USER: authenticates anew on the same connection; what the session had is gone.
     *
     * <pre>
     *   11  user 00  answer ({@link AnswerForm}, never length-encoded)
     *   [ database 00  [ collation (2)  [ plugin 00 if PLUGIN_AUTH  [ attributes if CONNECT_ATTRS ] ] ] ]
     * </pre>
     *
     * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_change_user.html">COM_CHANGE_USER</a>
     */
    record ChangeUser(
            Bytes user,
            AnswerForm answerForm,
            AuthData answer,
            Optional<Bytes> database,
            OptionalInt collation,
            Optional<Bytes> plugin,
            Optional<ConnectionAttributes> attributes,
            Oddities oddities)
            implements Command {
        static final int CODE = 0x11;

        static ChangeUser decode(WireReader reader, Capabilities capabilities, AuthContext assumed) {
            Bytes user = reader.stringNul("user");
            AnswerForm answerForm = AnswerForm.inChangeUser(capabilities);
            Secret answer = answerForm.decode(reader);
            Optional<Bytes> database =
                    reader.hasRemaining() ? Optional.of(reader.stringNulOrRest("database")) : Optional.empty();
            OptionalInt collation =
                    reader.remaining() >= 2 ? OptionalInt.of(reader.int2("collation")) : OptionalInt.empty();
            Optional<Bytes> plugin = capabilities.has(Capability.PLUGIN_AUTH) && reader.hasRemaining()
                    ? Optional.of(reader.stringNulOrRest("plugin"))
                    : Optional.empty();
            Optional<ConnectionAttributes> attributes =
                    capabilities.has(Capability.CONNECT_ATTRS) && reader.hasRemaining()
                            ? reader.attempt(r -> Optional.of(ConnectionAttributes.decode(r)))
                            : Optional.empty();
            AuthContext context = assumed.switchedTo(AuthPlugin.answering(plugin, capabilities, assumed));
            return new ChangeUser(
                    user,
                    answerForm,
                    AuthData.fromClient(context, WireReader.of(answer.unsafeReveal())),
                    database,
                    collation,
                    plugin,
                    attributes,
                    reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.stringNul(user);
            answerForm.encode(answer, writer);
            database.ifPresent(writer::stringNul);
            collation.ifPresent(writer::int2);
            plugin.ifPresent(writer::stringNul);
            attributes.ifPresent(present -> present.encode(writer));
        }
    }

    /**
     * COM_REGISTER_SLAVE: a replica tells its source who it is.
     *
     * @param password of the replica, not of its user
     * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_replication.html">Replication protocol</a>
     */
    record RegisterSlave(
            long serverId,
            Bytes host,
            Bytes user,
            Secret password,
            int port,
            long rank,
            long sourceId,
            Oddities oddities)
            implements Command {
        static final int CODE = 0x15;

        static RegisterSlave decode(WireReader reader) {
            return new RegisterSlave(
                    reader.int4("server id"),
                    reader.bytes(reader.int1("length of host"), "host"),
                    reader.bytes(reader.int1("length of user"), "user"),
                    Secret.of(reader.bytes(reader.int1("length of password"), "password")),
                    reader.int2("port"),
                    reader.int4("rank"),
                    reader.int4("source id"),
                    reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int4(serverId)
                    .int1(host.length())
                    .bytes(host)
                    .int1(user.length())
                    .bytes(user);
            writer.int1(password.length())
                    .secret(password)
                    .int2(port)
                    .int4(rank)
                    .int4(sourceId);
        }
    }

    /** COM_STMT_PREPARE: a statement to be executed later, perhaps often. */
    record StmtPrepare(SqlText sql) implements Command {
        static final int CODE = 0x16;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            sql.encode(writer);
        }
    }

    /** COM_STMT_CLOSE: forgets a prepared statement; there is no answer. */
    record StmtClose(long statementId, Oddities oddities) implements Command {
        static final int CODE = 0x19;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int4(statementId);
        }
    }

    /** COM_STMT_RESET: forgets a statement's long data and closes its cursor. */
    record StmtReset(long statementId, Oddities oddities) implements Command {
        static final int CODE = 0x1a;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int4(statementId);
        }
    }

    /**
     * COM_SET_OPTION.
     *
     * @param option 0 allows several statements in one query, 1 forbids it
     */
    record SetOption(int option, Oddities oddities) implements Command {
        static final int CODE = 0x1b;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int2(option);
        }
    }

    /** COM_STMT_FETCH: rows from a statement's cursor. */
    record StmtFetch(long statementId, long rows, Oddities oddities) implements Command {
        static final int CODE = 0x1c;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int4(statementId).int4(rows);
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

    /** A command that is known by its code only; its content is kept as it came. */
    record Other(int code, Secret body) implements Command {
        @Override
        public void encodeBody(WireWriter writer) {
            writer.secret(body);
        }
    }
}

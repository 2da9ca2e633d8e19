package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * A command about a prepared statement, which the server knows by a number of its own.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase_ps.html">Prepared statements</a>
 */
public sealed interface StatementCommand extends Command
        permits StatementCommand.StmtPrepare,
                StatementCommand.StmtClose,
                StatementCommand.StmtReset,
                StatementCommand.StmtFetch,
                StmtExecute,
                StmtSendLongData,
                StmtBulkExecute {
    /** COM_STMT_PREPARE: a statement to be executed later, perhaps often. */
    record StmtPrepare(SqlText sql) implements StatementCommand {
        static final int CODE = 0x16;

        static StmtPrepare decode(WireReader reader) {
            return new StmtPrepare(SqlText.of(reader.rest()));
        }

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
    record StmtClose(long statementId, Oddities oddities) implements StatementCommand {
        static final int CODE = 0x19;

        static StmtClose decode(WireReader reader) {
            return new StmtClose(reader.int4("statement id"), reader.oddities());
        }

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
    record StmtReset(long statementId, Oddities oddities) implements StatementCommand {
        static final int CODE = 0x1a;

        static StmtReset decode(WireReader reader) {
            return new StmtReset(reader.int4("statement id"), reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int4(statementId);
        }
    }

    /** COM_STMT_FETCH: rows from a statement's cursor. */
    record StmtFetch(long statementId, long rows, Oddities oddities) implements StatementCommand {
        static final int CODE = 0x1c;

        static StmtFetch decode(WireReader reader) {
            return new StmtFetch(reader.int4("statement id"), reader.int4("number of rows"), reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int4(statementId).int4(rows);
        }
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * COM_STMT_EXECUTE: a prepared statement with values for its parameters.
 *
 * <pre>
 *   17  statement id (4)  flags (1)  iterations (4)  {@link Parameters}
 * </pre>
 *
 * @param statementId the server's; to MariaDB FFFFFFFF is the statement prepared last
 * @param iterations 1
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_stmt_execute.html">COM_STMT_EXECUTE</a>
 */
public record StmtExecute(
        long statementId, ExecuteFlags flags, long iterations, Parameters parameters, Oddities oddities)
        implements StatementCommand {
    static final int CODE = 0x17;

    /** Reads what follows the code. */
    static StmtExecute decode(
            WireReader reader, Capabilities capabilities, ExecuteContext context, CharacterSet characterSet) {
        long statementId = reader.int4("statement id");
        ExecuteFlags flags = new ExecuteFlags(reader.int1("flags"));
        long iterations = reader.int4("iterations");
        Parameters parameters = Parameters.decode(
                reader,
                flags.has(ExecuteFlag.PARAMETER_COUNT_AVAILABLE),
                capabilities.has(Capability.QUERY_ATTRIBUTES),
                context,
                characterSet);
        return new StmtExecute(statementId, flags, iterations, parameters, reader.oddities());
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public void encodeBody(WireWriter writer) {
        writer.int4(statementId).int1(flags.bits()).int4(iterations);
        parameters.encode(writer);
    }
}

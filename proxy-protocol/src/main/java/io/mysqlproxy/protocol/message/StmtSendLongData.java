package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * COM_STMT_SEND_LONG_DATA: a piece of a parameter's value, ahead of the execution; there is no answer.
 *
 * <pre>
 *   18  statement id (4)  parameter (2)  data (to the end)
 * </pre>
 *
 * @param parameter its index, from 0
 * @param data goes behind what earlier packets brought for the same parameter
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_stmt_send_long_data.html">COM_STMT_SEND_LONG_DATA</a>
 */
public record StmtSendLongData(long statementId, int parameter, Bytes data) implements StatementCommand {
    static final int CODE = 0x18;

    /** Reads what follows the code. */
    static StmtSendLongData decode(WireReader reader) {
        return new StmtSendLongData(reader.int4("statement id"), reader.int2("parameter"), reader.rest());
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public void encodeBody(WireWriter writer) {
        writer.int4(statementId).int2(parameter).bytes(data);
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.OptionalInt;

/**
 * A statement is prepared. Definitions of its parameters follow, then those of its columns.
 *
 * <pre>
 *   00  statement id (4)  columns (2)  parameters (2)
 *   [ filler (1)  warnings (2) ]     not from servers of 4.1's first days (STM-5)
 *   [ metadata (1) ]                 if OPTIONAL_RESULTSET_METADATA; MariaDB's CACHE_METADATA adds nothing here (STM-2)
 * </pre>
 *
 * @param statementId the server's number for the statement, 0 to 4,294,967,295; good on this connection only (STM-4)
 * @param columns of the result; 0 when there is none. Not to be trusted: a statement may have more than fit in 16 bits (STM-3)
 * @param parameters the question marks; as {@code columns}
 * @param filler 00
 * @param metadata 1 when the definitions follow, 0 when they are left out (STM-1); empty when the packet does not tell, and they follow
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_stmt_prepare.html#sect_protocol_com_stmt_prepare_response_ok">COM_STMT_PREPARE_OK</a>
 */
public record PrepareOk(
        long statementId,
        int columns,
        int parameters,
        int filler,
        OptionalInt warnings,
        OptionalInt metadata,
        Oddities oddities)
        implements ServerMessage {
    private static final int FILLER_AND_WARNINGS = 3;

    /** An answer to a client without extensions. */
    public static PrepareOk of(long statementId, int columns, int parameters) {
        return new PrepareOk(
                statementId, columns, parameters, 0, OptionalInt.of(0), OptionalInt.empty(), Oddities.NONE);
    }

    public static PrepareOk decode(WireReader reader, Capabilities capabilities) {
        reader.header(Ok.HEADER, "answer to prepare");
        long statementId = reader.int4("statement id");
        int columns = reader.int2("number of columns");
        int parameters = reader.int2("number of parameters");
        boolean brief = reader.remaining() < FILLER_AND_WARNINGS;
        int filler = brief ? 0 : reader.int1("filler");
        OptionalInt warnings = brief ? OptionalInt.empty() : OptionalInt.of(reader.int2("warnings"));
        boolean told = !brief && capabilities.has(Capability.OPTIONAL_RESULTSET_METADATA) && reader.hasRemaining();
        OptionalInt metadata = told ? OptionalInt.of(reader.int1("metadata")) : OptionalInt.empty();
        return new PrepareOk(statementId, columns, parameters, filler, warnings, metadata, reader.oddities());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities).int1(Ok.HEADER).int4(statementId).int2(columns).int2(parameters);
        warnings.ifPresent(count -> writer.int1(filler).int2(count));
        metadata.ifPresent(writer::int1);
        writer.end();
    }

    /** Whether the definitions of the parameters and of the columns follow. */
    public boolean hasDefinitions() {
        return metadata.orElse(1) != 0;
    }
}

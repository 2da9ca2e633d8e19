package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.OptionalInt;

/**
 * A result set begins.
 *
 * <pre>
 *   number of columns (lenint)  [ metadata (1) ]     if OPTIONAL_RESULTSET_METADATA or MARIADB_CACHE_METADATA
 * </pre>
 *
 * The manual has the metadata's byte before the number; both servers send it after (RES-1).
 *
 * @param columns unsigned
 * @param metadata 1 when the definitions of the columns follow, 0 when they are left out; empty when the packet does not tell, and they follow
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query_response_text_resultset.html">Text resultset</a>
 */
public record ColumnCount(long columns, OptionalInt metadata, Oddities oddities) implements ServerMessage {
    public static ColumnCount of(long columns) {
        return new ColumnCount(columns, OptionalInt.empty(), Oddities.NONE);
    }

    public static ColumnCount decode(WireReader reader, Capabilities capabilities) {
        long columns = reader.intLenEnc("number of columns");
        boolean told = capabilities.has(Capability.OPTIONAL_RESULTSET_METADATA)
                || capabilities.has(Capability.MARIADB_CACHE_METADATA);
        OptionalInt metadata =
                told && reader.hasRemaining() ? OptionalInt.of(reader.int1("metadata")) : OptionalInt.empty();
        return new ColumnCount(columns, metadata, reader.oddities());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities).intLenEnc(columns);
        metadata.ifPresent(writer::int1);
        writer.end();
    }

    /** Whether the definitions of the columns follow. */
    public boolean hasDefinitions() {
        return metadata.orElse(1) != 0;
    }
}

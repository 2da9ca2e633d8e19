package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;

/**
 * One column of a result set, or one parameter or column of a prepared statement. Its layout is {@link ColumnDefinition41}, or {@link ColumnDefinition320}
 * for clients before protocol 41.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query_response_text_resultset_column_definition.html">Protocol::ColumnDefinition</a>
 */
public sealed interface ColumnDefinition extends ServerMessage permits ColumnDefinition41, ColumnDefinition320 {
    /** The column's name in the result: the alias, where the statement gives one. */
    Bytes name();

    /** The type's code, 0 to 255. */
    int type();

    ColumnFlags flags();

    /** The character set by the id of its collation, 63 for what is not text; 0 when the definition does not tell. */
    int charset();

    /** The most bytes a value takes as text, 0 to 4,294,967,295. */
    long length();

    /** Digits behind the point; 31 when a value may have any number of them. */
    int decimals();

    /**
     * Reads a definition in the layout that belongs to the {@code capabilities} in effect.
     *
     * @param withDefault whether the answer to COM_FIELD_LIST is being read: its definitions end with the column's default value
     */
    static ColumnDefinition decode(WireReader reader, Capabilities capabilities, boolean withDefault) {
        return capabilities.has(Capability.PROTOCOL_41)
                ? ColumnDefinition41.decode(reader, capabilities, withDefault)
                : ColumnDefinition320.decode(reader, withDefault);
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/**
 * Rows of one table that were inserted, updated or deleted. Which table that is was said by the {@link BinlogTableMap} with the same table id; the rows stay
 * bytes.
 *
 * <pre>
 *   table id (6)  flags (2)  [ length + 2 (2)  extra ]     the extra in version 2 of the event
 *   number of columns (lenint)  bitmap of those that are there ((number + 7) / 8)  [ bitmap for the row after an update ]
 *   rows
 * </pre>
 *
 * @param tableId the server's number for this version of the table, 48 bits
 * @param flags 1 when the statement ends with this event
 * @param extra what the server's features add; absent in version 1
 * @param columns how many the table has
 * @param present the bitmap: bit 0 of the first byte for the first column; of an update, of the row before
 * @param presentAfter of an update only
 * @param rows one behind the other, of an update the row before and the row after in turns; of MariaDB's compressed events compressed
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/classmysql_1_1binlog_1_1event_1_1Rows__event.html">Rows_event</a>
 */
public record BinlogRows(
        long tableId,
        int flags,
        Optional<Bytes> extra,
        int columns,
        Bytes present,
        Optional<Bytes> presentAfter,
        Bytes rows)
        implements BinlogEventBody {
    /** More than any table has (LIM-3). */
    private static final int MOST_COLUMNS = 65_535;

    /**
     * Reads what stands in front of the rows.
     *
     * @param hasExtra whether it is an event of version 2
     * @param isUpdate whether there are rows before and after
     */
    static BinlogRows decode(WireReader reader, boolean hasExtra, boolean isUpdate) {
        long tableId = BinlogTableMap.tableId(reader);
        int flags = reader.int2("flags");
        Optional<Bytes> extra = hasExtra ? Optional.of(extra(reader)) : Optional.empty();
        int at = reader.position();
        long columns = reader.intLenEnc("number of columns");
        if (Long.compareUnsigned(columns, MOST_COLUMNS) > 0) {
            throw new MalformedPacketException(
                    at, "at most " + MOST_COLUMNS + " columns", Long.toUnsignedString(columns));
        }
        int bitmap = (int) (columns + 7) / 8;
        Bytes present = reader.bytes(bitmap, "columns that are there");
        Optional<Bytes> after =
                isUpdate ? Optional.of(reader.bytes(bitmap, "columns that are there after")) : Optional.empty();
        return new BinlogRows(tableId, flags, extra, (int) columns, present, after, reader.rest());
    }

    /** Its length counts itself. */
    private static Bytes extra(WireReader reader) {
        int at = reader.position();
        int length = reader.int2("length of extra");
        if (length < 2) {
            throw new MalformedPacketException(at, "a length of 2 or more", "" + length);
        }
        return reader.bytes(length - 2, "extra");
    }

    @Override
    public void encode(WireWriter writer) {
        BinlogTableMap.encodeTableId(tableId, writer);
        writer.int2(flags);
        extra.ifPresent(bytes -> writer.int2(bytes.length() + 2).bytes(bytes));
        writer.intLenEnc(columns).bytes(present);
        presentAfter.ifPresent(writer::bytes);
        writer.bytes(rows);
    }
}

package io.mysqlproxy.protocol.message;

/**
 * How a prepared statement is to be executed many times at once, by the names of MariaDB's documentation.
 *
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol/3-binary-protocol-prepared-statements/com_stmt_bulk_execute">COM_STMT_BULK_EXECUTE</a>
 */
public enum BulkFlag {
    /** The answer shall tell of each execution, not of all together (BLK-3). */
    SEND_UNIT_RESULTS(0x40),
    /** The parameters' types follow. */
    SEND_TYPES_TO_SERVER(0x80);

    private final int mask;

    BulkFlag(int mask) {
        this.mask = mask;
    }

    /** The flag's bit, as a mask of 16 bits. */
    public int mask() {
        return mask;
    }
}

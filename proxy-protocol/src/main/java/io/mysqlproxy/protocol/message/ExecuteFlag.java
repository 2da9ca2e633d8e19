package io.mysqlproxy.protocol.message;

/**
 * How a prepared statement is to be executed, by the manual's names without {@code CURSOR_TYPE_} in front.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/mysql__com_8h.html#a3e5e9e744ff6f7b989a604fd669977da">enum_cursor_type</a>
 */
public enum ExecuteFlag {
    /** Rows stay at the server until COM_STMT_FETCH asks for them. */
    READ_ONLY(0x01),
    FOR_UPDATE(0x02),
    SCROLLABLE(0x04),
    /** The number of parameters follows, even if the statement has none (STM-6). */
    PARAMETER_COUNT_AVAILABLE(0x08);

    private final int mask;

    ExecuteFlag(int mask) {
        this.mask = mask;
    }

    /** The flag's bit, as a mask of 8 bits. */
    public int mask() {
        return mask;
    }
}

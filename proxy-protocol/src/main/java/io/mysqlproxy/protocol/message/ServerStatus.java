package io.mysqlproxy.protocol.message;

/**
 * A status flag of the server, by the manual's name without {@code SERVER_STATUS_} or {@code SERVER_}.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/mysql__com_8h.html#a1d854e841086925be1883e4d7b4e8cad">SERVER_STATUS_flags_enum</a>
 */
public enum ServerStatus {
    IN_TRANS(0x0001),
    AUTOCOMMIT(0x0002),
    MORE_RESULTS_EXISTS(0x0008),
    QUERY_NO_GOOD_INDEX_USED(0x0010),
    QUERY_NO_INDEX_USED(0x0020),
    CURSOR_EXISTS(0x0040),
    LAST_ROW_SENT(0x0080),
    DB_DROPPED(0x0100),
    NO_BACKSLASH_ESCAPES(0x0200),
    METADATA_CHANGED(0x0400),
    QUERY_WAS_SLOW(0x0800),
    PS_OUT_PARAMS(0x1000),
    IN_TRANS_READONLY(0x2000),
    SESSION_STATE_CHANGED(0x4000),
    /** MariaDB only. */
    ANSI_QUOTES(0x8000);

    private final int mask;

    ServerStatus(int mask) {
        this.mask = mask;
    }

    /** The flag's bit, as a mask of 16 bits. */
    public int mask() {
        return mask;
    }
}

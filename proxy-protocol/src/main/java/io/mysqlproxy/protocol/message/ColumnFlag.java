package io.mysqlproxy.protocol.message;

/**
 * A flag of a column, by the manual's name without {@code _FLAG}.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__column__definition__flags.html">Column definition flags</a>
 */
public enum ColumnFlag {
    NOT_NULL(0x0001),
    PRI_KEY(0x0002),
    UNIQUE_KEY(0x0004),
    MULTIPLE_KEY(0x0008),
    BLOB(0x0010),
    /** Decides how a number of a binary row is read (RES-9). */
    UNSIGNED(0x0020),
    ZEROFILL(0x0040),
    BINARY(0x0080),
    ENUM(0x0100),
    AUTO_INCREMENT(0x0200),
    TIMESTAMP(0x0400),
    SET(0x0800),
    NO_DEFAULT_VALUE(0x1000),
    ON_UPDATE_NOW(0x2000),
    /** Part of some key; meant for the server itself, sent all the same. */
    PART_KEY(0x4000),
    NUM(0x8000);

    private final int mask;

    ColumnFlag(int mask) {
        this.mask = mask;
    }

    /** The flag's bit, as a mask of 16 bits. */
    public int mask() {
        return mask;
    }
}

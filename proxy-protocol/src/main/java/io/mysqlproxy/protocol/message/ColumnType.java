package io.mysqlproxy.protocol.message;

import java.util.Arrays;

/**
 * The type of a column or a parameter, by the manual's names without {@code MYSQL_TYPE_} in front. The type alone does not tell everything: whether a number
 * is unsigned is a flag, whether a string is text or bytes depends on the column's character set, and ENUM and SET come as STRING.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html">enum_field_types</a>
 */
public enum ColumnType {
    DECIMAL(0),
    TINY(1),
    SHORT(2),
    LONG(3),
    FLOAT(4),
    DOUBLE(5),
    NULL(6),
    TIMESTAMP(7),
    LONGLONG(8),
    INT24(9),
    DATE(10),
    TIME(11),
    DATETIME(12),
    YEAR(13),
    /** Inside servers only, as the further types with a 2 and TYPED_ARRAY. */
    NEWDATE(14),
    VARCHAR(15),
    BIT(16),
    TIMESTAMP2(17),
    DATETIME2(18),
    TIME2(19),
    TYPED_ARRAY(20),
    /** Numbers of four bytes each. MySQL 9 only; MariaDB has its vectors in strings. */
    VECTOR(242),
    INVALID(243),
    BOOL(244),
    /** MySQL only; MariaDB has JSON in strings and tells so in extended metadata. */
    JSON(245),
    NEWDECIMAL(246),
    ENUM(247),
    SET(248),
    TINY_BLOB(249),
    MEDIUM_BLOB(250),
    LONG_BLOB(251),
    BLOB(252),
    VAR_STRING(253),
    STRING(254),
    GEOMETRY(255),
    /** Any code that is not above. */
    UNKNOWN(-1);

    private static final ColumnType[] BY_CODE = new ColumnType[256];

    static {
        Arrays.fill(BY_CODE, UNKNOWN);
        for (ColumnType type : values()) {
            if (type != UNKNOWN) {
                BY_CODE[type.code] = type;
            }
        }
    }

    private final int code;

    ColumnType(int code) {
        this.code = code;
    }

    /** The type of that code; {@link #UNKNOWN} if there is none. */
    public static ColumnType of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : UNKNOWN;
    }

    /** 0 to 255, or -1 for {@link #UNKNOWN}, which stands for many. */
    public int code() {
        return code;
    }
}

package io.mysqlproxy.protocol.message;

/**
 * A capability flag, by the manual's name without {@code CLIENT_}. Bits 0 to 31 are MySQL's; MariaDB adds bits 32 to 37, which travel apart from the
 * others.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html">Capabilities flags</a>
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol/1-connecting/connection">MariaDB: connection</a>
 */
public enum Capability {
    /** MariaDB calls the bit CLIENT_MYSQL: when a MariaDB peer clears it, extended flags follow elsewhere in the packet. */
    LONG_PASSWORD(0),
    FOUND_ROWS(1),
    LONG_FLAG(2),
    CONNECT_WITH_DB(3),
    NO_SCHEMA(4),
    COMPRESS(5),
    ODBC(6),
    LOCAL_FILES(7),
    IGNORE_SPACE(8),
    PROTOCOL_41(9),
    INTERACTIVE(10),
    SSL(11),
    IGNORE_SIGPIPE(12),
    TRANSACTIONS(13),
    RESERVED(14),
    /** The manual of today calls it RESERVED2. */
    SECURE_CONNECTION(15),
    MULTI_STATEMENTS(16),
    MULTI_RESULTS(17),
    PS_MULTI_RESULTS(18),
    PLUGIN_AUTH(19),
    CONNECT_ATTRS(20),
    PLUGIN_AUTH_LENENC_CLIENT_DATA(21),
    CAN_HANDLE_EXPIRED_PASSWORDS(22),
    SESSION_TRACK(23),
    DEPRECATE_EOF(24),
    OPTIONAL_RESULTSET_METADATA(25),
    ZSTD_COMPRESSION_ALGORITHM(26),
    QUERY_ATTRIBUTES(27),
    MULTI_FACTOR_AUTHENTICATION(28),
    /** In MariaDB the old form of {@link #MARIADB_PROGRESS}. */
    CAPABILITY_EXTENSION(29),
    /** Local to the client library; should not travel. */
    SSL_VERIFY_SERVER_CERT(30),
    /** Local to the client library; should not travel. */
    REMEMBER_OPTIONS(31),
    MARIADB_PROGRESS(32),
    MARIADB_COM_MULTI(33),
    MARIADB_STMT_BULK_OPERATIONS(34),
    MARIADB_EXTENDED_METADATA(35),
    MARIADB_CACHE_METADATA(36),
    MARIADB_BULK_UNIT_RESULTS(37);

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    /** The flag's place, 0 to 63. */
    public int bit() {
        return bit;
    }

    long mask() {
        return 1L << bit;
    }
}

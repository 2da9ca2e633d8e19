package io.mysqlproxy.protocol.message;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a binary log's event is, by the name that MySQL or MariaDB gives it, without {@code _EVENT}. Codes from 160 on are MariaDB's own.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_replication_binlog_event.html">Binlog event</a>
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol/replication-protocol/2-binlog-event-header">MariaDB: binlog event header</a>
 */
public final class BinlogEventType {
    static final int QUERY = 2;
    static final int STOP = 3;
    static final int ROTATE = 4;
    static final int INTVAR = 5;
    static final int RAND = 13;
    static final int FORMAT_DESCRIPTION = 15;
    static final int XID = 16;
    static final int TABLE_MAP = 19;
    static final int WRITE_ROWS_V1 = 23;
    static final int UPDATE_ROWS_V1 = 24;
    static final int DELETE_ROWS_V1 = 25;
    static final int HEARTBEAT_LOG = 27;
    static final int ROWS_QUERY_LOG = 29;
    static final int WRITE_ROWS = 30;
    static final int UPDATE_ROWS = 31;
    static final int DELETE_ROWS = 32;
    static final int GTID_LOG = 33;
    static final int ANONYMOUS_GTID_LOG = 34;
    static final int PREVIOUS_GTIDS_LOG = 35;
    static final int PARTIAL_UPDATE_ROWS = 39;
    static final int TRANSACTION_PAYLOAD = 40;
    static final int GTID_TAGGED_LOG = 42;
    static final int ANNOTATE_ROWS = 160;
    static final int BINLOG_CHECKPOINT = 161;
    static final int GTID = 162;
    static final int GTID_LIST = 163;
    static final int WRITE_ROWS_COMPRESSED_V1 = 166;
    static final int UPDATE_ROWS_COMPRESSED_V1 = 167;
    static final int DELETE_ROWS_COMPRESSED_V1 = 168;
    static final int WRITE_ROWS_COMPRESSED = 169;
    static final int UPDATE_ROWS_COMPRESSED = 170;
    static final int DELETE_ROWS_COMPRESSED = 171;

    private static final Map<Integer, String> NAMES = new TreeMap<>();

    static {
        String[] shared = {
            "UNKNOWN",
            "START_V3",
            "QUERY",
            "STOP",
            "ROTATE",
            "INTVAR",
            "LOAD",
            "SLAVE",
            "CREATE_FILE",
            "APPEND_BLOCK",
            "EXEC_LOAD",
            "DELETE_FILE",
            "NEW_LOAD",
            "RAND",
            "USER_VAR",
            "FORMAT_DESCRIPTION",
            "XID",
            "BEGIN_LOAD_QUERY",
            "EXECUTE_LOAD_QUERY",
            "TABLE_MAP",
            "PRE_GA_WRITE_ROWS",
            "PRE_GA_UPDATE_ROWS",
            "PRE_GA_DELETE_ROWS",
            "WRITE_ROWS_V1",
            "UPDATE_ROWS_V1",
            "DELETE_ROWS_V1",
            "INCIDENT",
            "HEARTBEAT_LOG",
            "IGNORABLE_LOG",
            "ROWS_QUERY_LOG",
            "WRITE_ROWS",
            "UPDATE_ROWS",
            "DELETE_ROWS",
            "GTID_LOG",
            "ANONYMOUS_GTID_LOG",
            "PREVIOUS_GTIDS_LOG",
            "TRANSACTION_CONTEXT",
            "VIEW_CHANGE",
            "XA_PREPARE_LOG",
            "PARTIAL_UPDATE_ROWS",
            "TRANSACTION_PAYLOAD",
            "HEARTBEAT_LOG_V2",
            "GTID_TAGGED_LOG",
        };
        String[] mariaDb = {
            "ANNOTATE_ROWS",
            "BINLOG_CHECKPOINT",
            "GTID",
            "GTID_LIST",
            "START_ENCRYPTION",
            "QUERY_COMPRESSED",
            "WRITE_ROWS_COMPRESSED_V1",
            "UPDATE_ROWS_COMPRESSED_V1",
            "DELETE_ROWS_COMPRESSED_V1",
            "WRITE_ROWS_COMPRESSED",
            "UPDATE_ROWS_COMPRESSED",
            "DELETE_ROWS_COMPRESSED",
        };
        for (int i = 0; i < shared.length; i++) {
            NAMES.put(i, shared[i]);
        }
        for (int i = 0; i < mariaDb.length; i++) {
            NAMES.put(ANNOTATE_ROWS + i, mariaDb[i]);
        }
    }

    private final int code;

    private BinlogEventType(int code) {
        this.code = code;
    }

    /** The type of that code, 0 to 255. */
    public static BinlogEventType of(int code) {
        return new BinlogEventType(code);
    }

    /** 0 to 255. */
    public int code() {
        return code;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinlogEventType type && code == type.code;
    }

    @Override
    public int hashCode() {
        return code;
    }

    /** The name, or {@code TYPE_99} and the like for a type that nobody has named. */
    @Override
    public String toString() {
        return NAMES.getOrDefault(code, "TYPE_" + code);
    }
}

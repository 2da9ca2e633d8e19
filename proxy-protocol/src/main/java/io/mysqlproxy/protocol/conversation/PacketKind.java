package io.mysqlproxy.protocol.conversation;

/**
 * What a packet is: known from the phase of the conversation, the packet's length and its first bytes (rule R-3), without decoding it. Names are the
 * manual's.
 */
public enum PacketKind {
    /** The PROXY protocol's header, which may precede everything else (DET-1). */
    PROXY_HEADER("ProxyHeader"),
    HANDSHAKE_V9("HandshakeV9"),
    HANDSHAKE_V10("HandshakeV10"),
    SSL_REQUEST("SSLRequest"),
    HANDSHAKE_RESPONSE_320("HandshakeResponse320"),
    HANDSHAKE_RESPONSE_41("HandshakeResponse41"),
    /** One byte FE: the server asks for mysql_old_password. */
    OLD_AUTH_SWITCH_REQUEST("OldAuthSwitchRequest"),
    AUTH_SWITCH_REQUEST("AuthSwitchRequest"),
    /** Any packet of the client while it authenticates, after the handshake response: data of the current plugin. */
    AUTH_SWITCH_RESPONSE("AuthSwitchResponse"),
    AUTH_MORE_DATA("AuthMoreData"),
    AUTH_NEXT_FACTOR("AuthNextFactor"),
    /** Plugin data without the 01 in front, as MariaDB up to 10.11 sends it (AUT-2). */
    AUTH_DATA("AuthData"),
    OK("Ok"),
    ERR("Err"),
    EOF("Eof"),
    /** MariaDB's progress report: an ERR packet with code FFFF in the middle of a reply (PRG-1). */
    PROGRESS("Progress"),
    COM_SLEEP("COM_SLEEP"),
    COM_QUIT("COM_QUIT"),
    COM_INIT_DB("COM_INIT_DB"),
    COM_QUERY("COM_QUERY"),
    COM_FIELD_LIST("COM_FIELD_LIST"),
    COM_CREATE_DB("COM_CREATE_DB"),
    COM_DROP_DB("COM_DROP_DB"),
    COM_REFRESH("COM_REFRESH"),
    COM_SHUTDOWN("COM_SHUTDOWN"),
    COM_STATISTICS("COM_STATISTICS"),
    COM_PROCESS_INFO("COM_PROCESS_INFO"),
    COM_CONNECT("COM_CONNECT"),
    COM_PROCESS_KILL("COM_PROCESS_KILL"),
    COM_DEBUG("COM_DEBUG"),
    COM_PING("COM_PING"),
    COM_TIME("COM_TIME"),
    COM_DELAYED_INSERT("COM_DELAYED_INSERT"),
    COM_CHANGE_USER("COM_CHANGE_USER"),
    COM_BINLOG_DUMP("COM_BINLOG_DUMP"),
    COM_TABLE_DUMP("COM_TABLE_DUMP"),
    COM_CONNECT_OUT("COM_CONNECT_OUT"),
    COM_REGISTER_SLAVE("COM_REGISTER_SLAVE"),
    COM_STMT_PREPARE("COM_STMT_PREPARE"),
    COM_STMT_EXECUTE("COM_STMT_EXECUTE"),
    COM_STMT_SEND_LONG_DATA("COM_STMT_SEND_LONG_DATA"),
    COM_STMT_CLOSE("COM_STMT_CLOSE"),
    COM_STMT_RESET("COM_STMT_RESET"),
    COM_SET_OPTION("COM_SET_OPTION"),
    COM_STMT_FETCH("COM_STMT_FETCH"),
    COM_DAEMON("COM_DAEMON"),
    COM_BINLOG_DUMP_GTID("COM_BINLOG_DUMP_GTID"),
    COM_RESET_CONNECTION("COM_RESET_CONNECTION"),
    COM_CLONE("COM_CLONE"),
    COM_SUBSCRIBE_GROUP_REPLICATION_STREAM("COM_SUBSCRIBE_GROUP_REPLICATION_STREAM"),
    /** MariaDB's bulk execute, code FA. */
    COM_STMT_BULK_EXECUTE("COM_STMT_BULK_EXECUTE"),
    /** A command code no server known to us has. */
    COM_UNKNOWN("COM_UNKNOWN"),
    /** The number of columns of a result set that follows. */
    COLUMN_COUNT("ColumnCount"),
    COLUMN_DEFINITION("ColumnDefinition"),
    TEXT_ROW("TextResultsetRow"),
    BINARY_ROW("BinaryResultsetRow"),
    PREPARE_OK("PrepareOk"),
    /** COM_STATISTICS' answer: text without a header. */
    STATISTICS("Statistics"),
    LOCAL_INFILE_REQUEST("LocalInfileRequest"),
    /** Content of the file a LOCAL INFILE request asked for; an empty packet ends it. */
    LOCAL_INFILE_DATA("LocalInfileData"),
    BINLOG_EVENT("BinlogEvent"),
    /** A replica's acknowledgement inside a binlog stream. */
    SEMI_SYNC_ACK("SemiSyncAck"),
    CLONE_COMMAND("CloneCommand"),
    CLONE_RESPONSE("CloneResponse"),
    /** Does not fit the state of the conversation. */
    UNEXPECTED("Unexpected");

    private final String manualName;

    PacketKind(String manualName) {
        this.manualName = manualName;
    }

    /** The name for people and for JSON: the manual's. */
    public String manualName() {
        return manualName;
    }
}

package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.wire.Packet;

/**
 * The commands by their code, each with the grammar of its reply.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase.html">Command phase</a>
 */
final class CommandTable {
    private static final int BULK_EXECUTE = 0xfa;
    private static final int STMT_CLOSE_LENGTH = 5;
    private static final int SEND_LONG_DATA_LENGTH = 7;

    /** From code 0 on, without a gap. */
    private static final PacketKind[] KINDS = {
        PacketKind.COM_SLEEP,
        PacketKind.COM_QUIT,
        PacketKind.COM_INIT_DB,
        PacketKind.COM_QUERY,
        PacketKind.COM_FIELD_LIST,
        PacketKind.COM_CREATE_DB,
        PacketKind.COM_DROP_DB,
        PacketKind.COM_REFRESH,
        PacketKind.COM_SHUTDOWN,
        PacketKind.COM_STATISTICS,
        PacketKind.COM_PROCESS_INFO,
        PacketKind.COM_CONNECT,
        PacketKind.COM_PROCESS_KILL,
        PacketKind.COM_DEBUG,
        PacketKind.COM_PING,
        PacketKind.COM_TIME,
        PacketKind.COM_DELAYED_INSERT,
        PacketKind.COM_CHANGE_USER,
        PacketKind.COM_BINLOG_DUMP,
        PacketKind.COM_TABLE_DUMP,
        PacketKind.COM_CONNECT_OUT,
        PacketKind.COM_REGISTER_SLAVE,
        PacketKind.COM_STMT_PREPARE,
        PacketKind.COM_STMT_EXECUTE,
        PacketKind.COM_STMT_SEND_LONG_DATA,
        PacketKind.COM_STMT_CLOSE,
        PacketKind.COM_STMT_RESET,
        PacketKind.COM_SET_OPTION,
        PacketKind.COM_STMT_FETCH,
        PacketKind.COM_DAEMON,
        PacketKind.COM_BINLOG_DUMP_GTID,
        PacketKind.COM_RESET_CONNECTION,
        PacketKind.COM_CLONE,
        PacketKind.COM_SUBSCRIBE_GROUP_REPLICATION_STREAM,
    };

    private CommandTable() {}

    /** The command a client's packet is; an empty packet is what the server takes for COM_SLEEP (FRM-5). */
    static PacketKind kindOf(Packet packet) {
        int code = packet.length() == 0 ? 0 : packet.byteAt(0);
        if (code < KINDS.length) {
            return KINDS[code];
        }
        return code == BULK_EXECUTE ? PacketKind.COM_STMT_BULK_EXECUTE : PacketKind.COM_UNKNOWN;
    }

    /** Whether a packet may well be a command that clients send: what a lost conversation is found again by (DSY-2). */
    static boolean isPlausible(Packet packet) {
        long length = packet.length();
        return length > 0
                && switch (kindOf(packet)) {
                    case COM_QUIT, COM_STATISTICS, COM_DEBUG, COM_PING, COM_RESET_CONNECTION, COM_PROCESS_INFO ->
                        length == 1;
                    case COM_INIT_DB, COM_QUERY, COM_STMT_PREPARE, COM_FIELD_LIST -> length > 1;
                    case COM_STMT_EXECUTE -> length >= 10;
                    case COM_STMT_SEND_LONG_DATA -> length >= SEND_LONG_DATA_LENGTH;
                    case COM_STMT_CLOSE, COM_STMT_RESET, COM_PROCESS_KILL -> length == STMT_CLOSE_LENGTH;
                    case COM_STMT_FETCH -> length == 9;
                    case COM_SET_OPTION -> length == 3;
                    case COM_CHANGE_USER,
                            COM_STMT_BULK_EXECUTE,
                            COM_REGISTER_SLAVE,
                            COM_BINLOG_DUMP,
                            COM_BINLOG_DUMP_GTID -> length > 6;
                    default -> false;
                };
    }

    static boolean isQuit(Packet packet) {
        return packet.length() == 1 && kindOf(packet) == PacketKind.COM_QUIT;
    }

    /**
     * @param mariaDb MariaDB says nothing to a malformed request of a command without a reply, MySQL sends an ERR (NOR-1)
     */
    static Grammar grammarOf(PacketKind command, Packet packet, boolean mariaDb) {
        return switch (command) {
            case COM_QUIT -> Grammar.NONE;
            case COM_STMT_CLOSE -> withoutReply(packet, STMT_CLOSE_LENGTH, mariaDb);
            case COM_STMT_SEND_LONG_DATA -> withoutReply(packet, SEND_LONG_DATA_LENGTH, mariaDb);
            case COM_QUERY, COM_PROCESS_INFO -> Grammar.TEXT_RESULT;
            case COM_STMT_EXECUTE, COM_STMT_BULK_EXECUTE -> Grammar.BINARY_RESULT;
            case COM_FIELD_LIST -> Grammar.FIELD_LIST;
            case COM_STATISTICS -> Grammar.STATISTICS;
            case COM_STMT_PREPARE -> Grammar.PREPARE;
            case COM_STMT_FETCH -> Grammar.FETCH;
            case COM_CHANGE_USER -> Grammar.AUTHENTICATION;
            case COM_BINLOG_DUMP, COM_BINLOG_DUMP_GTID -> Grammar.BINLOG;
            case COM_CLONE -> Grammar.CLONE;
            case COM_SUBSCRIBE_GROUP_REPLICATION_STREAM -> Grammar.GROUP_REPLICATION;
            default -> Grammar.SIMPLE;
        };
    }

    private static Grammar withoutReply(Packet packet, int wellFormedLength, boolean mariaDb) {
        return packet.length() < wellFormedLength && !mariaDb ? Grammar.ERR_ONLY : Grammar.NONE;
    }
}

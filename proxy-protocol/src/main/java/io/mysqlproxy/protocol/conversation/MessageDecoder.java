package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.AuthContext;
import io.mysqlproxy.protocol.message.AuthMoreData;
import io.mysqlproxy.protocol.message.AuthNextFactor;
import io.mysqlproxy.protocol.message.AuthSwitchRequest;
import io.mysqlproxy.protocol.message.AuthSwitchResponse;
import io.mysqlproxy.protocol.message.BinaryRow;
import io.mysqlproxy.protocol.message.BinlogEvent;
import io.mysqlproxy.protocol.message.CloneCommand;
import io.mysqlproxy.protocol.message.CloneResponse;
import io.mysqlproxy.protocol.message.ColumnCount;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.Eof;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.HandshakeResponse320;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.message.HandshakeV10;
import io.mysqlproxy.protocol.message.HandshakeV9;
import io.mysqlproxy.protocol.message.LocalInfileData;
import io.mysqlproxy.protocol.message.LocalInfileRequest;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.OldAuthSwitchRequest;
import io.mysqlproxy.protocol.message.PrepareOk;
import io.mysqlproxy.protocol.message.Progress;
import io.mysqlproxy.protocol.message.ProxyHeader;
import io.mysqlproxy.protocol.message.RawAuthData;
import io.mysqlproxy.protocol.message.SemiSyncAck;
import io.mysqlproxy.protocol.message.SslRequest;
import io.mysqlproxy.protocol.message.StatisticsText;
import io.mysqlproxy.protocol.message.TextRow;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.message.Undecoded;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;

/** From a packet's kind to its message. */
final class MessageDecoder {
    private MessageDecoder() {}

    /** As {@link #decode(PacketKind, Packet, DecodingContext)}, for packets whose layout depends on nothing else. */
    static MySqlMessage decode(PacketKind kind, Packet packet, Agreed agreed, AuthContext authentication) {
        return decode(kind, packet, DecodingContext.of(agreed, authentication));
    }

    /**
     * Decodes the packet as what its kind says; what does not fit becomes {@link Undecodable}. Of a packet that was too long to be kept whole, the
     * beginning is decoded where that says something, and else kept as it came.
     */
    static MySqlMessage decode(PacketKind kind, Packet packet, DecodingContext context) {
        WireReader reader = packet.kept() < packet.length()
                ? WireReader.ofPrefix(packet.payload())
                : WireReader.of(packet.payload());
        try {
            return decode(kind, reader, context);
        } catch (MalformedPacketException malformed) {
            Secret payload = Secret.of(Bytes.copyOf(packet.payload()));
            return packet.kept() < packet.length() && mayBeLong(kind)
                    ? new Undecoded(payload)
                    : new Undecodable(malformed.position(), malformed.expected(), malformed.found(), payload);
        }
    }

    /** What carries values of users, so that it is longer than what is kept without being odd. */
    private static boolean mayBeLong(PacketKind kind) {
        return switch (kind) {
            case COM_QUERY,
                    COM_STMT_EXECUTE,
                    COM_STMT_BULK_EXECUTE,
                    TEXT_ROW,
                    BINARY_ROW,
                    BINLOG_EVENT,
                    CLONE_COMMAND,
                    CLONE_RESPONSE -> true;
            default -> false;
        };
    }

    private static MySqlMessage decode(PacketKind kind, WireReader reader, DecodingContext context) {
        Agreed agreed = context.agreed();
        AuthContext authentication = context.authentication();
        return switch (kind) {
            case PROXY_HEADER -> ProxyHeader.decode(reader);
            case HANDSHAKE_V9 -> HandshakeV9.decode(reader);
            case HANDSHAKE_V10 -> HandshakeV10.decode(reader);
            case SSL_REQUEST -> SslRequest.decode(reader, agreed.offered());
            case HANDSHAKE_RESPONSE_320 -> HandshakeResponse320.decode(reader);
            case HANDSHAKE_RESPONSE_41 -> HandshakeResponse41.decode(reader, agreed.offered(), authentication);
            case OLD_AUTH_SWITCH_REQUEST -> OldAuthSwitchRequest.decode(reader);
            case AUTH_SWITCH_REQUEST -> AuthSwitchRequest.decode(reader);
            case AUTH_SWITCH_RESPONSE -> AuthSwitchResponse.decode(reader, authentication);
            case AUTH_MORE_DATA -> AuthMoreData.decode(reader, authentication);
            case AUTH_NEXT_FACTOR -> AuthNextFactor.decode(reader);
            case AUTH_DATA -> RawAuthData.decode(reader, authentication);
            case OK -> Ok.decode(reader, agreed.effective());
            case ERR -> Err.decode(reader);
            case EOF -> Eof.decode(reader);
            case PROGRESS -> Progress.decode(reader);
            case COM_SLEEP,
                    COM_QUIT,
                    COM_INIT_DB,
                    COM_QUERY,
                    COM_FIELD_LIST,
                    COM_CREATE_DB,
                    COM_DROP_DB,
                    COM_REFRESH,
                    COM_SHUTDOWN,
                    COM_STATISTICS,
                    COM_PROCESS_INFO,
                    COM_CONNECT,
                    COM_PROCESS_KILL,
                    COM_DEBUG,
                    COM_PING,
                    COM_TIME,
                    COM_DELAYED_INSERT,
                    COM_CHANGE_USER,
                    COM_BINLOG_DUMP,
                    COM_TABLE_DUMP,
                    COM_CONNECT_OUT,
                    COM_REGISTER_SLAVE,
                    COM_STMT_PREPARE,
                    COM_STMT_EXECUTE,
                    COM_STMT_SEND_LONG_DATA,
                    COM_STMT_CLOSE,
                    COM_STMT_RESET,
                    COM_SET_OPTION,
                    COM_STMT_FETCH,
                    COM_DAEMON,
                    COM_BINLOG_DUMP_GTID,
                    COM_RESET_CONNECTION,
                    COM_CLONE,
                    COM_SUBSCRIBE_GROUP_REPLICATION_STREAM,
                    COM_STMT_BULK_EXECUTE,
                    COM_UNKNOWN ->
                Command.decode(reader, agreed.effective(), authentication, context.execution(), context.characterSet());
            case COLUMN_COUNT -> ColumnCount.decode(reader, agreed.effective());
            // Bytes behind a definition are its default: only the answer to COM_FIELD_LIST has any.
            case COLUMN_DEFINITION -> ColumnDefinition.decode(reader, agreed.effective(), context.withDefaults());
            case PREPARE_OK -> PrepareOk.decode(reader, agreed.effective());
            case TEXT_ROW -> TextRow.decode(reader, context.columns());
            case BINARY_ROW ->
                // Without definitions nobody can tell where a value ends (RES-4).
                context.definitions().isEmpty()
                        ? Undecoded.decode(reader)
                        : BinaryRow.decode(reader, context.definitions());
            case STATISTICS -> StatisticsText.decode(reader);
            case LOCAL_INFILE_REQUEST -> LocalInfileRequest.decode(reader);
            case LOCAL_INFILE_DATA -> LocalInfileData.decode(reader);
            case BINLOG_EVENT -> BinlogEvent.decode(reader, context.semiSync());
            case SEMI_SYNC_ACK -> SemiSyncAck.decode(reader);
            case CLONE_COMMAND -> CloneCommand.decode(reader);
            case CLONE_RESPONSE -> CloneResponse.decode(reader);
            case UNEXPECTED -> Undecoded.decode(reader);
        };
    }
}

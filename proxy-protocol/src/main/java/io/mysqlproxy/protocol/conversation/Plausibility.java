package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.ColumnDefinition41;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.OkInfo;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Packet;

/**
 * Whether a packet is in every byte what its name calls for. Asked only as long as it is in doubt which command the server answers: then what could be read
 * all right, but is not what servers write, is taken for a part of another command's reply.
 */
final class Plausibility {
    private static final int FIRST_PRINTABLE = 0x20;

    private Plausibility() {}

    /**
     * @param begins whether it is the first packet of the reply
     * @param firstRow whether it may be the first row of a result
     * @param kind what the packet was taken for
     */
    static boolean fits(
            PendingCommand command,
            boolean begins,
            boolean firstRow,
            PacketKind kind,
            Packet packet,
            DecodingContext context) {
        return switch (kind) {
            case OK ->
                (!begins || packet.byteAt(0) == ReplyHeader.OK || mayBeginWithEnd(command)) && isOk(packet, context);
            case EOF -> !begins || mayBeginWithEnd(command);
            case PREPARE_OK ->
                ReplyHeader.isPrepareOk(packet, context.agreed().has(Capability.OPTIONAL_RESULTSET_METADATA));
            case COLUMN_COUNT -> isColumnCount(command, packet, context.agreed());
            case COLUMN_DEFINITION -> isWhole(kind, packet, context);
            // The first of many: those behind it say no more.
            case TEXT_ROW -> !firstRow || isWhole(kind, packet, context);
            case BINARY_ROW ->
                !(firstRow || begins) || (packet.byteAt(0) == ReplyHeader.OK && isWhole(kind, packet, context));
            case STATISTICS -> packet.byteAt(0) >= FIRST_PRINTABLE && packet.byteAt(0) < ReplyHeader.LOCAL_INFILE;
            case AUTH_DATA -> !begins;
            default -> true;
        };
    }

    /** Everything that the layout calls for, and nothing else. */
    private static boolean isOk(Packet packet, DecodingContext context) {
        return MessageDecoder.decode(PacketKind.OK, packet, context) instanceof Ok ok
                && ok.oddities().equals(Oddities.NONE)
                && !(ok.info() instanceof OkInfo.Unreadable);
    }

    /** A few commands are answered by the end of rows that are not there; all others by an OK. */
    private static boolean mayBeginWithEnd(PendingCommand command) {
        return switch (command.command) {
            case COM_SET_OPTION,
                    COM_DEBUG,
                    COM_SHUTDOWN,
                    COM_FIELD_LIST,
                    COM_STMT_FETCH,
                    COM_BINLOG_DUMP,
                    COM_BINLOG_DUMP_GTID -> true;
            default -> false;
        };
    }

    private static boolean isColumnCount(PendingCommand command, Packet packet, Agreed agreed) {
        boolean hasMetadata = Layout.of(agreed).columnCountHasMetadata();
        int size = ReplyHeader.lengthEncodedSize(packet, 0);
        int prepared = command.executes() && command.statement != null
                ? command.statement.columns().orElse(0)
                : 0;
        return packet.length() == size + (hasMetadata ? 1 : 0)
                && (!hasMetadata || packet.byteAt(size) <= 1)
                && (prepared == 0 || prepared == command.columns);
    }

    private static boolean isWhole(PacketKind kind, Packet packet, DecodingContext context) {
        MySqlMessage message = MessageDecoder.decode(kind, packet, context);
        return !(message instanceof Undecodable)
                && (!(message instanceof ColumnDefinition41 definition)
                        || definition.oddities().equals(Oddities.NONE));
    }
}

package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.PacketCheck;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.PacketCursor;
import org.jspecify.annotations.Nullable;

/** From a packet's kind to the check of its layout, as {@link MessageDecoder} goes from its kind to the message. Makes no object. */
final class LayoutCheck {
    private final PacketCursor cursor = new PacketCursor();
    private final ExecuteCheck executes = new ExecuteCheck();

    /**
     * Whether the packet certainly decodes; false when only decoding can tell.
     *
     * @param command the one the packet belongs to, null when it belongs to none
     * @param definitions of the columns of the present result
     */
    boolean fits(
            PacketKind kind,
            Packet packet,
            Agreed agreed,
            @Nullable PendingCommand command,
            DefinitionBuffer definitions) {
        boolean fits = command != null && fits(kind, cursor.over(packet), agreed.effective(), command, definitions);
        cursor.release();
        return fits;
    }

    private boolean fits(
            PacketKind kind,
            PacketCursor packet,
            Capabilities capabilities,
            PendingCommand command,
            DefinitionBuffer definitions) {
        return switch (kind) {
            case OK -> PacketCheck.ok(packet, capabilities);
            case EOF -> PacketCheck.eof(packet);
            case COLUMN_COUNT -> PacketCheck.columnCount(packet);
            case COLUMN_DEFINITION ->
                command.grammar != Grammar.FIELD_LIST && PacketCheck.columnDefinition(packet, capabilities);
            case PREPARE_OK -> PacketCheck.prepareOk(packet);
            case TEXT_ROW -> PacketCheck.textRow(packet, command.columns);
            case BINARY_ROW -> binaryRow(packet, definitions.types(capabilities));
            case COM_QUERY -> PacketCheck.query(packet, capabilities);
            case COM_STMT_EXECUTE ->
                executes.fits(packet, command.statement, capabilities.has(Capability.QUERY_ATTRIBUTES));
            case COM_QUIT, COM_INIT_DB, COM_PING, COM_STATISTICS, COM_RESET_CONNECTION, COM_STMT_PREPARE ->
                PacketCheck.command(packet, 0);
            case COM_SET_OPTION -> PacketCheck.command(packet, 2);
            case COM_STMT_CLOSE, COM_STMT_RESET -> PacketCheck.command(packet, 4);
            case COM_STMT_SEND_LONG_DATA -> PacketCheck.command(packet, 6);
            case COM_STMT_FETCH -> PacketCheck.command(packet, 8);
            case LOCAL_INFILE_DATA -> true;
            default -> false;
        };
    }

    /** Without definitions nobody can tell where a value ends (RES-4), and the row is kept as it came. */
    private static boolean binaryRow(PacketCursor packet, ColumnTypes types) {
        return types.areKnown() && (types.count() == 0 || PacketCheck.binaryRow(packet, types.codes(), types.count()));
    }
}

package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.ChangeUser;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Packet;

/** Makes of the client's packets the commands that wait for their replies, numbered from 1. */
final class CommandReader {
    /** Flags of COM_STMT_EXECUTE that ask for a cursor: read-only, for update, scrollable. */
    private static final int CURSOR_FLAGS = 0x07;

    private final Inference inference;
    private final CommandEffects effects;
    private long sent;

    /** The log-in's, and after COM_CHANGE_USER that one's. */
    private Authentication authentication;

    CommandReader(Inference inference, CommandEffects effects, Authentication login) {
        this.inference = inference;
        this.effects = effects;
        this.authentication = login;
    }

    /** The exchange that was begun last. */
    Authentication authentication() {
        return authentication;
    }

    /** How many commands there were. */
    long sent() {
        return sent;
    }

    PendingCommand read(Packet packet) {
        PacketKind kind = CommandTable.kindOf(packet);
        inference.onCommand(kind, packet);
        Grammar grammar =
                CommandTable.grammarOf(kind, packet, inference.agreed().mariaDb());
        PendingCommand command =
                new PendingCommand(kind, grammar, ++sent, packet.length(), (packet.lastPlace() + 1) & 0xff);
        if (kind == PacketKind.COM_CHANGE_USER) {
            beginAuthentication(command, packet);
        } else if (kind == PacketKind.COM_STMT_EXECUTE) {
            command.cursorAsked = packet.byteAt(5) > 0 && (packet.byteAt(5) & CURSOR_FLAGS) != 0;
        }
        effects.onSent(command, packet);
        boolean keeps =
                kind == PacketKind.COM_STMT_PREPARE || command.schemaAsked != null || command.changeUser != null;
        command.held = keeps ? packet.kept() : 0;
        return command;
    }

    private void beginAuthentication(PendingCommand command, Packet packet) {
        MySqlMessage message =
                MessageDecoder.decode(PacketKind.COM_CHANGE_USER, packet, inference.agreed(), authentication.context());
        String plugin = authentication.context().plugin();
        if (message instanceof ChangeUser change) {
            command.changeUser = change;
            String named = change.plugin().orElse(Bytes.EMPTY).utf8();
            plugin = named.isEmpty() ? plugin : named;
        }
        authentication = new Authentication(inference.agreed(), plugin, authentication.hasSecureTransport());
        command.authentication = authentication;
    }
}

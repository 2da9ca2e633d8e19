package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.conversation.PacketKind;
import java.util.Locale;

/** How a command is called in a line for people: {@code query}, {@code execute}, {@code init-db}. */
final class CommandName {
    private CommandName() {}

    static String ofPeople(PacketKind command) {
        String name = command.manualName();
        String own =
                name.startsWith("COM_STMT_") ? name.substring(9) : name.startsWith("COM_") ? name.substring(4) : name;
        return own.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

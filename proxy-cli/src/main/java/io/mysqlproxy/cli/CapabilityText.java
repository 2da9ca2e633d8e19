package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.Capabilities;
import java.util.ArrayList;
import java.util.List;

/** What a client takes of what a server offers, by name. */
final class CapabilityText {
    /** Where lines of names end; longer ones continue on the next line. */
    private static final int WIDTH = 110;

    private CapabilityText() {}

    /** One group of lines for what is taken, one for what is offered and left, one for what nobody offered. */
    static List<String> lines(Capabilities client, Capabilities offered) {
        List<String> lines = new ArrayList<>();
        if (offered.equals(Capabilities.NONE)) {
            add(lines, "capabilities:", client);
            return lines;
        }
        add(lines, "capabilities:", client.and(offered));
        add(lines, "offered but not taken:", offered.without(client));
        add(lines, "taken but not offered:", client.without(offered));
        return lines;
    }

    private static void add(List<String> lines, String title, Capabilities capabilities) {
        if (capabilities.names().isEmpty()) {
            return;
        }
        StringBuilder line = new StringBuilder(title);
        for (String name : capabilities.names()) {
            if (line.length() + 1 + name.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ");
            }
            line.append(' ').append(name);
        }
        lines.add(line.toString());
    }
}

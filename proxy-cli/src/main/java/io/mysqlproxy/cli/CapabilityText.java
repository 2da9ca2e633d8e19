package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import java.util.ArrayList;
import java.util.List;

/** What a client takes of what a server offers, by name. */
final class CapabilityText {
    /** Where lines of names end; longer ones continue on the next line. */
    private static final int WIDTH = 110;

    /** Flags that two peers cannot agree or disagree on: one tells MySQL from MariaDB, the others are private to a side or mean nothing. */
    private static final Capabilities NO_MATTER = Capabilities.of(
            Capability.LONG_PASSWORD,
            Capability.RESERVED,
            Capability.SSL_VERIFY_SERVER_CERT,
            Capability.REMEMBER_OPTIONS);

    private CapabilityText() {}

    /**
     * One group of lines for what the client takes, one for what it could have taken, one for what nobody offered; none of them for an empty group.
     *
     * @param offered none if the server has not told
     */
    static List<String> lines(Capabilities client, Capabilities offered) {
        List<String> lines = new ArrayList<>();
        if (offered.equals(Capabilities.NONE)) {
            add(lines, "capabilities:", client);
            return lines;
        }
        add(lines, "capabilities:", client.and(offered));
        add(lines, "offered but not taken:", offered.without(client).without(NO_MATTER));
        add(lines, "taken but not offered:", client.without(offered).without(NO_MATTER));
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

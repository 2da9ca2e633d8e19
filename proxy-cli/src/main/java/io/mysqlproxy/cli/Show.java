package io.mysqlproxy.cli;

/** How much of what passes is shown; each level shows what those before it show, and more. */
enum Show {
    /** That sessions open and close, and the log-in: greeting, handshake response, and how it came out. */
    sessions,
    /** All packets of the connection phase, then one line per command with its whole reply; and whatever packet is odd. */
    exchanges,
    /** Every packet, rows without their values. */
    packets,
    /** Every packet, rows with their values. */
    rows;

    /** Whether something of that level is shown. */
    boolean includes(Show level) {
        return level.compareTo(this) <= 0;
    }
}

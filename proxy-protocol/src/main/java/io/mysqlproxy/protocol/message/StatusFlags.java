package io.mysqlproxy.protocol.message;

import java.util.List;

/**
 * The server's state that travels in greetings, OK and EOF packets.
 *
 * @param bits 16 bits, of which {@link ServerStatus} names those known
 */
public record StatusFlags(int bits) {
    public static StatusFlags of(ServerStatus... flags) {
        int bits = 0;
        for (ServerStatus flag : flags) {
            bits |= flag.mask();
        }
        return new StatusFlags(bits);
    }

    public boolean has(ServerStatus flag) {
        return (bits & flag.mask()) != 0;
    }

    /** The flags' names from the lowest bit up, then those that nobody has named, as {@code BIT_2} or the like. */
    public List<String> names() {
        return FlagNames.of(bits, ServerStatus.values(), ServerStatus::mask);
    }

    /** The names, separated by spaces. */
    @Override
    public String toString() {
        return FlagNames.text(names());
    }
}

package io.mysqlproxy.protocol.message;

import java.util.List;

/**
 * The server's state that travels in greetings, OK and EOF packets.
 *
 * @param bits 16 bits, of which {@link ServerStatus} names those known
 */
public record StatusFlags(int bits) {
    public static StatusFlags of(ServerStatus... flags) {
        return new StatusFlags((int) FlagBits.of(flags, ServerStatus::mask));
    }

    public boolean has(ServerStatus flag) {
        return (bits & flag.mask()) != 0;
    }

    /** The flags' names from the lowest bit up, then those that nobody has named, as {@code BIT_2} or the like. */
    public List<String> names() {
        return FlagBits.names(bits, ServerStatus.values(), ServerStatus::mask);
    }

    /** The names, separated by spaces. */
    @Override
    public String toString() {
        return FlagBits.text(names());
    }
}

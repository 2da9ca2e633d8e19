package io.mysqlproxy.protocol.message;

import java.util.ArrayList;
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
        List<String> names = new ArrayList<>();
        int unnamed = bits;
        for (ServerStatus flag : ServerStatus.values()) {
            if (has(flag)) {
                names.add(flag.name());
                unnamed &= ~flag.mask();
            }
        }
        for (; unnamed != 0; unnamed &= unnamed - 1) {
            names.add("BIT_" + Integer.numberOfTrailingZeros(unnamed));
        }
        return names;
    }

    /** The names, separated by spaces. */
    @Override
    public String toString() {
        return names().isEmpty() ? "none" : String.join(" ", names());
    }
}

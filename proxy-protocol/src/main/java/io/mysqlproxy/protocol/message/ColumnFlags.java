package io.mysqlproxy.protocol.message;

import java.util.List;

/**
 * The flags of a column.
 *
 * @param bits 16 bits, all of which {@link ColumnFlag} names
 */
public record ColumnFlags(int bits) {
    public static ColumnFlags of(ColumnFlag... flags) {
        int bits = 0;
        for (ColumnFlag flag : flags) {
            bits |= flag.mask();
        }
        return new ColumnFlags(bits);
    }

    public boolean has(ColumnFlag flag) {
        return (bits & flag.mask()) != 0;
    }

    /** The flags' names from the lowest bit up. */
    public List<String> names() {
        return FlagNames.of(bits, ColumnFlag.values(), ColumnFlag::mask);
    }

    /** The names, separated by spaces. */
    @Override
    public String toString() {
        return FlagNames.text(names());
    }
}

package io.mysqlproxy.protocol.message;

import java.util.List;

/**
 * The flags of a column.
 *
 * @param bits 16 bits, all of which {@link ColumnFlag} names
 */
public record ColumnFlags(int bits) {
    public static ColumnFlags of(ColumnFlag... flags) {
        return new ColumnFlags((int) FlagBits.of(flags, ColumnFlag::mask));
    }

    public boolean has(ColumnFlag flag) {
        return (bits & flag.mask()) != 0;
    }

    /** The flags' names from the lowest bit up. */
    public List<String> names() {
        return FlagBits.names(bits, ColumnFlag.values(), ColumnFlag::mask);
    }

    /** The names, separated by spaces. */
    @Override
    public String toString() {
        return FlagBits.text(names());
    }
}

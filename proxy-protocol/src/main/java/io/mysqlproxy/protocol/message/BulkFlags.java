package io.mysqlproxy.protocol.message;

import java.util.List;

/**
 * The flags of a bulk execution.
 *
 * @param bits 16 bits, of which {@link BulkFlag} names those known
 */
public record BulkFlags(int bits) {
    public static BulkFlags of(BulkFlag... flags) {
        return new BulkFlags((int) FlagBits.of(flags, BulkFlag::mask));
    }

    public boolean has(BulkFlag flag) {
        return (bits & flag.mask()) != 0;
    }

    /** The flags' names from the lowest bit up, then those that nobody has named, as {@code BIT_4} or the like. */
    public List<String> names() {
        return FlagBits.names(bits, BulkFlag.values(), BulkFlag::mask);
    }

    /** The names, separated by spaces. */
    @Override
    public String toString() {
        return FlagBits.text(names());
    }
}

package io.mysqlproxy.protocol.message;

import java.util.List;

/**
 * The flags of an execution.
 *
 * @param bits 8 bits, of which {@link ExecuteFlag} names those known
 */
public record ExecuteFlags(int bits) {
    public static ExecuteFlags of(ExecuteFlag... flags) {
        return new ExecuteFlags((int) FlagBits.of(flags, ExecuteFlag::mask));
    }

    public boolean has(ExecuteFlag flag) {
        return (bits & flag.mask()) != 0;
    }

    /** The flags' names from the lowest bit up, then those that nobody has named, as {@code BIT_4} or the like. */
    public List<String> names() {
        return FlagBits.names(bits, ExecuteFlag.values(), ExecuteFlag::mask);
    }

    /** The names, separated by spaces. */
    @Override
    public String toString() {
        return FlagBits.text(names());
    }
}

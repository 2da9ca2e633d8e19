package io.mysqlproxy.protocol.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Sets of flags, which travel as the bits of a number. */
final class FlagBits {
    private FlagBits() {}

    /** The number in which these flags are set. */
    static <F extends Enum<F>> long of(F[] flags, ToLongFunction<F> mask) {
        long bits = 0;
        for (F flag : flags) {
            bits |= mask.applyAsLong(flag);
        }
        return bits;
    }

    /** The flags' names from the lowest bit up, then those that nobody has named, as {@code BIT_2} or the like. */
    static <F extends Enum<F>> List<String> names(long bits, F[] flags, ToLongFunction<F> mask) {
        List<String> names = new ArrayList<>();
        long unnamed = bits;
        for (F flag : flags) {
            long bit = mask.applyAsLong(flag);
            if ((bits & bit) != 0) {
                names.add(flag.name());
                unnamed &= ~bit;
            }
        }
        for (; unnamed != 0; unnamed &= unnamed - 1) {
            names.add("BIT_" + Long.numberOfTrailingZeros(unnamed));
        }
        return names;
    }

    /** The names, separated by spaces. */
    static String text(List<String> names) {
        return names.isEmpty() ? "none" : String.join(" ", names);
    }
}

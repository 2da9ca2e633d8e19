package io.mysqlproxy.protocol.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The names of a set of flags. */
final class FlagNames {
    private FlagNames() {}

    /** The flags' names from the lowest bit up, then those that nobody has named, as {@code BIT_2} or the like. */
    static <F extends Enum<F>> List<String> of(long bits, F[] flags, ToLongFunction<F> mask) {
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

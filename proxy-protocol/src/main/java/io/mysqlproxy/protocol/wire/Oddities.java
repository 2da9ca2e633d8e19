package io.mysqlproxy.protocol.wire;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * How a packet was written where it departs from the plainest form and can be read all the same. A message keeps this beside its values, so that
 * {@code encode} gives the bytes it was decoded from.
 *
 * @param longForms length-encoded integers that take more bytes than they need (TYP-1), in wire order
 * @param unterminated the packet ends where the 00 of its last string should be
 * @param missing bytes by which a length-encoded block at the packet's end is shorter than it announces, unsigned; 0 when it is all there
 * @param surplus bytes after everything that the layout knows; their meaning is unknown, so they are kept as a secret
 */
public record Oddities(List<LongForm> longForms, boolean unterminated, long missing, Secret surplus) {
    /** Nothing odd. */
    public static final Oddities NONE = new Oddities(List.of(), false, 0, Secret.EMPTY);

    public Oddities {
        longForms = List.copyOf(longForms);
    }

    /** Nothing odd but these bytes after the end of the layout. */
    public static Oddities surplus(Bytes surplus) {
        return new Oddities(List.of(), false, 0, Secret.of(surplus));
    }

    /** How many bytes the length-encoded integer takes: as many as it took when it was read, but never too few for its value. */
    int sizeOf(int index, int smallest) {
        int at = Collections.binarySearch(longForms, new LongForm(index, 0), Comparator.comparingInt(LongForm::index));
        return at < 0 ? smallest : Math.max(longForms.get(at).size(), smallest);
    }

    @Override
    public String toString() {
        return equals(NONE)
                ? "none"
                : "[longForms=" + longForms + ", unterminated=" + unterminated + ", missing="
                        + Long.toUnsignedString(missing) + ", surplus=" + surplus + "]";
    }

    /**
     * A length-encoded integer that takes more bytes than it needs.
     *
     * @param index its place among all length-encoded integers of the packet, from 0
     * @param size bytes it takes: 3, 4 or 9
     */
    public record LongForm(int index, int size) {}
}

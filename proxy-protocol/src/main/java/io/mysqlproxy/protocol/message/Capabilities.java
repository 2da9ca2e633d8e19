package io.mysqlproxy.protocol.message;

import java.util.List;

/**
 * A set of capability flags: what a peer offers or uses, or what both agreed on.
 *
 * @param bits the lower 32 are MySQL's, the upper 32 MariaDB's extended flags
 */
public record Capabilities(long bits) {
    public static final Capabilities NONE = new Capabilities(0);

    private static final long MYSQL_BITS = 0xffffffffL;

    public static Capabilities of(Capability... capabilities) {
        return new Capabilities(FlagBits.of(capabilities, Capability::mask));
    }

    public boolean has(Capability capability) {
        return (bits & capability.mask()) != 0;
    }

    /** What both sets have; of the client's and the server's flags: what is in effect. */
    public Capabilities and(Capabilities other) {
        return new Capabilities(bits & other.bits);
    }

    public Capabilities or(Capabilities other) {
        return new Capabilities(bits | other.bits);
    }

    public Capabilities with(Capability capability) {
        return new Capabilities(bits | capability.mask());
    }

    public Capabilities without(Capability capability) {
        return new Capabilities(bits & ~capability.mask());
    }

    /** What this set has and the other has not. */
    public Capabilities without(Capabilities other) {
        return new Capabilities(bits & ~other.bits);
    }

    /** The 32 flags of MySQL, unsigned. */
    long mysqlBits() {
        return bits & MYSQL_BITS;
    }

    /** The 32 flags of MariaDB, unsigned. */
    long mariaDbBits() {
        return bits >>> Integer.SIZE;
    }

    /** The flags' names from the lowest bit up, then those that nobody has named, as {@code BIT_40} or the like. */
    public List<String> names() {
        return FlagBits.names(bits, Capability.values(), Capability::mask);
    }

    /** The names, separated by spaces. */
    @Override
    public String toString() {
        return FlagBits.text(names());
    }
}

package io.mysqlproxy.protocol.message;

import java.util.List;

/**
 * The flags of a binary log's event.
 *
 * @param bits 16 bits, of which {@link Flag} names those known
 */
public record BinlogEventFlags(int bits) {
    /** A flag, by the name of the servers' sources without {@code LOG_EVENT_}. */
    public enum Flag {
        /** The log was not closed. */
        BINLOG_IN_USE(0x0001),
        FORCED_ROTATE(0x0002),
        THREAD_SPECIFIC(0x0004),
        SUPPRESS_USE(0x0008),
        UPDATE_TABLE_MAP_VERSION(0x0010),
        /** Made for the replica; stands in no log. */
        ARTIFICIAL(0x0020),
        RELAY_LOG(0x0040),
        IGNORABLE(0x0080),
        NO_FILTER(0x0100),
        MTS_ISOLATE(0x0200),
        /** MariaDB only. */
        SKIP_REPLICATION(0x8000);

        private final int mask;

        Flag(int mask) {
            this.mask = mask;
        }
    }

    public static BinlogEventFlags of(Flag... flags) {
        return new BinlogEventFlags((int) FlagBits.of(flags, flag -> flag.mask));
    }

    public boolean has(Flag flag) {
        return (bits & flag.mask) != 0;
    }

    /** The flags' names from the lowest bit up, then those that nobody has named, as {@code BIT_12} or the like. */
    public List<String> names() {
        return FlagBits.names(bits, Flag.values(), flag -> flag.mask);
    }

    /** The names, separated by spaces. */
    @Override
    public String toString() {
        return FlagBits.text(names());
    }
}

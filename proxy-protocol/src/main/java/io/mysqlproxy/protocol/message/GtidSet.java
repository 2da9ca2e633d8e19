package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of MySQL's global transaction ids, in the binary form (BIN-3).
 *
 * <pre>
 *   number of sources (8)      with tags (MySQL 8.3): 01  number (6)  01
 *   for each: UUID (16)  [ tag's length × 2 (1)  tag ]  number of intervals (8)
 *     for each: first (8)  end (8)
 * </pre>
 *
 * @param tagged whether the form with tags is used, though all tags may be empty
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/replication-gtids-concepts.html">GTID format and storage</a>
 */
public record GtidSet(boolean tagged, List<Source> sources) {
    private static final int UUID_SIZE = 16;
    private static final int TAGGED_FORM = 0x01;

    public GtidSet {
        sources = List.copyOf(sources);
    }

    /**
     * Transactions of one server, or of one tag of one server.
     *
     * @param uuid 16 bytes
     * @param tag empty for none
     */
    public record Source(Bytes uuid, Bytes tag, List<Interval> intervals) {
        public Source {
            intervals = List.copyOf(intervals);
        }

        private static Source decode(WireReader reader, boolean tagged) {
            Bytes uuid = reader.bytes(UUID_SIZE, "UUID");
            Bytes tag = tagged ? reader.bytes(tagLength(reader), "tag") : Bytes.EMPTY;
            long count = reader.int8("number of intervals");
            List<Interval> intervals = new ArrayList<>();
            for (long i = 0; i != count; i++) {
                intervals.add(new Interval(reader.int8("first of interval"), reader.int8("end of interval")));
            }
            return new Source(uuid, tag, intervals);
        }

        /** MySQL's variable-length integer, of which a tag needs only the form of one byte: its last bit is 0. */
        private static int tagLength(WireReader reader) {
            int at = reader.position();
            int length = reader.int1("length of tag");
            if ((length & 1) != 0) {
                throw new MalformedPacketException(at, "length of tag below 128", String.format("byte %02x", length));
            }
            return length >> 1;
        }

        private void encode(WireWriter writer, boolean tagged) {
            writer.bytes(uuid);
            if (tagged) {
                writer.int1(tag.length() << 1).bytes(tag);
            }
            writer.int8(intervals.size());
            intervals.forEach(interval -> writer.int8(interval.first).int8(interval.end));
        }

        @Override
        public String toString() {
            return Gtid.uuid(uuid)
                    + (tag.isEmpty() ? "" : ":" + tag)
                    + intervals.stream().map(interval -> ":" + interval).collect(Collectors.joining());
        }
    }

    /**
     * Numbers that follow each other.
     *
     * @param first of them, from 1
     * @param end the one behind the last
     */
    public record Interval(long first, long end) {
        /** As servers write it, {@code 1-5}. */
        @Override
        public String toString() {
            long last = end - 1;
            return first == last ? Long.toString(first) : first + "-" + last;
        }
    }

    static GtidSet decode(WireReader reader) {
        int at = reader.position();
        long header = reader.int8("number of sources");
        boolean tagged = header >>> 56 == TAGGED_FORM;
        if (tagged && (header & 0xff) != TAGGED_FORM) {
            throw new MalformedPacketException(at, "number of sources", Long.toUnsignedString(header));
        }
        long count = tagged ? header << 8 >>> 16 : header;
        List<Source> sources = new ArrayList<>();
        for (long i = 0; i != count; i++) {
            sources.add(Source.decode(reader, tagged));
        }
        reader.end();
        return new GtidSet(tagged, sources);
    }

    void encode(WireWriter writer) {
        long count = sources.size();
        writer.int8(tagged ? (long) TAGGED_FORM << 56 | count << 8 | TAGGED_FORM : count);
        sources.forEach(source -> source.encode(writer, tagged));
    }

    /** As servers write it: sources and their intervals, separated by commas and colons. */
    @Override
    public String toString() {
        return sources.stream().map(Source::toString).collect(Collectors.joining(","));
    }
}

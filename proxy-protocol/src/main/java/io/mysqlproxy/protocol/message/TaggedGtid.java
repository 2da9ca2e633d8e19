package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * MySQL 8.3: a transaction begins, whose id has a tag. The event is in the form of MySQL's serialization library: fields, each with its number in front, all
 * numbers {@linkplain VarLen of variable length}, even the bytes of the UUID.
 *
 * <pre>
 *   version  size of all this  last field that must be understood
 *   0  flags   1  UUID (16 numbers)   2  number (signed)   3  length  tag   further fields
 * </pre>
 *
 * @param size in bytes
 * @param lastNeeded number of the last field that a reader must not skip
 * @param source the UUID of the server where it began, 16 bytes
 * @param tag empty for none
 * @param rest order, times and sizes, in fields that grew from version to version
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/PageLibsMysqlSerialization.html">Library: serialization</a>
 */
public record TaggedGtid(
        long version, long size, long lastNeeded, long flags, Bytes source, long number, Bytes tag, Bytes rest)
        implements BinlogEventBody {
    private static final int FLAGS = 0;
    private static final int UUID = 1;
    private static final int NUMBER = 2;
    private static final int TAG = 3;

    private static final int UUID_SIZE = 16;

    /** Longest tag there is. */
    private static final int MOST_TAG = 32;

    static TaggedGtid decode(WireReader reader) {
        long version = VarLen.decode(reader, "version");
        long size = VarLen.decode(reader, "size");
        long lastNeeded = VarLen.decode(reader, "last field that must be understood");
        field(reader, FLAGS);
        long flags = VarLen.decode(reader, "flags");
        field(reader, UUID);
        byte[] source = new byte[UUID_SIZE];
        for (int i = 0; i < UUID_SIZE; i++) {
            source[i] = (byte) VarLen.decode(reader, "byte of UUID", 0xff);
        }
        field(reader, NUMBER);
        long number = VarLen.signed(VarLen.decode(reader, "number"));
        field(reader, TAG);
        Bytes tag = reader.bytes((int) VarLen.decode(reader, "length of tag", MOST_TAG), "tag");
        return new TaggedGtid(version, size, lastNeeded, flags, Bytes.of(source), number, tag, reader.rest());
    }

    /** Fields come in the order of their numbers, and these four always. */
    private static void field(WireReader reader, int due) {
        int at = reader.position();
        long number = VarLen.decode(reader, "number of field");
        if (number != due) {
            throw new MalformedPacketException(at, "field " + due, "field " + Long.toUnsignedString(number));
        }
    }

    @Override
    public void encode(WireWriter writer) {
        VarLen.encode(version, writer);
        VarLen.encode(size, writer);
        VarLen.encode(lastNeeded, writer);
        VarLen.encode(FLAGS, writer);
        VarLen.encode(flags, writer);
        VarLen.encode(UUID, writer);
        for (int i = 0; i < source.length(); i++) {
            VarLen.encode(source.byteAt(i) & 0xff, writer);
        }
        VarLen.encode(NUMBER, writer);
        VarLen.encode(VarLen.unsigned(number), writer);
        VarLen.encode(TAG, writer);
        VarLen.encode(tag.length(), writer);
        writer.bytes(tag).bytes(rest);
    }

    /** As servers write it: the UUID, the tag and the number. */
    public String id() {
        return Gtid.uuid(source) + (tag.isEmpty() ? "" : ":" + tag) + ":" + number;
    }
}

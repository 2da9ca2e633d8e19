package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/** What a binary log's event tells, behind its header. */
public sealed interface BinlogEventBody
        permits BinlogTableMap,
                BinlogRows,
                TaggedGtid,
                TransactionPayload,
                BinlogEventBody.Rotate,
                BinlogEventBody.FormatDescription,
                BinlogEventBody.Query,
                BinlogEventBody.Xid,
                BinlogEventBody.MySqlGtid,
                BinlogEventBody.MariaDbGtid,
                BinlogEventBody.PreviousGtids,
                BinlogEventBody.RowsQuery,
                BinlogEventBody.AnnotateRows,
                BinlogEventBody.Heartbeat,
                BinlogEventBody.Raw,
                BinlogEventBody.Undisclosed {
    void encode(WireWriter writer);

    /**
     * The log goes on in another file.
     *
     * @param position offset into that file, in bytes
     */
    record Rotate(long position, Bytes file) implements BinlogEventBody {
        @Override
        public void encode(WireWriter writer) {
            writer.int8(position).bytes(file);
        }
    }

    /**
     * How the events that follow are laid out.
     *
     * @param version of the format; 4 since MySQL 5.0
     * @param serverVersion without the 00 bytes that fill it up to 50
     * @param created seconds since 1970, or 0
     * @param headerLength of an event, 19 bytes
     * @param layouts how long the part of fixed length of each type of event is, from type 1 on; the last byte tells the kind of checksum
     */
    record FormatDescription(int version, Bytes serverVersion, long created, int headerLength, Bytes layouts)
            implements BinlogEventBody {
        private static final int SERVER_VERSION_SIZE = 50;

        static FormatDescription decode(WireReader reader) {
            return new FormatDescription(
                    reader.int2("version"),
                    reader.within(SERVER_VERSION_SIZE, "server version", FormatDescription::serverVersion),
                    reader.int4("created"),
                    reader.int1("length of header"),
                    reader.rest());
        }

        private static Bytes serverVersion(WireReader reader) {
            Bytes version = reader.stringNul("server version");
            while (reader.hasRemaining()) {
                reader.header(0, "filler");
            }
            return version;
        }

        @Override
        public void encode(WireWriter writer) {
            Bytes filler = Bytes.of(new byte[SERVER_VERSION_SIZE - serverVersion.length()]);
            writer.int2(version)
                    .bytes(serverVersion)
                    .bytes(filler)
                    .int4(created)
                    .int1(headerLength);
            writer.bytes(layouts);
        }
    }

    /**
     * A statement that changed something, or begins or ends a transaction.
     *
     * @param threadId the connection's number
     * @param seconds it took
     * @param errorCode with which it ended, 0 for none
     * @param variables of the session, in the servers' internal form
     * @param schema the current one
     */
    record Query(long threadId, long seconds, int errorCode, Bytes variables, Bytes schema, SqlText sql)
            implements BinlogEventBody {
        static Query decode(WireReader reader) {
            long threadId = reader.int4("thread id");
            long seconds = reader.int4("seconds");
            int schemaLength = reader.int1("length of schema");
            int errorCode = reader.int2("error code");
            Bytes variables = reader.bytes(reader.int2("length of variables"), "variables");
            Bytes schema = reader.bytes(schemaLength, "schema");
            reader.header(0, "end of schema");
            return new Query(threadId, seconds, errorCode, variables, schema, SqlText.of(reader.rest()));
        }

        @Override
        public void encode(WireWriter writer) {
            writer.int4(threadId).int4(seconds).int1(schema.length()).int2(errorCode);
            writer.int2(variables.length()).bytes(variables).stringNul(schema);
            sql.encode(writer);
        }
    }

    /** A transaction is committed. */
    record Xid(long number) implements BinlogEventBody {
        @Override
        public void encode(WireWriter writer) {
            writer.int8(number);
        }
    }

    /**
     * MySQL: a transaction begins, which has this id.
     *
     * @param source the UUID of the server where it began, 16 bytes
     * @param rest order, times and sizes, in a form that grew from version to version
     */
    record MySqlGtid(int flags, Bytes source, long number, Bytes rest) implements BinlogEventBody {
        private static final int UUID_SIZE = 16;

        static MySqlGtid decode(WireReader reader) {
            return new MySqlGtid(
                    reader.int1("flags"), reader.bytes(UUID_SIZE, "UUID"), reader.int8("number"), reader.rest());
        }

        @Override
        public void encode(WireWriter writer) {
            writer.int1(flags).bytes(source).int8(number).bytes(rest);
        }

        /** As servers write it: the UUID and the number. */
        public String id() {
            return Gtid.uuid(source) + ":" + Long.toUnsignedString(number);
        }
    }

    /**
     * MariaDB: a transaction begins. Its id is the domain, the event's server id and the number.
     *
     * @param rest what the flags announce
     */
    record MariaDbGtid(long number, long domain, int flags, Bytes rest) implements BinlogEventBody {
        static MariaDbGtid decode(WireReader reader) {
            return new MariaDbGtid(reader.int8("number"), reader.int4("domain"), reader.int1("flags"), reader.rest());
        }

        @Override
        public void encode(WireWriter writer) {
            writer.int8(number).int4(domain).int1(flags).bytes(rest);
        }
    }

    /** MySQL: the transactions that are in the logs before this one. */
    record PreviousGtids(GtidSet gtids) implements BinlogEventBody {
        @Override
        public void encode(WireWriter writer) {
            gtids.encode(writer);
        }
    }

    /**
     * MySQL: the statement that changed the rows that follow.
     *
     * @param length the low 8 bits of the statement's, which readers ignore
     */
    record RowsQuery(int length, SqlText sql) implements BinlogEventBody {
        @Override
        public void encode(WireWriter writer) {
            writer.int1(length);
            sql.encode(writer);
        }
    }

    /** MariaDB: the statement that changed the rows that follow. */
    record AnnotateRows(SqlText sql) implements BinlogEventBody {
        @Override
        public void encode(WireWriter writer) {
            sql.encode(writer);
        }
    }

    /** Nothing happened for a while. */
    record Heartbeat(Bytes file) implements BinlogEventBody {
        @Override
        public void encode(WireWriter writer) {
            writer.bytes(file);
        }
    }

    /** Events that hold no statement: kept as they are. */
    record Raw(Bytes content) implements BinlogEventBody {
        @Override
        public void encode(WireWriter writer) {
            writer.bytes(content);
        }
    }

    /** An event that is not decoded and may hold a statement with a password in it (SEC-15). */
    record Undisclosed(Secret content) implements BinlogEventBody {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(content);
        }
    }

    /**
     * Reads all that is left, which the type decides. What does not fit its type is not disclosed, nor what would be written in other bytes than it came in, as
     * numbers in a longer form than needed.
     */
    static BinlogEventBody decode(WireReader reader, int type) {
        Bytes content = reader.rest();
        try {
            BinlogEventBody body = decodeAs(type, WireReader.of(content));
            WireWriter again = new WireWriter();
            body.encode(again);
            return again.toBytes().equals(content) ? body : new Undisclosed(Secret.of(content));
        } catch (MalformedPacketException malformed) {
            return new Undisclosed(Secret.of(content));
        }
    }

    private static BinlogEventBody decodeAs(int type, WireReader reader) {
        return switch (type) {
            case BinlogEventType.QUERY -> Query.decode(reader);
            case BinlogEventType.ROTATE -> new Rotate(reader.int8("position"), reader.rest());
            case BinlogEventType.FORMAT_DESCRIPTION -> FormatDescription.decode(reader);
            case BinlogEventType.XID -> exact(new Xid(reader.int8("number")), reader);
            case BinlogEventType.HEARTBEAT_LOG -> new Heartbeat(reader.rest());
            case BinlogEventType.ROWS_QUERY_LOG -> new RowsQuery(reader.int1("length"), SqlText.of(reader.rest()));
            case BinlogEventType.GTID_LOG, BinlogEventType.ANONYMOUS_GTID_LOG -> MySqlGtid.decode(reader);
            case BinlogEventType.PREVIOUS_GTIDS_LOG -> new PreviousGtids(GtidSet.decode(reader));
            case BinlogEventType.ANNOTATE_ROWS -> new AnnotateRows(SqlText.of(reader.rest()));
            case BinlogEventType.GTID -> MariaDbGtid.decode(reader);
            case BinlogEventType.STOP,
                    BinlogEventType.INTVAR,
                    BinlogEventType.RAND,
                    BinlogEventType.BINLOG_CHECKPOINT,
                    BinlogEventType.GTID_LIST -> new Raw(reader.rest());
            case BinlogEventType.GTID_TAGGED_LOG -> TaggedGtid.decode(reader);
            case BinlogEventType.TRANSACTION_PAYLOAD -> TransactionPayload.decode(reader);
            case BinlogEventType.TABLE_MAP -> BinlogTableMap.decode(reader);
            case BinlogEventType.WRITE_ROWS_V1,
                    BinlogEventType.DELETE_ROWS_V1,
                    BinlogEventType.WRITE_ROWS_COMPRESSED_V1,
                    BinlogEventType.DELETE_ROWS_COMPRESSED_V1 -> BinlogRows.decode(reader, false, false);
            case BinlogEventType.UPDATE_ROWS_V1, BinlogEventType.UPDATE_ROWS_COMPRESSED_V1 ->
                BinlogRows.decode(reader, false, true);
            case BinlogEventType.WRITE_ROWS,
                    BinlogEventType.DELETE_ROWS,
                    BinlogEventType.WRITE_ROWS_COMPRESSED,
                    BinlogEventType.DELETE_ROWS_COMPRESSED -> BinlogRows.decode(reader, true, false);
            case BinlogEventType.UPDATE_ROWS,
                    BinlogEventType.PARTIAL_UPDATE_ROWS,
                    BinlogEventType.UPDATE_ROWS_COMPRESSED -> BinlogRows.decode(reader, true, true);
            default -> isBeforeRelease(type) ? new Raw(reader.rest()) : new Undisclosed(Secret.of(reader.rest()));
        };
    }

    /** Rows as MySQL 5.1 wrote them before its release. */
    private static boolean isBeforeRelease(int type) {
        return type > BinlogEventType.TABLE_MAP && type < BinlogEventType.WRITE_ROWS_V1;
    }

    private static BinlogEventBody exact(BinlogEventBody body, WireReader reader) {
        reader.end();
        return body;
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/**
 * A command of a server that copies another, or of a program that acts as one. What answers most of them is a stream that takes over the connection.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_replication.html">Replication protocol</a>
 */
public sealed interface ReplicationCommand extends Command {
    /**
     * COM_BINLOG_DUMP: the binary log from a position on.
     *
     * <pre>
     *   12  position (4)  flags (2)  server id (4)  file (to the end)
     * </pre>
     *
     * @param position offset into the file, in bytes
     * @param flags 1 to end at the log's end instead of waiting for more, 2 (MariaDB) to send annotations of rows too (BIN-4)
     * @param serverId of the replica
     * @param file empty for the first; MariaDB's replicas say before by session variables where they stand (BIN-5)
     */
    record BinlogDump(long position, int flags, long serverId, Bytes file) implements ReplicationCommand {
        static final int CODE = 0x12;

        static BinlogDump decode(WireReader reader) {
            return new BinlogDump(
                    reader.int4("position"), reader.int2("flags"), reader.int4("server id"), reader.rest());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int4(position).int2(flags).int4(serverId).bytes(file);
        }
    }

    /**
     * COM_BINLOG_DUMP_GTID: the transactions that the replica does not have; MySQL only.
     *
     * <pre>
     *   1E  flags (2)  server id (4)  length (4)  file  position (8)  length (4)  {@link GtidSet}
     * </pre>
     *
     * @param flags 1 to end at the log's end instead of waiting for more, 2 through the position, 4 through the set (BIN-4)
     * @param serverId of the replica
     * @param position offset into the file, in bytes
     * @param gtids what the replica has; empty when the length is 0
     */
    record BinlogDumpGtid(
            int flags, long serverId, Bytes file, long position, Optional<GtidSet> gtids, Oddities oddities)
            implements ReplicationCommand {
        static final int CODE = 0x1e;

        static BinlogDumpGtid decode(WireReader reader) {
            return new BinlogDumpGtid(
                    reader.int2("flags"),
                    reader.int4("server id"),
                    reader.bytes(reader.int4Length("file"), "file"),
                    reader.int8("position"),
                    gtids(reader),
                    reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        private static Optional<GtidSet> gtids(WireReader reader) {
            int length = reader.int4Length("GTID set");
            return length == 0 ? Optional.empty() : Optional.of(reader.within(length, "GTID set", GtidSet::decode));
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int2(flags).int4(serverId).int4(file.length()).bytes(file).int8(position);
            WireWriter set = new WireWriter();
            gtids.ifPresent(present -> present.encode(set));
            writer.int4(set.length()).bytes(set.toBytes());
        }
    }

    /** COM_TABLE_DUMP: the content of a table, for replicas of 3.23 and 4.0. */
    record TableDump(Bytes schema, Bytes table, Oddities oddities) implements ReplicationCommand {
        static final int CODE = 0x13;

        static TableDump decode(WireReader reader) {
            return new TableDump(
                    reader.bytes(reader.int1("length of schema"), "schema"),
                    reader.bytes(reader.int1("length of table"), "table"),
                    reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int1(schema.length()).bytes(schema).int1(table.length()).bytes(table);
        }
    }

    /**
     * COM_REGISTER_SLAVE: a replica tells its source who it is.
     *
     * @param password of the replica, not of its user
     * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_replication.html">Replication protocol</a>
     */
    record RegisterSlave(
            long serverId,
            Bytes host,
            Bytes user,
            Secret password,
            int port,
            long rank,
            long sourceId,
            Oddities oddities)
            implements ReplicationCommand {
        static final int CODE = 0x15;

        static RegisterSlave decode(WireReader reader) {
            return new RegisterSlave(
                    reader.int4("server id"),
                    reader.bytes(reader.int1("length of host"), "host"),
                    reader.bytes(reader.int1("length of user"), "user"),
                    Secret.of(reader.bytes(reader.int1("length of password"), "password")),
                    reader.int2("port"),
                    reader.int4("rank"),
                    reader.int4("source id"),
                    reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int4(serverId)
                    .int1(host.length())
                    .bytes(host)
                    .int1(user.length())
                    .bytes(user);
            writer.int1(password.length())
                    .secret(password)
                    .int2(port)
                    .int4(rank)
                    .int4(sourceId);
        }
    }

    /** COM_CLONE: another server's data; MySQL's clone plugin goes on in its own way after the OK. */
    record Clone(Oddities oddities) implements ReplicationCommand {
        static final int CODE = 0x20;

        @Override
        public int code() {
            return CODE;
        }
    }

    /** COM_SUBSCRIBE_GROUP_REPLICATION_STREAM: the connection becomes group replication's, which is another protocol. */
    record SubscribeGroupReplicationStream(Oddities oddities) implements ReplicationCommand {
        static final int CODE = 0x21;

        @Override
        public int code() {
            return CODE;
        }
    }
}

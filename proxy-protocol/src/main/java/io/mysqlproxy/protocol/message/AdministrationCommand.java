package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.OptionalInt;

/**
 * A command about the server as a whole. Most are older than the statements that took their place, and MySQL 9.7 refuses all but COM_STATISTICS and
 * COM_DEBUG.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase_utility.html">Utility commands</a>
 */
public sealed interface AdministrationCommand extends Command {
    /** COM_CREATE_DB: CREATE DATABASE; no server of today takes it. */
    record CreateDb(Bytes schema) implements AdministrationCommand {
        static final int CODE = 0x05;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.bytes(schema);
        }
    }

    /** COM_DROP_DB: DROP DATABASE; no server of today takes it. */
    record DropDb(Bytes schema) implements AdministrationCommand {
        static final int CODE = 0x06;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.bytes(schema);
        }
    }

    /**
     * COM_REFRESH: flushes logs, caches or tables.
     *
     * @param what flags that tell what to flush
     */
    record Refresh(int what, Oddities oddities) implements AdministrationCommand {
        static final int CODE = 0x07;

        static Refresh decode(WireReader reader) {
            return new Refresh(reader.int1("what to refresh"), reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int1(what);
        }
    }

    /** COM_SHUTDOWN: the server shall stop. */
    record Shutdown(OptionalInt level, Oddities oddities) implements AdministrationCommand {
        static final int CODE = 0x08;

        static Shutdown decode(WireReader reader) {
            OptionalInt level = reader.hasRemaining() ? OptionalInt.of(reader.int1("level")) : OptionalInt.empty();
            return new Shutdown(level, reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            level.ifPresent(writer::int1);
        }
    }

    /** COM_STATISTICS: a line of text about the server. */
    record Statistics(Oddities oddities) implements AdministrationCommand {
        static final int CODE = 0x09;

        @Override
        public int code() {
            return CODE;
        }
    }

    /** COM_PROCESS_INFO: SHOW PROCESSLIST. */
    record ProcessInfo(Oddities oddities) implements AdministrationCommand {
        static final int CODE = 0x0a;

        @Override
        public int code() {
            return CODE;
        }
    }

    /** COM_PROCESS_KILL: ends another connection. */
    record ProcessKill(long connectionId, Oddities oddities) implements AdministrationCommand {
        static final int CODE = 0x0c;

        static ProcessKill decode(WireReader reader) {
            return new ProcessKill(reader.int4("connection id"), reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encodeBody(WireWriter writer) {
            writer.int4(connectionId);
        }
    }

    /** COM_DEBUG: the server shall write what it knows of itself to its log. */
    record Debug(Oddities oddities) implements AdministrationCommand {
        static final int CODE = 0x0d;

        @Override
        public int code() {
            return CODE;
        }
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * What the server that is copied answers MySQL's clone plugin.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/clone-plugin.html">The clone plugin</a>
 */
public sealed interface CloneResponse extends ServerMessage {
    /** The first byte of the packet, 0 to 255. */
    int code();

    /**
     * The clone may begin here.
     *
     * <pre>
     *   01  version (4)  {@link CloneLocator}s (to the end)
     * </pre>
     */
    record Locators(long version, List<CloneLocator> locators) implements CloneResponse {
        static final int CODE = 1;

        public Locators {
            locators = List.copyOf(locators);
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encode(WireWriter writer) {
            writer.int1(CODE).int4(version);
            locators.forEach(locator -> locator.encode(writer));
        }
    }

    /**
     * What the data that follows is.
     *
     * <pre>
     *   02  engine (1)  locator (1)  descriptor (to the end)
     * </pre>
     *
     * @param engine as in {@link CloneLocator}
     * @param locator which of the locators, from 0
     * @param descriptor in the engine's form
     */
    record DataDescriptor(int engine, int locator, Bytes descriptor) implements CloneResponse {
        static final int CODE = 2;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encode(WireWriter writer) {
            writer.int1(CODE).int1(engine).int1(locator).bytes(descriptor);
        }
    }

    /** Pages of tables and logs, those of the accounts' passwords among them (SEC-15). */
    record Data(Secret content) implements CloneResponse {
        static final int CODE = 3;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encode(WireWriter writer) {
            writer.int1(CODE).secret(content);
        }
    }

    /**
     * Something the copy must have too.
     *
     * <pre>
     *   04 plugin       length (4)  name
     *   05 setting      length (4)  name  length (4)  value
     *   06 collation    length (4)  name
     *   07 plugin       length (4)  name  length (4)  library
     *   08, 09 setting  length (4)  name  length (4)  value
     * </pre>
     *
     * @param value the setting's, or the plugin's library, which is empty for one that is built in
     */
    record Requirement(int code, Bytes name, Optional<Bytes> value, Oddities oddities) implements CloneResponse {
        static final int PLUGIN = 4;
        static final int CONFIG = 5;
        static final int COLLATION = 6;
        static final int PLUGIN_V2 = 7;
        static final int CONFIG_V3 = 8;
        static final int CONFIG_V4 = 9;

        static Requirement decode(WireReader reader, int code) {
            Bytes name = reader.bytes(reader.int4Length("name"), "name");
            Optional<Bytes> value = code == PLUGIN || code == COLLATION
                    ? Optional.empty()
                    : Optional.of(reader.bytes(reader.int4Length("value"), "value"));
            return new Requirement(code, name, value, reader.oddities());
        }

        @Override
        public void encode(WireWriter writer) {
            writer.begin(oddities).int1(code).int4(name.length()).bytes(name);
            value.ifPresent(present -> writer.int4(present.length()).bytes(present));
            writer.end();
        }
    }

    /** The command is done. */
    record Complete(Oddities oddities) implements CloneResponse {
        static final int CODE = 99;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encode(WireWriter writer) {
            writer.begin(oddities).int1(CODE).end();
        }
    }

    /** The command failed. */
    record Failed(long error, ErrorText message) implements CloneResponse {
        static final int CODE = 100;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encode(WireWriter writer) {
            writer.int1(CODE).int4(error);
            message.encode(writer);
        }
    }

    /** Known by its code only. */
    record Other(int code, Secret content) implements CloneResponse {
        @Override
        public void encode(WireWriter writer) {
            writer.int1(code).secret(content);
        }
    }

    static CloneResponse decode(WireReader reader) {
        int code = reader.int1("answer to the clone");
        return switch (code) {
            case Locators.CODE -> new Locators(reader.int4("version"), CloneLocator.decodeAll(reader));
            case DataDescriptor.CODE ->
                new DataDescriptor(reader.int1("storage engine"), reader.int1("locator"), reader.rest());
            case Data.CODE -> new Data(Secret.of(reader.rest()));
            case Requirement.PLUGIN,
                    Requirement.CONFIG,
                    Requirement.COLLATION,
                    Requirement.PLUGIN_V2,
                    Requirement.CONFIG_V3,
                    Requirement.CONFIG_V4 -> Requirement.decode(reader, code);
            case Complete.CODE -> new Complete(reader.oddities());
            case Failed.CODE -> new Failed(reader.int4("error"), ErrorText.of(reader.rest()));
            default -> new Other(code, Secret.of(reader.rest()));
        };
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.List;

/**
 * What MySQL's clone plugin asks the server that it copies, once COM_CLONE has been granted. Several connections work on one clone.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/clone-plugin.html">The clone plugin</a>
 */
public sealed interface CloneCommand extends ClientMessage {
    /** The first byte of the packet, 0 to 255. */
    int code();

    /**
     * Begins the clone, joins it with a further connection, or takes it up again after the connection was lost.
     *
     * <pre>
     *   01, 02 or 03  version (4)  timeout (4)  {@link CloneLocator}s (to the end)
     * </pre>
     *
     * @param version of the plugin's protocol, {@code 0x0103} for example
     * @param ddlTimeout seconds to wait for statements that change tables; with the highest bit set when those need not be kept out
     */
    record Start(int code, long version, long ddlTimeout, List<CloneLocator> locators) implements CloneCommand {
        static final int INIT = 1;
        static final int ATTACH = 2;
        static final int REINIT = 3;

        public Start {
            locators = List.copyOf(locators);
        }

        @Override
        public void encode(WireWriter writer) {
            writer.int1(code).int4(version).int4(ddlTimeout);
            locators.forEach(locator -> locator.encode(writer));
        }
    }

    /** Asks for the data. */
    record Execute(Oddities oddities) implements CloneCommand {
        static final int CODE = 4;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encode(WireWriter writer) {
            writer.begin(oddities).int1(CODE).end();
        }
    }

    /**
     * Says how far the data has arrived.
     *
     * <pre>
     *   05  error (4)  {@link CloneLocator}  length (4)  descriptor
     * </pre>
     *
     * @param error the client's, 0 for none
     * @param descriptor of the data that is acknowledged, in the engine's form
     */
    record Ack(long error, CloneLocator locator, Bytes descriptor, Oddities oddities) implements CloneCommand {
        static final int CODE = 5;

        static Ack decode(WireReader reader) {
            return new Ack(
                    reader.int4("error"),
                    CloneLocator.decode(reader),
                    reader.bytes(reader.int4Length("descriptor"), "descriptor"),
                    reader.oddities());
        }

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encode(WireWriter writer) {
            writer.begin(oddities).int1(CODE).int4(error);
            locator.encode(writer);
            writer.int4(descriptor.length()).bytes(descriptor).end();
        }
    }

    /** Ends the clone on this connection, which then takes commands again. */
    record Exit(Oddities oddities) implements CloneCommand {
        static final int CODE = 6;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public void encode(WireWriter writer) {
            writer.begin(oddities).int1(CODE).end();
        }
    }

    /** Known by its code only. */
    record Other(int code, Secret content) implements CloneCommand {
        @Override
        public void encode(WireWriter writer) {
            writer.int1(code).secret(content);
        }
    }

    static CloneCommand decode(WireReader reader) {
        int code = reader.int1("command of the clone");
        return switch (code) {
            case Start.INIT, Start.ATTACH, Start.REINIT ->
                new Start(code, reader.int4("version"), reader.int4("timeout"), CloneLocator.decodeAll(reader));
            case Execute.CODE -> new Execute(reader.oddities());
            case Ack.CODE -> Ack.decode(reader);
            case Exit.CODE -> new Exit(reader.oddities());
            default -> new Other(code, Secret.of(reader.rest()));
        };
    }
}

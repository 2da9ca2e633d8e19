package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One change of the session's state. On the wire: a type (1), the length of what follows (lenint), and what {@link #encodeData} writes.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_ok_packet.html#sect_protocol_basic_ok_packet_sessinfo">Session state information</a>
 */
public sealed interface SessionStateChange {
    /** The number that tells the kind of change, 0 to 255. */
    int type();

    void encodeData(WireWriter writer);

    default void encode(WireWriter writer) {
        writer.int1(type()).block(this::encodeData);
    }

    /** System variables; MySQL tells one at a time, MariaDB may tell several. */
    record SystemVariables(List<SystemVariable> variables) implements SessionStateChange {
        static final int TYPE = 0;

        public SystemVariables {
            variables = List.copyOf(variables);
        }

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void encodeData(WireWriter writer) {
            variables.forEach(variable -> variable.encode(writer));
        }

        static SystemVariables decode(WireReader data) {
            List<SystemVariable> variables = new ArrayList<>();
            while (data.hasRemaining()) {
                variables.add(SystemVariable.decode(data));
            }
            return new SystemVariables(variables);
        }
    }

    /** The current schema is another, or empty when there is none any more. */
    record Schema(Bytes name) implements SessionStateChange {
        static final int TYPE = 1;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void encodeData(WireWriter writer) {
            writer.stringLenEnc(name);
        }
    }

    /**
     * Something in the session changed that the server does not name.
     *
     * @param flag the character {@code '1'}; without a length of its own
     */
    record Changed(int flag) implements SessionStateChange {
        static final int TYPE = 2;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void encodeData(WireWriter writer) {
            writer.int1(flag);
        }
    }

    /**
     * Global transaction ids.
     *
     * @param encoding 0: the text form
     */
    record Gtids(int encoding, Bytes gtids) implements SessionStateChange {
        static final int TYPE = 3;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void encodeData(WireWriter writer) {
            writer.int1(encoding).stringLenEnc(gtids);
        }
    }

    /** The statements that would begin the same transaction elsewhere; may be empty. */
    record TransactionCharacteristics(Bytes statements) implements SessionStateChange {
        static final int TYPE = 4;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void encodeData(WireWriter writer) {
            writer.stringLenEnc(statements);
        }
    }

    /** What the transaction did so far: 8 characters such as {@code T___W___}. */
    record TransactionState(Bytes state) implements SessionStateChange {
        static final int TYPE = 5;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public void encodeData(WireWriter writer) {
            writer.stringLenEnc(state);
        }
    }

    /** A change of a type that nobody has named here, or of a known one in another layout. */
    record Unknown(int type, Secret data) implements SessionStateChange {
        @Override
        public void encodeData(WireWriter writer) {
            writer.secret(data);
        }
    }

    static Optional<SessionStateChange> decode(WireReader reader) {
        int type = reader.int1("type of change");
        return Optional.of(reader.block(
                "change",
                data -> data.attempt(known -> decodeKnown(type, known))
                        .orElseGet(() -> new Unknown(type, Secret.of(data.rest())))));
    }

    private static Optional<SessionStateChange> decodeKnown(int type, WireReader data) {
        SessionStateChange change = switch (type) {
            case SystemVariables.TYPE -> SystemVariables.decode(data);
            case Schema.TYPE -> new Schema(data.stringLenEnc("schema"));
            case Changed.TYPE -> new Changed(data.int1("flag"));
            case Gtids.TYPE -> new Gtids(data.int1("encoding"), data.stringLenEnc("GTIDs"));
            case TransactionCharacteristics.TYPE ->
                new TransactionCharacteristics(data.stringLenEnc("characteristics"));
            case TransactionState.TYPE -> new TransactionState(data.stringLenEnc("state"));
            default -> new Unknown(type, Secret.of(data.rest()));
        };
        return data.hasRemaining() ? Optional.empty() : Optional.of(change);
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * MySQL 8.0.20: all events of a transaction, compressed together.
 *
 * <pre>
 *   for each field: type (lenint)  value (lenstr)     00     payload
 * </pre>
 *
 * @param payload the events, statements with passwords perhaps among them (SEC-15)
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/classmysql_1_1binlog_1_1event_1_1Transaction__payload__event.html">Transaction_payload_event</a>
 */
public record TransactionPayload(List<Field> fields, Secret payload) implements BinlogEventBody {
    private static final int END = 0;
    private static final int SIZE = 1;
    private static final int COMPRESSION = 2;
    private static final int UNCOMPRESSED_SIZE = 3;

    private static final int ZSTD = 0;
    private static final int NONE = 255;

    public TransactionPayload {
        fields = List.copyOf(fields);
    }

    /** What is said of the payload; values are numbers, length-encoded as the field itself is. */
    public record Field(long type, Bytes value) {}

    static TransactionPayload decode(WireReader reader) {
        List<Field> fields = new ArrayList<>();
        for (long type = type(reader); type != END; type = type(reader)) {
            fields.add(new Field(type, reader.stringLenEnc("value of field")));
        }
        return new TransactionPayload(fields, Secret.of(reader.rest()));
    }

    private static long type(WireReader reader) {
        return reader.intLenEnc("type of field");
    }

    @Override
    public void encode(WireWriter writer) {
        fields.forEach(field -> writer.intLenEnc(field.type()).stringLenEnc(field.value()));
        writer.intLenEnc(END).secret(payload);
    }

    /** {@code ZSTD}, {@code NONE}, or the number of another algorithm; {@code unknown} when none is told. */
    public String compression() {
        OptionalLong algorithm = number(COMPRESSION);
        if (algorithm.isEmpty()) {
            return "unknown";
        }
        long number = algorithm.getAsLong();
        return number == ZSTD ? "ZSTD" : number == NONE ? "NONE" : Long.toUnsignedString(number);
    }

    /** Bytes of the payload, as told. */
    public OptionalLong size() {
        return number(SIZE);
    }

    /** Bytes of the events before they were compressed. */
    public OptionalLong uncompressedSize() {
        return number(UNCOMPRESSED_SIZE);
    }

    private OptionalLong number(int type) {
        for (Field field : fields) {
            if (field.type() == type) {
                try {
                    return OptionalLong.of(WireReader.of(field.value()).intLenEnc("number"));
                } catch (MalformedPacketException none) {
                    return OptionalLong.empty(); // the field is kept as it came
                }
            }
        }
        return OptionalLong.empty();
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a clone of one storage engine's data stands; the engine alone knows how to read it.
 *
 * <pre>
 *   engine (1)  length (4)  data
 * </pre>
 *
 * @param engine the number that the server gives to a storage engine; 12 is InnoDB
 */
public record CloneLocator(int engine, Bytes data) {
    static CloneLocator decode(WireReader reader) {
        return new CloneLocator(reader.int1("storage engine"), reader.bytes(reader.int4Length("locator"), "locator"));
    }

    static List<CloneLocator> decodeAll(WireReader reader) {
        List<CloneLocator> locators = new ArrayList<>();
        while (reader.hasRemaining()) {
            locators.add(decode(reader));
        }
        return locators;
    }

    void encode(WireWriter writer) {
        writer.int1(engine).int4(data.length()).bytes(data);
    }
}

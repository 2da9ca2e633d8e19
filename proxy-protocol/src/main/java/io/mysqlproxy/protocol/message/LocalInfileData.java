package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * A piece of the file that the server asked for, whatever it looks like (INF-1). It is somebody's data, as rows are (SEC-14).
 *
 * @param content empty at the file's end; a client that cannot read the file, or will not, sends nothing else (INF-2)
 */
public record LocalInfileData(Bytes content) implements ClientMessage {
    public static LocalInfileData decode(WireReader reader) {
        return new LocalInfileData(reader.rest());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.bytes(content);
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * The server asks the client for a file, as the answer to LOAD DATA LOCAL; a server that asks for one unbidden attacks its client (INF-5).
 *
 * <pre>
 *   FB  file (to the end)
 * </pre>
 *
 * @param file its name, as the statement had it
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query_response_local_infile_request.html">LOCAL INFILE Request</a>
 */
public record LocalInfileRequest(Bytes file) implements ServerMessage {
    /** First byte of the packet. */
    public static final int HEADER = 0xfb;

    public static LocalInfileRequest decode(WireReader reader) {
        reader.header(HEADER, "request for a file");
        return new LocalInfileRequest(reader.rest());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.int1(HEADER).bytes(file);
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/**
 * The server refuses or gives up. Whether there is an SQL state shows in the packet, not in what was negotiated (CON-1).
 *
 * <pre>
 *   FF  code (2)  [ '#'  SQL state (5) ]  message
 * </pre>
 *
 * @param code as in the list of error messages
 * @param sqlState 5 bytes
 * @param message may quote values and statements
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_err_packet.html">ERR_Packet</a>
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol/4-server-response-packets/err_packet">MariaDB: ERR_Packet</a>
 */
public record Err(int code, Optional<Bytes> sqlState, ErrorText message) implements ServerMessage {
    /** First byte of the packet. */
    public static final int HEADER = 0xff;

    private static final int SQL_STATE_MARK = '#';
    private static final int SQL_STATE = 5;

    /** With an SQL state. */
    public static Err of(int code, String sqlState, String message) {
        return new Err(code, Optional.of(Bytes.utf8(sqlState)), ErrorText.of(message));
    }

    public static Err decode(WireReader reader) {
        reader.header(HEADER, "error");
        int code = reader.int2("error code");
        Optional<Bytes> sqlState = Optional.empty();
        if (reader.remaining() > SQL_STATE && reader.peekAt(0) == SQL_STATE_MARK) {
            reader.int1("mark of the SQL state");
            sqlState = Optional.of(reader.bytes(SQL_STATE, "SQL state"));
        }
        return new Err(code, sqlState, ErrorText.of(reader.rest()));
    }

    @Override
    public void encode(WireWriter writer) {
        writer.int1(HEADER).int2(code);
        sqlState.ifPresent(state -> writer.int1(SQL_STATE_MARK).bytes(state));
        message.encode(writer);
    }
}

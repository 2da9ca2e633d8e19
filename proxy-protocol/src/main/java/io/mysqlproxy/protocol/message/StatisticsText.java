package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * The answer to COM_STATISTICS: text without a header, and no OK behind it (CMD-3).
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_statistics.html">COM_STATISTICS</a>
 */
public record StatisticsText(Bytes text) implements ServerMessage {
    public static StatisticsText decode(WireReader reader) {
        return new StatisticsText(reader.rest());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.bytes(text);
    }
}

package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * MariaDB tells how far a long statement has come: an error packet with code FFFF in the middle of a reply, which goes on after it.
 *
 * @param strings number of strings that follow; 1. The manual leaves this byte out (PRG-1)
 * @param stage from 1
 * @param stages how many stages there are
 * @param progress within the stage, in thousandths of a percent
 * @param info the stage's name
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol/4-server-response-packets/err_packet">MariaDB: ERR_Packet</a>
 */
public record Progress(int strings, int stage, int stages, int progress, Bytes info, Oddities oddities)
        implements ServerMessage {
    /** The error code that no error has. */
    public static final int CODE = 0xffff;

    public static Progress decode(WireReader reader) {
        reader.header(Err.HEADER, "progress report");
        int code = reader.int2("error code");
        if (code != CODE) {
            throw new MalformedPacketException(1, "progress report (error code 65535)", "error code " + code);
        }
        int strings = reader.int1("number of strings");
        int stage = reader.int1("stage");
        int stages = reader.int1("number of stages");
        int progress = reader.int3("progress");
        Bytes info = reader.stringLenEnc("stage's name");
        return new Progress(strings, stage, stages, progress, info, reader.oddities());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities)
                .int1(Err.HEADER)
                .int2(CODE)
                .int1(strings)
                .int1(stage)
                .int1(stages)
                .int3(progress)
                .stringLenEnc(info)
                .end();
    }
}

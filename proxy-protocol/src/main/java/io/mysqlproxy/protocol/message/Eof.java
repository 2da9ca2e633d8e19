package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something ends: column definitions, rows, or the answer of a command that has no other.
 *
 * <pre>
 *   FE  [ warnings (2)  status (2) ]    nothing after the FE before 4.1; an OK has the two the other way round (OK-4)
 * </pre>
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_eof_packet.html">EOF_Packet</a>
 */
public record Eof(OptionalInt warnings, Optional<StatusFlags> status, Oddities oddities) implements ServerMessage {
    /** First byte of the packet. */
    public static final int HEADER = 0xfe;

    public static Eof of(int warnings, StatusFlags status) {
        return new Eof(OptionalInt.of(warnings), Optional.of(status), Oddities.NONE);
    }

    public static Eof decode(WireReader reader) {
        reader.header(HEADER, "end");
        if (!reader.hasRemaining()) {
            return new Eof(OptionalInt.empty(), Optional.empty(), Oddities.NONE);
        }
        OptionalInt warnings = OptionalInt.of(reader.int2("warnings"));
        Optional<StatusFlags> status = Optional.of(new StatusFlags(reader.int2("status")));
        return new Eof(warnings, status, reader.oddities());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities).int1(HEADER);
        warnings.ifPresent(writer::int2);
        status.ifPresent(flags -> writer.int2(flags.bits()));
        writer.end();
    }
}

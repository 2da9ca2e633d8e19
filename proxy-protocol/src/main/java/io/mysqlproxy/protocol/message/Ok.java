package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The server is content: the end of an authentication or of a command, and with DEPRECATE_EOF the end of rows.
 *
 * <pre>
 *   00 or FE  affected rows (lenint)  last insert id (lenint)
 *   [ status (2) ]         if PROTOCOL_41 or TRANSACTIONS
 *   [ warnings (2) ]       if PROTOCOL_41
 *   [ info ]               {@link OkInfo}
 *   [ session state ]      if SESSION_TRACK and the status has SESSION_STATE_CHANGED: {@link SessionState}
 * </pre>
 *
 * @param header 00, or FE at the end of rows
 * @param affectedRows unsigned
 * @param lastInsertId unsigned
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_ok_packet.html">OK_Packet</a>
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol/4-server-response-packets/ok_packet">MariaDB: OK_Packet</a>
 */
public record Ok(
        int header,
        long affectedRows,
        long lastInsertId,
        Optional<StatusFlags> status,
        OptionalInt warnings,
        OkInfo info,
        Optional<SessionState> sessionState,
        Oddities oddities)
        implements ServerMessage {
    /** First byte of the packet. */
    public static final int HEADER = 0x00;

    /** First byte of the packet at the end of rows. */
    public static final int END_OF_ROWS = 0xfe;

    /** An answer to a client of protocol 41 that has nothing to tell but the status. */
    public static Ok of(long affectedRows, long lastInsertId, StatusFlags status) {
        return new Ok(
                HEADER,
                affectedRows,
                lastInsertId,
                Optional.of(status),
                OptionalInt.of(0),
                new OkInfo.Absent(),
                Optional.empty(),
                Oddities.NONE);
    }

    /** Reads the packet by the {@code capabilities} in effect on the connection. */
    public static Ok decode(WireReader reader, Capabilities capabilities) {
        int header = reader.int1("header of OK");
        long affectedRows = reader.intLenEnc("affected rows");
        long lastInsertId = reader.intLenEnc("last insert id");
        boolean protocol41 = capabilities.has(Capability.PROTOCOL_41);
        Optional<StatusFlags> status = protocol41 || capabilities.has(Capability.TRANSACTIONS)
                ? Optional.of(new StatusFlags(reader.int2("status")))
                : Optional.empty();
        OptionalInt warnings = protocol41 ? OptionalInt.of(reader.int2("warnings")) : OptionalInt.empty();
        boolean stateChanged = status.map(flags -> flags.has(ServerStatus.SESSION_STATE_CHANGED))
                .orElse(false);
        OkInfo info = OkInfo.decode(reader, stateChanged);
        boolean stateFollows = stateChanged && capabilities.has(Capability.SESSION_TRACK);
        Optional<SessionState> sessionState =
                stateFollows && reader.hasRemaining() ? Optional.of(SessionState.decode(reader)) : Optional.empty();
        return new Ok(header, affectedRows, lastInsertId, status, warnings, info, sessionState, reader.oddities());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities).int1(header).intLenEnc(affectedRows).intLenEnc(lastInsertId);
        status.ifPresent(flags -> writer.int2(flags.bits()));
        warnings.ifPresent(writer::int2);
        info.encode(writer);
        sessionState.ifPresent(state -> state.encode(writer));
        writer.end();
    }

    /** The info for people; empty when there is none or it is secret. */
    public Bytes infoText() {
        return info.text();
    }
}

package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.function.IntPredicate;

/**
 * Which bytes of a packet must not be seen: those that the decoded message holds as secrets. Its encoding tells where they are. Whenever that is in
 * doubt the whole packet is hidden, but for the code of a command: it could not be decoded, or its encoding is not the very packet (SEC-R3, SEC-R5).
 */
final class Hiding {
    /** Begins the names of kinds that a first byte alone tells, which so is no secret. */
    private static final String COMMAND = "COM_";

    private final Disclosure disclosure;

    Hiding(Disclosure disclosure) {
        this.disclosure = disclosure;
    }

    /** Tells for each offset into the event's payload whether that byte is hidden. */
    IntPredicate of(PacketEvent event, MySqlMessage message) {
        if (disclosure.secrets()) {
            return offset -> false;
        }
        if (message instanceof Undecodable) {
            return event.kind().name().startsWith(COMMAND) ? offset -> offset > 0 : offset -> true;
        }
        WireWriter writer = new WireWriter();
        message.encode(writer);
        return writer.toBytes().equals(Bytes.copyOf(event.payload())) ? writer::isHidden : offset -> true;
    }
}

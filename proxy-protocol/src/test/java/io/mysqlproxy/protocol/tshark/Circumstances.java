package io.mysqlproxy.protocol.tshark;

import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.BinlogEvent;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.StmtExecute;
import io.mysqlproxy.protocol.message.Undecodable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * In which a packet came, as far as they explain what tshark makes of it.
 *
 * @param inFlight commands that had no whole answer when the packet came, the oldest first
 * @param before kinds of the packets before it in the session
 * @param isUndefined whether it belongs to a result whose columns were not defined
 */
record Circumstances(
        List<PacketKind> inFlight,
        Set<PacketKind> before,
        boolean isUndefined,
        boolean isProtocol41,
        MySqlMessage message) {
    private static final long PREPARED_LAST = 0xffff_ffffL;

    /** Those of this packet. */
    static Circumstances of(PacketEvent event, List<PacketKind> inFlight, Set<PacketKind> before, boolean isUndefined) {
        return new Circumstances(
                List.copyOf(inFlight),
                before.isEmpty() ? Set.of() : EnumSet.copyOf(before),
                isUndefined,
                event.agreed().effective().has(Capability.PROTOCOL_41),
                event.message());
    }

    /** Whether the packet is part of the reply to such a command. */
    boolean answers(PacketKind command) {
        return !inFlight.isEmpty() && inFlight.getFirst() == command;
    }

    boolean isPipelined() {
        return inFlight.size() > 1;
    }

    boolean isUndecodable() {
        return message instanceof Undecodable;
    }

    boolean isMarkedForSemiSync() {
        return message instanceof BinlogEvent event && event.acknowledge().isPresent();
    }

    boolean executesThePreparedLast() {
        return message instanceof StmtExecute execute && execute.statementId() == PREPARED_LAST;
    }

    boolean hasAttributes() {
        return message instanceof Command.Query query
                && query.attributes()
                        .filter(attributes -> !attributes.attributes().isEmpty())
                        .isPresent();
    }
}

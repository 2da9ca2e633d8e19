package io.mysqlproxy.cli;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.Agreed;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.ConversationState;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A packet whose values are replaced.
 *
 * @param content as long as the packet, with filler in place of values
 */
record MaskedEvent(PacketEvent event, MySqlMessage message, Bytes content) implements PacketEvent {
    @Override
    public long sessionId() {
        return event.sessionId();
    }

    @Override
    public Direction direction() {
        return event.direction();
    }

    @Override
    public Instant time() {
        return event.time();
    }

    @Override
    public int sequenceId() {
        return event.sequenceId();
    }

    @Override
    public long length() {
        return event.length();
    }

    @Override
    public PacketKind kind() {
        return event.kind();
    }

    @Override
    public Set<Anomaly> anomalies() {
        return event.anomalies();
    }

    @Override
    public ByteBuffer payload() {
        return content.asByteBuffer();
    }

    @Override
    public Phase phase() {
        return event.phase();
    }

    @Override
    public Agreed agreed() {
        return event.agreed();
    }

    @Override
    public ConversationState state() {
        return event.state();
    }

    @Override
    public List<ColumnDefinition> columns() {
        return event.columns();
    }
}

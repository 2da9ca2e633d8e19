package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Agreed;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.Conversation;
import io.mysqlproxy.protocol.conversation.ConversationState;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.wire.Packet;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** The event a decoder lends to its listener: one object, used again for every packet, so that telling a packet costs no allocation. */
final class ObservedPacket implements PacketEvent {
    private final long sessionId;
    private final Conversation conversation;

    private Direction direction = Direction.CLIENT_TO_SERVER;
    private Packet packet = Packet.NONE;
    private PacketKind kind = PacketKind.UNEXPECTED;
    private long epochMicros;

    ObservedPacket(long sessionId, Conversation conversation) {
        this.sessionId = sessionId;
        this.conversation = conversation;
    }

    ObservedPacket of(Direction packetDirection, Packet observed, PacketKind observedKind, long observedAtMicros) {
        this.direction = packetDirection;
        this.packet = observed;
        this.kind = observedKind;
        this.epochMicros = observedAtMicros;
        return this;
    }

    @Override
    public long sessionId() {
        return sessionId;
    }

    @Override
    public Direction direction() {
        return direction;
    }

    @Override
    public Instant time() {
        return Instant.EPOCH.plus(epochMicros, ChronoUnit.MICROS);
    }

    @Override
    public int sequenceId() {
        return packet.sequenceId();
    }

    @Override
    public long length() {
        return packet.length();
    }

    @Override
    public PacketKind kind() {
        return kind;
    }

    @Override
    public Set<Anomaly> anomalies() {
        return conversation.anomalies();
    }

    @Override
    public MySqlMessage message() {
        return conversation.decode(packet);
    }

    @Override
    public boolean isDecodable() {
        return conversation.isDecodable(packet);
    }

    @Override
    public ByteBuffer payload() {
        return packet.payload();
    }

    @Override
    public Phase phase() {
        return conversation.phase();
    }

    @Override
    public Agreed agreed() {
        return conversation.agreed();
    }

    @Override
    public ConversationState state() {
        return conversation;
    }

    @Override
    public List<ColumnDefinition> columns() {
        return conversation.columnDefinitions();
    }
}

package io.mysqlproxy.cli;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.Agreed;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.Conversation;
import io.mysqlproxy.protocol.conversation.ConversationState;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.ClientMessage;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A packet that never was on a wire: whatever a format is to be shown. */
record FakeEvent(
        long sessionId,
        Direction direction,
        int sequenceId,
        PacketKind kind,
        MySqlMessage message,
        Bytes content,
        Set<Anomaly> anomalies,
        Capabilities offered)
        implements PacketEvent {
    static final Instant TIME = Instant.parse("2026-11-22T12:01:07.106042Z");

    /** In session 1, with id 0, as long as the message's encoding. */
    static FakeEvent of(PacketKind kind, MySqlMessage message) {
        Direction direction =
                message instanceof ClientMessage ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT;
        return new FakeEvent(1, direction, 0, kind, message, message.unsafeEncoded(), Set.of(), Capabilities.NONE);
    }

    FakeEvent withOffered(Capabilities capabilities) {
        return new FakeEvent(sessionId, direction, sequenceId, kind, message, content, anomalies, capabilities);
    }

    FakeEvent withAnomalies(Anomaly... odd) {
        return new FakeEvent(sessionId, direction, sequenceId, kind, message, content, Set.of(odd), offered);
    }

    FakeEvent withContent(Bytes other) {
        return new FakeEvent(sessionId, direction, sequenceId, kind, message, other, anomalies, offered);
    }

    FakeEvent inSession(long id) {
        return new FakeEvent(id, direction, sequenceId, kind, message, content, anomalies, offered);
    }

    @Override
    public Instant time() {
        return TIME;
    }

    @Override
    public long length() {
        return content.length();
    }

    @Override
    public ByteBuffer payload() {
        return content.asByteBuffer();
    }

    @Override
    public Phase phase() {
        return new Phase.Authenticating();
    }

    @Override
    public Agreed agreed() {
        return new Agreed(
                Bytes.EMPTY, false, 0, offered, Capabilities.NONE, Capabilities.NONE, Bytes.EMPTY, Bytes.EMPTY);
    }

    @Override
    public ConversationState state() {
        return new Conversation();
    }

    @Override
    public List<ColumnDefinition> columns() {
        return List.of();
    }
}

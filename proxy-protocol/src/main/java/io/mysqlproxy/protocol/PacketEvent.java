package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Agreed;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.ConversationState;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Undecodable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * One logical packet that passed. Borrowed: the event and everything it lends is valid until {@link PacketListener#onPacket} returns; what
 * {@link #message} returns is a value of its own and may be kept.
 */
public interface PacketEvent {
    /** The session's number, as in {@link io.mysqlproxy.core.Session#id}. */
    long sessionId();

    Direction direction();

    /** When the last byte of the packet was seen, with microseconds. */
    Instant time();

    /** Sequence id of the packet's first frame, 0 to 255. */
    int sequenceId();

    /** Length of the logical packet's payload in bytes, without frame headers; 0 or more, over 16 MiB when it has several frames. */
    long length();

    PacketKind kind();

    /** What is odd about the packet, beyond its content; mostly empty. */
    Set<Anomaly> anomalies();

    /**
     * Decodes the packet. Never throws: what cannot be decoded is an {@link Undecodable}. Each call decodes anew.
     */
    MySqlMessage message();

    /**
     * Whether {@link #message} is anything but an {@link Undecodable}: every field is where the packet's kind has it. Finds that out without making an object
     * for what makes up nearly all traffic, so that whoever only wants to know whether all is understood can ask at every packet.
     */
    default boolean isDecodable() {
        return !(message() instanceof Undecodable);
    }

    /** The payload in place, read-only; at most the first {@code keepLimit} bytes of a packet larger than that. */
    ByteBuffer payload();

    /** Where the connection stands after this packet. */
    Phase phase();

    /** What client and server have told each other so far, this packet included. */
    Agreed agreed();

    /** What is known of the connection after this packet. */
    ConversationState state();

    /** Of a row: the definitions of its columns, by which its values get their types. Empty when they were not seen, and for every other packet. */
    List<ColumnDefinition> columns();
}

package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.Compression;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.PacketListener;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.AuthData;
import io.mysqlproxy.protocol.message.AuthMoreData;
import io.mysqlproxy.protocol.message.AuthSwitchRequest;
import io.mysqlproxy.protocol.message.AuthSwitchResponse;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a tap told about some sessions. */
final class PacketLog implements PacketListener {
    /** One packet: its kind, and what it says in few words. */
    record Entry(long session, Direction direction, PacketKind kind, MySqlMessage message, boolean odd) {
        @Override
        public String toString() {
            return (direction.arrow() + " " + kind.manualName() + " " + words(message)).strip();
        }

        private static String words(MySqlMessage message) {
            if (message instanceof HandshakeResponse41 response) {
                return response.plugin().map(plugin -> plugin.utf8() + ": ").orElse("") + words(response.answer());
            }
            if (message instanceof AuthSwitchRequest request) {
                return request.plugin().utf8() + ": " + words(request.data());
            }
            if (message instanceof AuthSwitchResponse response) {
                return words(response.data());
            }
            if (message instanceof AuthMoreData more) {
                return words(more.data());
            }
            return message instanceof Err error ? Integer.toString(error.code()) : "";
        }

        private static String words(AuthData data) {
            return data.description().replaceAll("\\d+ bytes PEM", "PEM");
        }
    }

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Map<Long, OpaqueReason> opaque = new ConcurrentHashMap<>();
    private final List<CompressionAlgorithm> compressed = new CopyOnWriteArrayList<>();
    private final List<String> truncated = new CopyOnWriteArrayList<>();

    @Override
    public void onPacket(PacketEvent event) {
        entries.add(new Entry(
                event.sessionId(),
                event.direction(),
                event.kind(),
                event.message(),
                !event.anomalies().isEmpty()));
    }

    @Override
    public void onOpaque(long sessionId, OpaqueReason reason) {
        opaque.put(sessionId, reason);
    }

    @Override
    public void onCompressed(long sessionId, Compression compression) {
        compressed.add(compression.algorithm());
    }

    @Override
    public void onTruncated(long sessionId, Direction direction, long received) {
        truncated.add("#" + sessionId + " " + direction + " after " + received + " bytes");
    }

    /** The numbers of the sessions that showed a packet, in the order of their first. */
    List<Long> sessions() {
        return entries.stream().map(Entry::session).distinct().toList();
    }

    List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    /** The session's packets in words, from the greeting to the verdict about the login, OK or ERR. */
    List<String> login(long session) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.session() == session) {
                lines.add(entry.toString());
                if (entry.kind() == PacketKind.OK || entry.kind() == PacketKind.ERR) {
                    return lines;
                }
            }
        }
        return lines;
    }

    List<PacketKind> kinds(long session) {
        return entries.stream()
                .filter(entry -> entry.session() == session)
                .map(Entry::kind)
                .toList();
    }

    /** By session. */
    Map<Long, OpaqueReason> opaque() {
        return Map.copyOf(opaque);
    }

    /** How each compressed session was compressed. */
    List<CompressionAlgorithm> compressed() {
        return List.copyOf(compressed);
    }

    List<String> truncated() {
        return List.copyOf(truncated);
    }

    /** Every packet was understood and in its place. */
    void assertNothingOdd() {
        assertThat(entries)
                .isNotEmpty()
                .noneMatch(Entry::odd)
                .noneMatch(entry -> entry.kind() == PacketKind.UNEXPECTED);
        assertThat(entries).noneMatch(entry -> entry.message() instanceof Undecodable);
        assertThat(truncated).isEmpty();
    }
}

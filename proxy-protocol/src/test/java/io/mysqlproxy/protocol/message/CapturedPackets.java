package io.mysqlproxy.protocol.message;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.PacketDecoder;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every packet of the captured sessions in {@code src/test/resources/fixtures}. */
final class CapturedPackets {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures");

    /**
     * One packet.
     *
     * @param session the name of the fixture, which tells server, client and what happens
     * @param number its place in the session, from 0
     */
    record Captured(
            String session,
            int number,
            Direction direction,
            PacketKind kind,
            Bytes payload,
            Capabilities offered,
            Capabilities effective,
            MySqlMessage message) {
        @Override
        public String toString() {
            return session + " #" + number + " " + kind;
        }
    }

    private CapturedPackets() {}

    static List<String> sessions() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Captured> of(String session) {
        List<Captured> packets = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(1, event -> packets.add(captured(session, packets.size(), event)));
        for (Transcript.Chunk chunk : Transcript.load(FOLDER.resolve(session)).chunks()) {
            decoder.onBytes(chunk.direction(), chunk.bytes().asByteBuffer(), 0);
        }
        return packets;
    }

    static List<Captured> all() {
        return sessions().stream().flatMap(session -> of(session).stream()).toList();
    }

    private static Captured captured(String session, int number, PacketEvent event) {
        return new Captured(
                session,
                number,
                event.direction(),
                event.kind(),
                Bytes.copyOf(event.payload()),
                event.agreed().offered(),
                event.agreed().effective(),
                event.message());
    }
}

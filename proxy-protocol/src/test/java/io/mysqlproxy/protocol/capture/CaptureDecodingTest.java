package io.mysqlproxy.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.PacketDecoder;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.PacketListener;
import io.mysqlproxy.protocol.conversation.PacketKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A session decodes to the same packets whether it comes live, as a transcript, or as a capture. */
class CaptureDecodingTest {
    @ParameterizedTest
    @MethodSource("io.mysqlproxy.protocol.capture.FixturesTest#fixtures")
    void decodesEverySessionAsItWouldLive(Path file) throws IOException {
        Transcript session = Transcript.load(file);
        List<String> live = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(1, packet -> live.add(describe(packet)));
        session.replay((direction, bytes) -> decoder.onBytes(direction, bytes, 0));
        decoder.onClose(0);

        assertThat(decoded(Files.readAllBytes(file))).isEqualTo(live);
        assertThat(decoded(asCapture(session))).isEqualTo(live);
    }

    @Test
    void findsItsPlaceInACaptureThatBeginsInTheMiddle() throws IOException {
        Transcript session = Transcript.resource(getClass(), "/fixtures/mysql-9.7.4_raw_commands_2026-11-22.txt");
        byte[] capture = asCapture(session);
        int login = 3 + 3; // the handshake of TCP, and greeting, response, OK
        byte[] later = withoutPackets(capture, login);

        List<String> all = decoded(capture);
        List<String> joined = decoded(later);

        assertThat(joined).isNotEmpty();
        assertThat(all.subList(all.size() - joined.size(), all.size())).isEqualTo(joined);
        assertThat(joined).noneMatch(line -> line.contains(PacketKind.UNEXPECTED.name()));
    }

    private static byte[] asCapture(Transcript session) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = PcapngWriter.open(out, "test", "")) {
            PcapngConnection connection = writer.connection(TcpAddress.UNKNOWN, TcpAddress.UNKNOWN, 0);
            for (Transcript.Chunk chunk : session.chunks()) {
                connection.bytes(
                        chunk.direction(),
                        0,
                        chunk.bytes().asByteBuffer(),
                        chunk.bytes().length(),
                        "");
            }
            connection.close(ConnectionEnd.CLIENT_CLOSED, 0);
        }
        return out.toByteArray();
    }

    /** The capture without the first packets; section and interface are blocks as well. */
    private static byte[] withoutPackets(byte[] capture, int count) {
        ByteBuffer blocks = ByteBuffer.wrap(capture);
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        int left = count;
        for (int at = 0; at < capture.length; at += blocks.getInt(at + 4)) {
            boolean isPacket = blocks.getInt(at) == 6;
            if (!isPacket || left-- <= 0) {
                rest.write(capture, at, blocks.getInt(at + 4));
            }
        }
        return rest.toByteArray();
    }

    private static List<String> decoded(byte[] capture) throws IOException {
        List<String> told = new ArrayList<>();
        PacketListener listener = packet -> told.add(describe(packet));
        try (CaptureReader reader =
                new CaptureReader(connection -> ConnectionListener.decoding(connection, listener, null))) {
            reader.read(new ByteArrayInputStream(capture));
        }
        return told;
    }

    private static String describe(PacketEvent packet) {
        return packet.direction().arrow() + " " + packet.sequenceId() + " " + packet.length() + " " + packet.kind();
    }
}

package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of the Flight Recorder tells of commands that took long. */
class SlowExchangeEventTest {
    private static final Bytes OK = Bytes.hex("00 01 00 02 00 00 00");

    @TempDir
    private Path folder;

    private final PacketDecoder decoder = new PacketDecoder(7, packet -> {}, exchange -> {});

    SlowExchangeEventTest() {
        decoder.recordSlowExchanges();
        feed(Direction.SERVER_TO_CLIENT, 0, Talk.MYSQL_9_7_GREETING);
        feed(Direction.CLIENT_TO_SERVER, 1, Talk.response(Talk.BASE | Talk.DEPRECATE_EOF, "caching_sha2_password"));
        feed(Direction.SERVER_TO_CLIENT, 2, OK);
    }

    @Test
    void tellsWhatTookLongAndWhatCameOfIt() throws IOException {
        RecordedEvent event = recorded(Duration.ZERO, () -> {
                    ask("update customers set name = 'Anna' where id = 42");
                    feed(Direction.SERVER_TO_CLIENT, 1, OK);
                })
                .getFirst();

        assertThat(event.getLong("sessionId")).isEqualTo(7);
        assertThat(event.getLong("number")).isEqualTo(1);
        assertThat(event.getString("command")).isEqualTo("COM_QUERY");
        assertThat(event.getString("digestText")).isEqualTo("UPDATE `customers` SET NAME = ? WHERE `id` = ?");
        assertThat(event.getString("digest")).hasSize(32);
        assertThat(event.getString("outcome")).isEqualTo("OK");
        assertThat(event.getInt("errorCode")).isZero();
        assertThat(event.getLong("affectedRows")).isEqualTo(1);
        assertThat(event.getLong("replyBytes")).isEqualTo(7);
        assertThat(event.getDuration()).isPositive();
    }

    @Test
    void tellsTheErrorOfACommandThatFailed() throws IOException {
        RecordedEvent event = recorded(Duration.ZERO, () -> {
                    ask("select * from nope");
                    feed(Direction.SERVER_TO_CLIENT, 1, Bytes.hex("ff 7a 04 23 34 32 53 30 32 6e 6f"));
                })
                .getFirst();

        assertThat(event.getString("outcome")).isEqualTo("ERROR");
        assertThat(event.getInt("errorCode")).isEqualTo(1146);
    }

    @Test
    void tellsACommandThatWasNeverAnswered() throws IOException {
        RecordedEvent event = recorded(Duration.ZERO, () -> {
                    ask("select sleep(1000)");
                    decoder.onClose(0);
                })
                .getFirst();

        assertThat(event.getString("outcome")).isEqualTo("UNANSWERED");
    }

    @Test
    void tellsNothingOfWhatWasFastEnough() throws IOException {
        List<RecordedEvent> events = recorded(Duration.ofDays(1), () -> {
            ask("select 1");
            feed(Direction.SERVER_TO_CLIENT, 1, OK);
        });

        assertThat(events).isEmpty();
    }

    @Test
    void letsNoLiteralIntoTheRecording() throws IOException {
        recorded(Duration.ZERO, () -> {
            ask("alter user anna identified by 'Geheimnis-1'");
            feed(Direction.SERVER_TO_CLIENT, 1, OK);
        });

        String content = Files.readString(folder.resolve("exchanges.jfr"), StandardCharsets.ISO_8859_1);
        assertThat(content).contains("IDENTIFIED BY").doesNotContain("Geheimnis");
    }

    private List<RecordedEvent> recorded(Duration threshold, Runnable traffic) throws IOException {
        Path file = folder.resolve("exchanges.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(SlowExchangeEvent.NAME).withThreshold(threshold);
            recording.start();
            traffic.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    private void ask(String statement) {
        feed(Direction.CLIENT_TO_SERVER, 0, Bytes.utf8("\u0003" + statement));
    }

    private void feed(Direction direction, int sequenceId, Bytes payload) {
        Bytes frame = new WireWriter()
                .int3(payload.length())
                .int1(sequenceId)
                .bytes(payload)
                .toBytes();
        decoder.onBytes(direction, frame.asByteBuffer(), 0);
    }
}

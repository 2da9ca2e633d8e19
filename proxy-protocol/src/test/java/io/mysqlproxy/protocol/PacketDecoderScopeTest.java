package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.capture.Transcript.Chunk;
import io.mysqlproxy.protocol.message.MySqlMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A decoder knows the bytes of its own connection and nothing else. */
class PacketDecoderScopeTest {
    private static final List<Chunk> MYSQL = chunks("mysql-9.7.4_mysql-client-9.7.4_caching_sha2-fast_2026-11-22.txt");
    private static final List<Chunk> MARIADB = chunks("mariadb-10.11.19_mariadb-client-10.11.19_native_2026-11-22.txt");

    @Test
    @Rule("CON-6")
    void waitsForAnyPacketAsLongAsItTakes() {
        List<MySqlMessage> messages = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(1, event -> messages.add(event.message()));

        long micros = 0;
        for (Chunk chunk : MYSQL) {
            micros += TimeUnit.MICROSECONDS.convert(Duration.ofDays(1));
            decoder.onBytes(chunk.direction(), chunk.bytes().asByteBuffer(), micros);
        }

        assertThat(messages).isEqualTo(decoded(MYSQL));
    }

    @Test
    @Rule("CAP-4")
    void goesByTheFlagsOfItsOwnConnectionWhateverOthersHave() {
        List<MySqlMessage> ofMySql = new ArrayList<>();
        List<MySqlMessage> ofMariaDb = new ArrayList<>();
        PacketDecoder mySql = new PacketDecoder(1, event -> ofMySql.add(event.message()));
        PacketDecoder mariaDb = new PacketDecoder(2, event -> ofMariaDb.add(event.message()));

        for (int i = 0; i < Math.max(MYSQL.size(), MARIADB.size()); i++) {
            feed(mySql, MYSQL, i);
            feed(mariaDb, MARIADB, i);
        }

        assertThat(ofMySql).isEqualTo(decoded(MYSQL));
        assertThat(ofMariaDb).isEqualTo(decoded(MARIADB));
    }

    private static void feed(PacketDecoder decoder, List<Chunk> chunks, int i) {
        if (i < chunks.size()) {
            decoder.onBytes(chunks.get(i).direction(), chunks.get(i).bytes().asByteBuffer(), 0);
        }
    }

    private static List<MySqlMessage> decoded(List<Chunk> chunks) {
        List<MySqlMessage> messages = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(1, event -> messages.add(event.message()));
        for (int i = 0; i < chunks.size(); i++) {
            feed(decoder, chunks, i);
        }
        return messages;
    }

    private static List<Chunk> chunks(String name) {
        return Transcript.resource(PacketDecoderScopeTest.class, "/fixtures/" + name)
                .chunks();
    }
}

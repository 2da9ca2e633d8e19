package io.mysqlproxy.protocol.capture;

import static io.mysqlproxy.core.Direction.CLIENT_TO_SERVER;
import static io.mysqlproxy.core.Direction.SERVER_TO_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Tap;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
    private static final Transcript SESSION = Transcript.parse("""
            << 00010203040506070809
            << 0a0b
            >> 101112131415161718191a1b1c1d1e1f
            >> 20
            >> 2122
            << 30*400 31
            >> 40
            """);

    /** What a tap was shown, as a transcript again. */
    private static final class Collected implements Tap {
        final List<Transcript.Chunk> chunks = new ArrayList<>();

        @Override
        public void onBytes(Direction direction, ByteBuffer bytes) {
            assertThat(bytes.isReadOnly()).isTrue();
            chunks.add(new Transcript.Chunk(direction, Bytes.copyOf(bytes)));
        }

        /** One entry per byte: what came and from where, whatever the slices. */
        List<String> order() {
            List<String> order = new ArrayList<>();
            for (Transcript.Chunk chunk : chunks) {
                for (byte b : chunk.bytes().toArray()) {
                    order.add(chunk.direction().arrow() + b);
                }
            }
            return order;
        }
    }

    private static List<String> causalOrder() {
        Collected collected = new Collected();
        collected.chunks.addAll(SESSION.chunks());
        return collected.order();
    }

    @Test
    void showsTheChunksAsTheyWereRecorded() {
        Collected collected = new Collected();

        SESSION.replay(collected);

        assertThat(collected.chunks).isEqualTo(SESSION.chunks());
    }

    @Test
    void showsOneByteAtATime() {
        Collected collected = new Collected();

        SESSION.replayByteByByte(collected);

        assertThat(collected.chunks).allMatch(chunk -> chunk.bytes().length() == 1);
        assertThat(collected.order()).isEqualTo(causalOrder());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void keepsTheCausalOrderOfAllBytesHoweverItSlices(long seed) {
        Collected collected = new Collected();

        SESSION.replaySliced(seed, collected);

        assertThat(collected.order()).isEqualTo(causalOrder());
    }

    @Test
    void slicesTheSameWayForTheSameSeedOnly() {
        Set<List<Transcript.Chunk>> different = new HashSet<>();
        for (int seed = 0; seed < 10; seed++) {
            Collected first = new Collected();
            Collected second = new Collected();
            SESSION.replaySliced(seed, first);
            SESSION.replaySliced(seed, second);
            assertThat(first.chunks).isEqualTo(second.chunks);
            different.add(first.chunks);
        }
        assertThat(different).hasSize(10);
    }

    @Test
    void joinsNeighboursOfTheSameDirectionSometimes() {
        Set<Integer> lengths = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            Transcript.parse(">> 01\n>> 02\n>> 03\n<< 04")
                    .replaySliced(seed, (direction, bytes) -> lengths.add(bytes.remaining()));
        }
        assertThat(lengths).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void spoilsWhatItLentOnceTheTapHasReturned() {
        List<ByteBuffer> kept = new ArrayList<>();

        SESSION.replay((direction, bytes) -> kept.add(bytes.duplicate()));

        assertThat(kept).hasSize(SESSION.chunks().size());
        for (int i = 0; i < kept.size(); i++) {
            assertThat(Bytes.copyOf(kept.get(i)))
                    .isNotEqualTo(SESSION.chunks().get(i).bytes());
        }
    }

    @Test
    void takesALambda() {
        List<Direction> directions = new ArrayList<>();

        Transcript.parse("<< 01\n>> 02\n").replay((direction, bytes) -> directions.add(direction));

        assertThat(directions).containsExactly(SERVER_TO_CLIENT, CLIENT_TO_SERVER);
    }
}

package io.mysqlproxy.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session is written as a capture whose packets are then shuffled, doubled, cut and lost: what is told is the same bytes, or a gap of the right size. */
class DisturbedCaptureTest {
    private static final int ROUNDS = 300;
    private static final int HANDSHAKE = 3;

    /** What is done to the packets. */
    private record Trouble(int reach, double doubled, double lost, double cut) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void tellsEverythingThoughPacketsAreShuffledAndDoubled(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Conversation said = new Conversation(random);
            Heard heard = Heard.of(disturb(said.packets(), new Trouble(8, 0.2, 0, 0), random));

            assertThat(heard.gaps).isZero();
            assertThat(heard.bytes(Direction.CLIENT_TO_SERVER)).isEqualTo(said.bytes(Direction.CLIENT_TO_SERVER));
            assertThat(heard.bytes(Direction.SERVER_TO_CLIENT)).isEqualTo(said.bytes(Direction.SERVER_TO_CLIENT));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void tellsNoOtherBytesThoughPacketsAreLostAndCut(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Conversation said = new Conversation(random);
            Heard heard = Heard.of(disturb(said.packets(), new Trouble(4, 0.1, 0.1, 0.1), random));

            for (Direction direction : Direction.values()) {
                assertThat(heard.agreesWith(direction, said.bytes(direction))).isTrue();
            }
        }
    }

    /** Packets behind the handshake change places with one at most that far away. */
    private static byte[] disturb(List<byte[]> packets, Trouble trouble, SplittableRandom random) {
        List<byte[]> disturbed = new ArrayList<>(packets);
        for (int i = HANDSHAKE; i < disturbed.size(); i++) {
            int other = Math.min(disturbed.size() - 1, i + random.nextInt(trouble.reach()));
            byte[] packet = disturbed.set(i, disturbed.get(other));
            disturbed.set(other, packet);
        }
        CaptureFile file = CaptureFile.pcap(Frames.RAW);
        for (int i = 0; i < disturbed.size(); i++) {
            byte[] packet = disturbed.get(i);
            boolean isSpared = i < HANDSHAKE;
            int copies = !isSpared && random.nextDouble() < trouble.doubled() ? 2 : 1;
            copies = !isSpared && random.nextDouble() < trouble.lost() ? 0 : copies;
            int captured = !isSpared && random.nextDouble() < trouble.cut()
                    ? 40 + random.nextInt(packet.length - 39)
                    : packet.length;
            for (int copy = 0; copy < copies; copy++) {
                file.packet(packet, captured);
            }
        }
        return file.toBytes();
    }

    /** Two sides that take turns, where each byte tells its place, as the packets that the writer makes of it. */
    private static final class Conversation {
        private final Streams said = new Streams();
        private final ByteArrayOutputStream file = new ByteArrayOutputStream();

        private Conversation(SplittableRandom random) {
            TcpAddress client = TcpAddress.of(new byte[] {10, 0, 0, 1}, 5000);
            TcpAddress server = TcpAddress.of(new byte[] {10, 0, 0, 2}, 3306);
            try (PcapngWriter writer = PcapngWriter.open(file, "test", "")) {
                PcapngConnection connection = writer.connection(client, server, 0);
                for (int turn = 0; turn < 20; turn++) {
                    Direction direction = turn % 2 == 0 ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER;
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        Bytes bytes = next(direction, 1 + random.nextInt(40));
                        connection.bytes(direction, turn, bytes.asByteBuffer(), bytes.length(), "");
                    }
                }
                connection.close(ConnectionEnd.CLIENT_CLOSED, 20);
            }
        }

        private Bytes next(Direction direction, int length) {
            ByteArrayOutputStream all = said.of(direction);
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (((all.size() + i) * 31) >> 3);
            }
            all.writeBytes(bytes);
            return Bytes.of(bytes);
        }

        private Bytes bytes(Direction direction) {
            return Bytes.of(said.of(direction).toByteArray());
        }

        /** The packets out of the blocks that hold one, by hand. */
        private List<byte[]> packets() {
            List<byte[]> packets = new ArrayList<>();
            ByteBuffer blocks = ByteBuffer.wrap(file.toByteArray());
            while (blocks.hasRemaining()) {
                int start = blocks.position();
                if (blocks.getInt(start) == 6) {
                    byte[] packet = new byte[blocks.getInt(start + 20)];
                    blocks.get(start + 28, packet);
                    packets.add(packet);
                }
                blocks.position(start + blocks.getInt(start + 4));
            }
            return packets;
        }
    }

    /** What the reader tells, with zeros in the gaps and their places noted. */
    private static final class Heard implements ConnectionListener {
        private final Streams heard = new Streams();
        private final Streams known = new Streams();
        private int gaps;

        private static Heard of(byte[] capture) throws IOException {
            Heard heard = new Heard();
            try (CaptureReader reader = new CaptureReader(connection -> heard)) {
                reader.read(new ByteArrayInputStream(capture));
            }
            return heard;
        }

        @Override
        public void onBytes(Direction direction, ByteBuffer bytes, long epochMicros) {
            byte[] copy = Bytes.copyOf(bytes).toArray();
            heard.of(direction).writeBytes(copy);
            known.of(direction).writeBytes(filled(copy.length, 1));
        }

        @Override
        public void onGap(Direction direction, long missingBytes, long epochMicros) {
            gaps++;
            heard.of(direction).writeBytes(filled((int) missingBytes, 0));
            known.of(direction).writeBytes(filled((int) missingBytes, 0));
        }

        private Bytes bytes(Direction direction) {
            return Bytes.of(heard.of(direction).toByteArray());
        }

        /**
         * Whether every byte that was told is the one that was said at that place. When the last bytes and the FIN behind them are lost, the last gap
         * counts the FIN as well.
         */
        private boolean agreesWith(Direction direction, Bytes said) {
            byte[] bytes = heard.of(direction).toByteArray();
            byte[] isKnown = known.of(direction).toByteArray();
            boolean agrees = bytes.length <= said.length() + 1;
            for (int i = 0; i < bytes.length && agrees; i++) {
                agrees = isKnown[i] == 0 || bytes[i] == (byte) said.byteAt(i);
            }
            return agrees;
        }

        private static byte[] filled(int length, int value) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) value);
            return bytes;
        }
    }

    /** The bytes of both directions. */
    private static final class Streams {
        private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
        private final ByteArrayOutputStream fromServer = new ByteArrayOutputStream();

        private ByteArrayOutputStream of(Direction direction) {
            return direction == Direction.CLIENT_TO_SERVER ? fromClient : fromServer;
        }
    }
}

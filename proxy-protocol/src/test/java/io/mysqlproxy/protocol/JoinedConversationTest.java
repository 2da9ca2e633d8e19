package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Confidence;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Conversations made at random of which the beginning was not seen. Which command the first replies belong to cannot be known as long as the client does not
 * wait; how many are told with another's reply, and how many of them as if they were sure, is what is bounded here.
 */
class JoinedConversationTest {
    private static final int CONVERSATIONS = 300;
    private static final int COMMANDS = 60;

    private int told;
    private int wrong;
    private int sure;
    private int surelyWrong;

    /**
     * Bounds are in thousandths.
     *
     * @param atLeast exchanges that are told with a reply
     */
    @ParameterizedTest
    @CsvSource({
        "false, false, 8000, 5, 1",
        "false, true, 3800, 45, 3",
        "true, false, 7200, 45, 4",
        "true, true, 3200, 75, 5"
    })
    @Rule({"DSY-4", "CAP-5"})
    void tellsFewExchangesWithTheReplyOfAnotherAndHardlyAnyForSure(
            boolean withoutPause, boolean mariaDb, int atLeast, int wrongAtMost, int surelyWrongAtMost) {
        for (long seed = 0; seed < CONVERSATIONS; seed++) {
            GeneratedConversation conversation = new GeneratedConversation(seed);
            if (conversation.isMariaDb() == mariaDb) {
                join(conversation, withoutPause, seed);
            }
        }

        assertThat(told).isGreaterThan(atLeast);
        assertThat(sure).isGreaterThan(told / 10);
        assertThat(1000.0 * wrong / told).as("of 1000 wrong").isLessThan(wrongAtMost);
        assertThat(1000.0 * surelyWrong / sure).as("of 1000 surely wrong").isLessThan(surelyWrongAtMost);
    }

    /** Begins anywhere in the first half. A command's number is told as its time. */
    private void join(GeneratedConversation conversation, boolean withoutPause, long seed) {
        List<GeneratedConversation.Piece> said =
                withoutPause ? conversation.saidWithoutPause(COMMANDS) : conversation.said(COMMANDS);
        Map<Long, String> expected = new HashMap<>();
        for (String line : conversation.expected()) {
            expected.put(Long.parseLong(line.substring(0, line.indexOf(' '))), figures(line));
        }
        PacketDecoder[] decoder = new PacketDecoder[1];
        decoder[0] = PacketDecoder.joiningMidStream(
                1,
                packet -> {},
                exchange -> count(
                        exchange,
                        expected.get(ChronoUnit.MICROS.between(Instant.EPOCH, exchange.time())),
                        decoder[0].state().confidence()));
        SplittableRandom random = new SplittableRandom(seed);
        int command = 0;
        for (int i = random.nextInt(said.size() / 2); i < said.size(); ) {
            Direction direction = said.get(i).direction();
            WireWriter segment = new WireWriter();
            do {
                command = said.get(i).command() > 0 ? said.get(i).command() : command;
                segment.bytes(said.get(i++).frame());
            } while (i < said.size()
                    && said.get(i).direction() == direction
                    && direction == Direction.SERVER_TO_CLIENT
                    && random.nextInt(3) > 0);
            decoder[0].onBytes(direction, segment.toBytes().asByteBuffer(), command);
        }
        decoder[0].onClose(command);
    }

    /** @param expected null for a packet that is no command */
    private void count(Exchange exchange, @Nullable String expected, Confidence confidence) {
        if (exchange.outcome() == Exchange.Outcome.UNANSWERED) {
            return;
        }
        boolean right = figures(Talk.line(exchange)).equals(expected);
        told++;
        wrong += right ? 0 : 1;
        if (confidence == Confidence.CONFIRMED) {
            sure++;
            surelyWrong += right ? 0 : 1;
        }
    }

    /** The command, its outcome and its numbers: what the session was like before is not known. */
    private static String figures(String line) {
        int text = line.indexOf(": ");
        return (text < 0 ? line : line.substring(0, text))
                .replaceAll("^\\d+ ", "")
                .replaceAll(" #\\d+", "")
                .replaceAll(" [A-Z_]+->[A-Z_]+", "")
                .replaceAll(" (parameters|attributes)=.*", "");
    }
}

package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What two sides that talk at random have done is told in full: every exchange, in order, with its outcome and its numbers. */
class GeneratedConversationTest {
    private static final int CONVERSATIONS = 400;
    private static final int COMMANDS = 60;

    @Test
    void tellsEveryExchangeOfAnyLegalConversation() {
        for (long seed = 0; seed < CONVERSATIONS; seed++) {
            GeneratedConversation conversation = new GeneratedConversation(seed);
            Talk talk = conversation.told(COMMANDS);

            assertThat(talk.exchanges()).as("seed " + seed).isEqualTo(conversation.expected());
            assertThat(talk.told()).as("seed " + seed).noneMatch(line -> line.endsWith("]"));
        }
    }
}

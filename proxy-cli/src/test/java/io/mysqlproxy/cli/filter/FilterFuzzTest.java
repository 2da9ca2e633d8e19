package io.mysqlproxy.cli.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.cli.ExchangeStory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterFuzzTest {
    private static final long SEED = 20_261_122;
    private static final int TEXTS = 20_000;

    private static final List<String> PIECES = new ArrayList<>(List.of(
            "and",
            "or",
            "not",
            "in",
            "contains",
            "(",
            ")",
            ",",
            "=",
            "==",
            "!=",
            "<>",
            "<",
            "<=",
            ">",
            ">=",
            "~",
            "!~",
            "!",
            "&&",
            "||",
            "&",
            "|",
            "'",
            "\"",
            "'a'",
            "\"b\"",
            "'('",
            "'[a'",
            "'a{2}'",
            "'\\'",
            "'(?i)x*?'",
            "app",
            "10ms",
            "1.5s",
            "0",
            "-1",
            "1e9",
            "9".repeat(30),
            "64KiB",
            "µ",
            "10.0.0.0/8",
            "1.2.3",
            "::1",
            "::1/200",
            ":::",
            "/",
            "fe80::%lo",
            "query",
            "ok",
            "\u0000",
            "\ud800",
            "💩",
            "\u202e",
            "\n",
            "é"));

    static {
        PIECES.addAll(Fields.names());
    }

    /** Mostly nonsense, and often nearly right. */
    @Test
    void whateverTheTextItIsAFilterOrAnErrorOfSyntax() {
        Random random = new Random(SEED);
        Subject subject = Subject.ofExchange(ExchangeStory.query("SELECT 1"), null);
        int filters = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            try {
                Filter.parse(text).accepts(subject);
                filters++;
            } catch (FilterException expected) {
                assertThat(expected.start()).as(text).isBetween(0, text.length());
                assertThat(String.valueOf(expected.getMessage()).lines())
                        .as(text)
                        .hasSize(3);
            }
        }
        assertThat(filters).isBetween(TEXTS / 200, TEXTS / 2);
    }

    @Test
    void understandsWhatItSaysOfItself() {
        Random random = new Random(SEED);
        for (int i = 0; i < TEXTS; i++) {
            try {
                // Without quotes, for these are not shown again.
                String meaning =
                        Filter.parse(text(random).replaceAll("['\"]", "")).toString();
                assertThat(Filter.parse(meaning)).hasToString(meaning);
            } catch (FilterException expected) {
                assertThat(expected.problem()).isNotEmpty();
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(1, 9); pieces > 0; pieces--) {
            text.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextInt(5) == 0 ? "" : " ");
        }
        if (random.nextInt(4) == 0) {
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x250));
        }
        return text.toString();
    }
}

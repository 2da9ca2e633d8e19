package io.mysqlproxy.protocol.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what words.txt says of its source: the server was asked for each word, in a statement that it accepts. */
class WordsTest {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Z0-9_]+");
    private static final String CHARSET = "(_charset)";

    private final List<Shown> statements =
            RecordedDigest.all().stream().map(Shown::of).toList();

    /** A line of words.txt: a word, and what it is printed as. */
    private record Word(String name, String printed) {
        static Word of(String line) {
            String[] parts = line.split(" : ", -1);
            String[] names = parts[0].split(" ", -1);
            return parts.length > 1 && parts[1].equals("charset")
                    ? new Word("_" + names[0], CHARSET)
                    : new Word(names[0], names[names.length - 1]);
        }
    }

    /** The words of a recorded statement, and those of its text. */
    private record Shown(String sql, Set<String> asked, Set<String> printed) {
        static Shown of(RecordedDigest recorded) {
            String sql = recorded.sql().toUpperCase(Locale.ROOT);
            return new Shown(
                    sql,
                    Stream.of(BETWEEN_WORDS.split(sql)).collect(toSet()),
                    Stream.of(recorded.text().split(" ")).collect(toSet()));
        }

        boolean shows(Word word) {
            boolean isName = word.printed().equals(CHARSET)
                    || Character.isLetter(word.name().charAt(0));
            boolean isAsked = isName ? asked.contains(word.name()) : sql.contains(word.name());
            return isAsked && printed.contains(word.printed());
        }
    }

    @Test
    void areShownByTheServerButForThoseThatNoStatementHas() throws IOException {
        assertThat(words().filter(word -> statements.stream().noneMatch(shown -> shown.shows(word))))
                .extracting(Word::name)
                .containsExactly(
                        "ACCESSIBLE",
                        "ASENSITIVE",
                        "EXTERNAL",
                        "INSENSITIVE",
                        "IO_AFTER_GTIDS",
                        "IO_BEFORE_GTIDS",
                        "READ_WRITE",
                        "SENSITIVE",
                        "SPECIFIC");
    }

    private static Stream<Word> words() throws IOException {
        try (InputStream resource = Words.class.getResourceAsStream("words.txt")) {
            return new String(resource.readAllBytes(), UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).map(Word::of).toList().stream();
        }
    }
}

package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of rules in docs/protocol.md and the {@link Rule} annotations of the tests say the same. */
class ProtocolRulesTest {
    private static final Path TABLE = Path.of("../docs/protocol.md");
    private static final Path TESTS = Path.of("target/test-classes");
    private static final Pattern ROW =
            Pattern.compile("\\| (?<rule>[A-Z]+(?:-[A-Z]?\\d+)+) \\| (?<meaning>.*?) \\| (?<tests>.*?) ?\\|");

    private static final Map<String, TreeSet<String>> TESTS_BY_RULE = new TreeMap<>();

    @BeforeAll
    static void collectRules() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith("Test.class")).toList()) {
                String name =
                        TESTS.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                collectRulesOf(load(name));
            }
        }
        if (Boolean.getBoolean("protocol.update")) {
            Files.write(
                    TABLE,
                    Files.readAllLines(TABLE).stream()
                            .map(ProtocolRulesTest::withTests)
                            .toList());
        }
    }

    @Test
    void everyRuleInTheTableNamesExactlyTheTestsThatHoldIt() throws IOException {
        Map<String, String> written = new TreeMap<>();
        Map<String, String> found = new TreeMap<>();
        for (Matcher row : rows()) {
            written.put(row.group("rule"), row.group("tests"));
            found.put(row.group("rule"), testsOf(row.group("rule")));
        }

        assertThat(written).isNotEmpty().isEqualTo(found);
    }

    @Test
    void everyRuleHasATest() throws IOException {
        List<String> without = new ArrayList<>();
        for (Matcher row : rows()) {
            if (testsOf(row.group("rule")).isEmpty()) {
                without.add(row.group("rule"));
            }
        }

        assertThat(without).isEmpty();
    }

    @Test
    void everyRuleThatATestHoldsIsInTheTable() throws IOException {
        List<String> inTable = rows().stream().map(row -> row.group("rule")).toList();

        assertThat(inTable).doesNotHaveDuplicates().containsAll(TESTS_BY_RULE.keySet());
    }

    private static List<Matcher> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    private static String withTests(String line) {
        Matcher row = ROW.matcher(line);
        return row.matches()
                ? "| " + row.group("rule") + " | " + row.group("meaning") + " | " + testsOf(row.group("rule")) + " |"
                : line;
    }

    private static String testsOf(String rule) {
        return TESTS_BY_RULE.getOrDefault(rule, new TreeSet<>()).stream().collect(Collectors.joining("<br>"));
    }

    private static void collectRulesOf(Class<?> test) {
        Rule onClass = test.getAnnotation(Rule.class);
        if (onClass != null) {
            collect(onClass, "`" + test.getSimpleName() + "`");
        }
        for (Method method : test.getDeclaredMethods()) {
            Rule onMethod = method.getAnnotation(Rule.class);
            if (onMethod != null) {
                collect(onMethod, "`" + test.getSimpleName() + "." + method.getName() + "`");
            }
        }
    }

    private static void collect(Rule rule, String test) {
        for (String id : rule.value()) {
            TESTS_BY_RULE.computeIfAbsent(id, unused -> new TreeSet<>()).add(test);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ProtocolRulesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}

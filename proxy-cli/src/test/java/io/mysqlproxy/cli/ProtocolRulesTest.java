package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of rules in docs/protocol.md and the {@link Rule} annotations of the tests say the same. Lives in the module that sees all others. */
class ProtocolRulesTest {
    private static final Path TABLE = Path.of("../docs/protocol.md");
    private static final List<Path> TESTS =
            List.of(Path.of("../proxy-protocol/target/test-classes"), Path.of("target/test-classes"));
    private static final Pattern ROW =
            Pattern.compile("\\| (?<rule>[A-Z]+(?:-[A-Z]?\\d+)+) \\| (?<meaning>.*?) \\| (?<tests>.*?) ?\\|");

    private static final Map<String, TreeSet<String>> TESTS_BY_RULE = new TreeMap<>();

    @BeforeAll
    static void collectRules() throws IOException {
        assertThat(TESTS).allSatisfy(directory -> assertThat(directory).isDirectory());
        for (JavaClass type : new ClassFileImporter().importPaths(TESTS)) {
            if (type.getSimpleName().endsWith("Test")) {
                collectRulesOf(type);
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
        return String.join("<br>", TESTS_BY_RULE.getOrDefault(rule, new TreeSet<>()));
    }

    private static void collectRulesOf(JavaClass test) {
        collect(test, "`" + test.getSimpleName() + "`");
        for (JavaMethod method : test.getMethods()) {
            collect(method, "`" + test.getSimpleName() + "." + method.getName() + "`");
        }
    }

    private static void collect(HasAnnotations<?> annotated, String test) {
        for (String id : rulesOf(annotated)) {
            TESTS_BY_RULE.computeIfAbsent(id, unused -> new TreeSet<>()).add(test);
        }
    }

    /** By the annotations of either module. */
    private static List<String> rulesOf(HasAnnotations<?> annotated) {
        for (JavaAnnotation<?> annotation : annotated.getAnnotations()) {
            if (annotation.getRawType().getSimpleName().equals(Rule.class.getSimpleName())) {
                return List.of((String[]) annotation.get("value").orElseThrow());
            }
        }
        return List.of();
    }
}

package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.cli.filter.Filter;
import io.mysqlproxy.cli.filter.Subject;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Transaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** What docs/filter.md says of filters is what they do. */
class FilterDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/filter.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^\\| `(.+)` \\| ([0-9 ]*) ?\\| [^|]*\\|$");
    private static final Pattern MISTAKE = Pattern.compile("(?s)\\$ mysql-proxy ([^']*)'([^\n]*)'\n(.*?)```");

    /** The commands at the head of the examples. */
    private static final List<Told> COMMANDS = List.of(
            new Told(
                    "10.0.0.7",
                    ExchangeStory.query("SELECT * FROM orders WHERE customer = 42")
                            .giving(4, 3, 412)
                            .taking(900)),
            new Told(
                    "10.0.0.7",
                    ExchangeStory.execute("INSERT INTO orders (customer, total) VALUES (?, ?)")
                            .affecting(1)
                            .inTransaction(Transaction.NONE, Transaction.READ_WRITE)
                            .taking(12_400)),
            new Told(
                    "10.0.0.7",
                    ExchangeStory.query("COMMIT")
                            .inTransaction(Transaction.READ_WRITE, Transaction.NONE)
                            .taking(3100)),
            new Told(
                    "10.0.0.7",
                    ExchangeStory.query("SELECT * FROM nope")
                            .failing(1146, "42S02", "Table 'shop.nope' doesn't exist")
                            .taking(400)),
            new Told(
                    "10.0.1.20",
                    ExchangeStory.query("select * from Orders order by id")
                            .by("batch")
                            .inSession(2)
                            .giving(4, 120_000, 9_600_000)
                            .taking(2_500_000)),
            new Told(
                    "::1",
                    ExchangeStory.of(PacketKind.COM_PING)
                            .by("monitor")
                            .in("")
                            .inSession(3)
                            .taking(60)));

    private record Told(String client, ExchangeStory exchange) {}

    @TestFactory
    Stream<DynamicTest> eachExampleShowsWhatItSays() throws IOException {
        List<MatchResult> examples = find(EXAMPLE);
        assertThat(examples).hasSizeGreaterThan(25);
        return examples.stream()
                .map(example -> DynamicTest.dynamicTest(
                        example.group(1),
                        () -> assertThat(shown(example.group(1).replace("\\|", "|")))
                                .isEqualTo(example.group(2).strip())));
    }

    @TestFactory
    Stream<DynamicTest> eachMistakeIsAnsweredAsItSays() throws IOException {
        List<MatchResult> mistakes = find(MISTAKE);
        assertThat(mistakes).hasSize(2);
        return mistakes.stream()
                .map(mistake -> DynamicTest.dynamicTest(mistake.group(2), () -> {
                    List<String> args =
                            new ArrayList<>(List.of(mistake.group(1).strip().split(" ", -1)));
                    args.add(mistake.group(2));
                    StringWriter err = new StringWriter();
                    int exitCode = Main.commandLine(new ByteArrayOutputStream())
                            .setErr(new PrintWriter(err))
                            .execute(args.toArray(String[]::new));
                    assertThat(err).hasToString(mistake.group(3));
                    assertThat(exitCode).isEqualTo(2);
                }));
    }

    @Test
    void hasEveryFieldThatTheHelpHas() throws IOException {
        List<String> documented =
                find(Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (?:number|text|name|bytes|duration|address) \\|"))
                        .stream()
                        .map(field -> field.group(1))
                        .toList();

        CommandLine trace =
                Main.commandLine(new ByteArrayOutputStream()).getSubcommands().get("trace");
        String help = Objects.requireNonNull(trace).getUsageMessage().replaceAll("\\s+", " ");

        assertThat(help).contains("Fields: " + String.join(", ", documented) + ".");
        documented.forEach(field -> assertThat(Filter.parse(
                        switch (field) {
                            case "client" -> "client = ::1";
                            case "command" -> "command = query";
                            case "outcome" -> "outcome = ok";
                            default -> field;
                        }))
                .isNotNull());
    }

    private static String shown(String filter) {
        Filter parsed = Filter.parse(filter);
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < COMMANDS.size(); i++) {
            Told told = COMMANDS.get(i);
            Subject subject = Subject.ofExchange(
                    told.exchange(), new HostPort(told.client(), 0).resolve().getAddress());
            if (parsed.accepts(subject)) {
                shown.add(Integer.toString(i + 1));
            }
        }
        return String.join(" ", shown);
    }

    private static List<MatchResult> find(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(DOCUMENT)).results().toList();
    }
}
